import { afterAll, describe, expect, it } from 'vitest';
import type { ShapeUse } from '#shared/domain/template.ts';
import { type TemplateEdit, templateEditSchema } from '#shared/domain/template-edit.ts';
import { PatternSearch } from '../../../src-main/pipelines/templates/pattern-search.ts';
import { mineContents } from '../../helpers/parsing.ts';

const search = new PatternSearch();
afterAll(() => search.dispose());

function mask(pattern: string, template: string | null = null): TemplateEdit {
  return templateEditSchema.parse({
    editId: 'm',
    createdMs: 0,
    kind: 'mask-pattern',
    pattern,
    maskName: 'own',
    template,
  });
}

/** Flat text of each masked shape, a middle dot for each parameter; null for shapes without a match. */
async function masked(contents: readonly string[], ...edits: readonly TemplateEdit[]): Promise<(string | null)[]> {
  const { shapes } = mineContents(contents);
  const found = await search.mask(shapes, edits);
  return shapes.map(({ shapeId }) => found.get(shapeId)?.flat.replaceAll(/\uD800/gu, '·') ?? null);
}

describe('PatternSearch', () => {
  it('finds every match, also beside other characters than ASCII and private ones', async () => {
    expect(await masked(['cat cat dog'], mask('cat'))).toEqual(['· · dog']);
    expect(await masked(['\u{1F600} cat é cat', 'dog'], mask('cat'))).toEqual(['\u{1F600} · é ·', null]);
    expect(await masked(['\uE000 cat \uE001'], mask('c.t'))).toEqual(['\uE000 · \uE001']);
    expect(await masked(['a\0b cat'], mask('cat'))).toEqual(['a\0b ·']);
  });

  it('sees samples where parameters were found, and takes them in', async () => {
    expect(await masked(['pay EUR 12 from 10.0.0.1'], mask('EUR \\d+'))).toEqual(['pay · from ·']);
    expect(await masked(['pay EUR 12 from 10.0.0.1'], mask('from \\d+\\.\\d+'))).toEqual(['pay EUR · ·']);
  });

  it('keeps to one template when told', async () => {
    const contents = ['cat of ann', 'cat of bob', 'cat alone'];
    expect(await masked(contents, mask('cat', 'cat of <*>'))).toEqual(['· of ann', '· of bob', null]);
  });

  it('joins what several patterns found', async () => {
    expect(await masked(['red cat here'], mask('red c'), mask('cat'))).toEqual(['· here']);
  });

  it('finds nothing in nothing, and refuses what RE2 cannot read', async () => {
    expect(await masked(['cat'], mask('x*'))).toEqual([null]);
    const { shapes } = mineContents(['cat']);
    for (const pattern of ['(', 'a{1000}{1000}', '(?<=a)b', '\\1']) {
      await expect(search.mask(shapes, [mask(pattern)])).rejects.toMatchObject({ code: 'templates.bad-pattern' });
      await expect(search.mask([], [mask(pattern)])).rejects.toMatchObject({ code: 'templates.bad-pattern' });
    }
  });

  it('takes time in proportion to the text where others take for ever', async () => {
    const shape = (text: string, i: number): ShapeUse => {
      return { shapeId: String(i).padStart(16, '0'), parts: [text], maskNames: [], count: 1, firstEventId: i };
    };
    const shapes = Array.from({ length: 20 }, (_, i) => shape(`${'a'.repeat(5000)}${i}!`, i));
    const startMs = performance.now();
    expect((await search.mask(shapes, [mask('^(a+)+$')])).size).toBe(0);
    expect(performance.now() - startMs).toBeLessThan(5000);
  });
});
