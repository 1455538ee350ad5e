import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { templateEditSchema } from '#shared/domain/template-edit.ts';
import { findAlike } from '../../src-main/parsing/edits/alike-templates.ts';
import { applyEdits } from '../../src-main/parsing/edits/apply-edits.ts';
import {
  type EditBody,
  proposeMerge,
  proposeParameter,
  proposeSplitByValues,
  proposeSplitIntoShapes,
} from '../../src-main/parsing/edits/propose-edit.ts';
import { mineSlices } from '../../src-main/parsing/template-miner.ts';
import { corpusPath, describeWithCorpus } from '../helpers/corpus.ts';
import { parseCsv } from '../helpers/csv.ts';
import { mineContents, type MinedContents } from '../helpers/parsing.ts';

const systems = 'Android Apache BGL HDFS HPC Hadoop Mac OpenSSH OpenStack Proxifier Windows'.split(' ');

/** One of each kind of edit on what a system's log gives: on its templates of most events, and on those that look alike. */
function editsFor(mined: MinedContents): TemplateEdit[] {
  const edits: TemplateEdit[] = [];
  const { shapes } = mined;
  const slices = mineSlices(shapes);
  const add = (propose: (current: typeof slices) => { readonly body: EditBody }): void => {
    const { body } = propose(applyEdits(slices, edits));
    edits.push(templateEditSchema.parse({ editId: `e${edits.length}`, createdMs: 0, ...body }));
  };
  const counts = Map.groupBy(mined.events, (event) => event.text);
  const texts = [...counts].toSorted((a, b) => b[1].length - a[1].length).map(([text]) => text);
  const wild = texts.filter((text) => text.includes('<*>') && /\p{L}/u.test(text));
  for (const text of wild.slice(0, 3)) {
    const values = (counts.get(text) ?? []).map(({ parameters }) => parameters[0] ?? '');
    add((current) =>
      proposeSplitByValues(current, 'split-values', {
        template: text,
        wildcard: 0,
        values: [...new Set(values)].slice(0, 5),
      }),
    );
  }
  for (const text of wild.slice(3, 6)) add((current) => proposeSplitIntoShapes(current, text));
  for (const set of findAlike(texts).slice(0, 3)) {
    const members = set.map((index) => texts[index] as string);
    add((current) => proposeMerge(current, members, { text: null, takesAlike: true }));
  }
  const [word] = texts.filter((text) => /^\p{L}{3,} .*\p{L}{3,}/u.test(text));
  if (word !== undefined) {
    add((current) => proposeParameter(current, word, { start: 0, end: word.indexOf(' '), takesAlike: true }));
  }
  return edits;
}

describeWithCorpus('hand edits on labelled logs', () => {
  it.each(systems)('change the templates of %s and rebuild each of its contents', (system) => {
    const rows = parseCsv(
      readFileSync(`${corpusPath(`loghub-2k/${system}/${system}_2k.log`)}_structured_corrected.csv`, 'utf8'),
    );
    const contents = rows.map((row) => row['Content'] ?? '');
    const mined = mineContents(contents);
    const edits = editsFor(mined);
    expect(edits.length).toBeGreaterThanOrEqual(4);
    const edited = mineContents(contents, { edits });
    expect(edited.events.map(({ rebuilt }) => rebuilt)).toEqual(contents);
    const changed = edited.events.filter(({ templateId }, i) => templateId !== mined.events[i]!.templateId);
    expect(changed.length).toBeGreaterThan(0);
    // The order in which the same messages come decides nothing but the order of the templates.
    const turned = mineContents(contents.toReversed(), { edits });
    expect(turned.events.map(({ rebuilt }) => rebuilt)).toEqual(contents.toReversed());
    const again = mineContents(contents, { edits });
    expect(again.table).toEqual(edited.table);
  });
});
