import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createLineParser, detectFormat, LineVerdict, ParsedLine } from '../../src-main/ingest/formats/index.ts';
import { scoreTemplates, type TemplateScores } from '../../src-shared/metrics/grouping-accuracy.ts';
import { corpusPath, describeWithCorpus } from '../helpers/corpus.ts';
import { parseCsv } from '../helpers/csv.ts';
import { mineContents } from '../helpers/parsing.ts';

const systems = 'Android Apache BGL HDFS HPC Hadoop Mac OpenSSH OpenStack Proxifier Windows'.split(' ');

type Source = 'Content column' | 'raw log';

function scoreSystem(system: string, source: Source): TemplateScores {
  const folder = corpusPath(`loghub-2k/${system}/${system}_2k.log`);
  const rows = parseCsv(readFileSync(`${folder}_structured_corrected.csv`, 'utf8'));
  const contents =
    source === 'raw log' ? contentsOf(new Uint8Array(readFileSync(folder))) : rows.map((row) => row['Content'] ?? '');
  const { events } = mineContents(contents);
  expect(events.map((event) => event.rebuilt)).toEqual(contents);
  return scoreTemplates(
    rows.map((row) => row['EventTemplate'] ?? ''),
    { groupIds: events.map((event) => event.templateId), templates: events.map((event) => event.text) },
  );
}

/** Content of every line as the format engine finds it without being told the format. */
function contentsOf(bytes: Uint8Array<ArrayBuffer>): string[] {
  const parser = createLineParser(detectFormat(bytes.subarray(0, 1 << 18), { path: 'a.log', modifiedMs: null }).spec);
  const line = new ParsedLine();
  const decoder = new TextDecoder();
  parser.startBlock('');
  return decoder
    .decode(bytes)
    .split('\n')
    .slice(0, 2000)
    .map((text) => {
      const own = new TextEncoder().encode(text.replace(/\r$/, ''));
      line.reset();
      if (parser.parse(own, 0, own.length, line) !== LineVerdict.event) return text;
      return decoder.decode((line.content ?? own).subarray(line.contentStart, line.contentEnd));
    });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describeWithCorpus.each(['Content column', 'raw log'] as const)('template mining on labelled logs, %s', (source) => {
  const scores = new Map<string, TemplateScores>();

  it.each(systems)('groups %s and rebuilds each of its contents', (system) => {
    const score = scoreSystem(system, source);
    scores.set(system, score);
    expect(score.lines).toBe(2000);
    expect(score.groupingAccuracy).toBeGreaterThanOrEqual(0.93);
    expect(score.f1GroupingAccuracy).toBeGreaterThanOrEqual(0.9);
  });

  it('reaches the accuracy asked for over all systems with one configuration', () => {
    expect(scores.size).toBe(systems.length);
    const all = [...scores.values()];
    expect(mean(all.map((score) => score.groupingAccuracy))).toBeGreaterThanOrEqual(0.98);
    expect(mean(all.map((score) => score.f1GroupingAccuracy))).toBeGreaterThanOrEqual(0.975);
    expect(mean(all.map((score) => score.strict?.parsingAccuracy ?? 0))).toBeGreaterThanOrEqual(0.87);
    expect(mean(all.map((score) => score.strict?.f1TemplateAccuracy ?? 0))).toBeGreaterThanOrEqual(0.84);
  });
});
