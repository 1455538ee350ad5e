import { describe, expect, it } from 'vitest';
import type { KnownTemplates } from '#shared/domain/template.ts';
import { adoptTemplates } from '../../../../src-main/parsing/adopt-templates.ts';
import { matchTemplate } from '../../../../src-main/parsing/match-template.ts';
import { mineContents, type MinedContents } from '../../../helpers/parsing.ts';

function knownOf({ table }: MinedContents): KnownTemplates {
  const index = new Map(table.templates.map(({ templateId }, i) => [templateId, i]));
  return {
    templates: table.templates,
    shapes: new Map(table.alignments.map(({ shapeId, templateId }) => [shapeId, index.get(templateId)!])),
  };
}

/** Texts of the templates that a dump gets when another one is known. */
function adopt(knownContents: readonly string[], contents: readonly string[]): string[] {
  const mined = mineContents(contents);
  const adopted = adoptTemplates(mined.shapes, mined.table, knownOf(mineContents(knownContents)));
  expect(adopted.alignments.map(({ shapeId }) => shapeId)).toEqual(mined.shapes.map(({ shapeId }) => shapeId));
  const ids = new Set(adopted.templates.map(({ templateId }) => templateId));
  expect(adopted.alignments.every(({ templateId }) => ids.has(templateId))).toBe(true);
  return adopted.templates.map(({ text }) => text);
}

const LOGINS = ['login of /home/ann ok', 'login of /home/bob ok', 'login of /home/eve ok'];

describe('adoptTemplates', () => {
  it('gives a value that was seen to vary its wildcard, even when it does not vary here', () => {
    expect(mineContents(['login of dan@site ok']).table.templates.map(({ text }) => text)).toEqual([
      'login of dan@site ok',
    ]);
    expect(adopt(['login of ann@site ok', 'login of bob@site ok'], ['login of dan@site ok'])).toEqual([
      'login of <*> ok',
    ]);
  });

  it('keeps what the known templates do not describe as it was mined', () => {
    expect(adopt(LOGINS, ['login of /home/ann ok', 'disk 3 is full', 'disk 4 is full'])).toEqual([
      'login of <*> ok',
      'disk <*> is full',
    ]);
  });

  it('does not take a message of several words for one value', () => {
    const known = ['state: a@1', 'state: b@2', 'state: c@3'];
    expect(adopt(known, ['state: d@4'])).toEqual(['state: <*>']);
    expect(adopt(known, ['state: the disk is on fire'])).toEqual(['state: the disk is on fire']);
  });

  it('prefers the template with the most constant text', () => {
    const known = ['GET /a.b done', 'GET /c.d done', 'GET /x.y failed early', 'GET /u.v failed early'];
    expect(adopt(known, ['GET /q.r failed early'])).toEqual(['GET <*> failed early']);
  });

  it('lists templates in order of first appearance, each once', () => {
    expect(adopt([...LOGINS, 'bye now'], ['bye now', ...LOGINS, 'bye now'])).toEqual(['bye now', 'login of <*> ok']);
  });
});

describe('matchTemplate', () => {
  it('fills the wildcards so that text and parameters rebuild the shape', () => {
    const { shapes, table } = mineContents(['sent 5 bytes to /a/b', 'sent 70 bytes (7 KB) to /c/d']);
    const template = table.templates[0]!;
    for (const shape of shapes) {
      const wildcards = matchTemplate(shape, template)!;
      const flat = template.parts
        .map((part, i) => {
          const pieces = wildcards[i] ?? [];
          return part + pieces.map((piece) => ('text' in piece ? piece.text : `{${piece.index}}`)).join('');
        })
        .join('');
      expect(flat).toBe(shape.parts.map((part, i) => part + (i < shape.maskNames.length ? `{${i}}` : '')).join(''));
    }
  });

  it('matches nothing when a constant is missing, out of order or would overlap', () => {
    const [shape] = mineContents(['alpha beta']).shapes;
    const of = (...parts: string[]) => ({ templateId: '', text: parts.join('<*>'), parts, maskNames: [] });
    expect(matchTemplate(shape!, of('alpha beta'))).toEqual([]);
    expect(matchTemplate(shape!, of('alpha', 'gamma', ''))).toBeNull();
    expect(matchTemplate(shape!, of('', 'beta', 'alpha'))).toBeNull();
    expect(matchTemplate(shape!, of('alpha be', 'eta'))).toBeNull();
    expect(matchTemplate(shape!, of('alpha ', 'beta'))).toEqual([[]]);
  });
});
