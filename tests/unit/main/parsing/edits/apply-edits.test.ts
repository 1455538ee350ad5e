import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TemplateEdit, templateEditSchema } from '#shared/domain/template-edit.ts';
import { templateIdOf } from '../../../../../src-main/parsing/write-table.ts';
import { mineContents, type MinedContents } from '../../../../helpers/parsing.ts';

type Body = TemplateEdit extends infer Edit
  ? Edit extends TemplateEdit
    ? Omit<Edit, 'editId' | 'createdMs'>
    : never
  : never;

function edits(...bodies: readonly Body[]): TemplateEdit[] {
  return bodies.map((body, i) => templateEditSchema.parse({ editId: `e${i}`, createdMs: 0, ...body }));
}

/** Template text of each content; every content must come back from it. */
function textsOf(contents: readonly string[], list: readonly TemplateEdit[]): string[] {
  return check(contents, mineContents(contents, { edits: list })).events.map(({ text }) => text);
}

function check(contents: readonly string[], mined: MinedContents): MinedContents {
  expect(mined.events.map(({ rebuilt }) => rebuilt)).toEqual(contents);
  const { templates, alignments, variants = [] } = mined.table;
  expect(new Set(templates.map(({ templateId }) => templateId)).size).toBe(templates.length);
  expect(templates.every(({ templateId, text }) => templateId === templateIdOf(text))).toBe(true);
  expect(templates.every(({ parts, maskNames }) => parts.length === maskNames.length + 1)).toBe(true);
  expect(new Set(alignments.map(({ shapeId }) => shapeId)).size).toBe(mined.shapes.length + variants.length);
  expect(alignments).toHaveLength(mined.shapes.length + variants.length);
  return mined;
}

const FRUIT = ['apple is ripe', 'pear is ripe', 'apple is rotten', 'stone is hard'];

describe('merge', () => {
  const merge = { kind: 'merge', members: ['apple is ripe', 'pear is ripe'], into: '<*> is ripe', except: [] } as const;

  it('gives all messages of its members the wider template', () => {
    expect(textsOf(FRUIT, edits(merge))).toEqual(['<*> is ripe', '<*> is ripe', 'apple is rotten', 'stone is hard']);
  });

  it('takes messages of another dump that fit, unless it excepts them', () => {
    const others = ['fig is ripe', 'no fruit here is ripe', 'kiwi is ripe'];
    expect(textsOf(others, edits(merge))).toEqual(['<*> is ripe', 'no fruit here is ripe', '<*> is ripe']);
    const careful = { ...merge, except: ['kiwi is ripe'] };
    expect(textsOf(others, edits(careful))).toEqual(['<*> is ripe', 'no fruit here is ripe', 'kiwi is ripe']);
  });

  it('recognises a member whose wildcard holds one value only in another dump', () => {
    const wide = { ...merge, members: ['user <*> left', 'user <*> came'], into: 'user <*>' };
    expect(textsOf(['user root left', 'user 7 stayed put'], edits(wide))).toEqual(['user <*>', 'user <*> stayed put']);
  });

  it('leaves messages alone that do not fit the wider text', () => {
    expect(textsOf(FRUIT, edits({ ...merge, into: '<*> is raw' }))).toEqual(FRUIT);
  });
});

describe('split by values', () => {
  const contents = ['status 200 for a', 'status 404 for b', 'status 500 for c', 'status 200 for d'];
  const split = {
    kind: 'split-values',
    template: 'status <*> for <*>',
    wildcard: 0,
    values: ['404', '200'],
    except: [],
  } as const;

  it('tells events of one shape apart by their parameter', () => {
    expect(
      new Set(mineContents(['status 1 for 2', 'status 200 for 3']).shapes.map(({ shapeId }) => shapeId)).size,
    ).toBe(1);
    const numbers = ['status 1 for 2', 'status 200 for 3', 'status 404 for 200'];
    const mined = check(numbers, mineContents(numbers, { edits: edits(split) }));
    expect(mined.events.map(({ text, parameters }) => [text, parameters])).toEqual([
      ['status <*> for <*>', ['1', '2']],
      ['status 200 for <*>', ['3']],
      ['status 404 for <*>', ['200']],
    ]);
  });

  it('splits words, which the shape tells, without variants', () => {
    const users = ['ann', 'bob', 'eve'].map((name) => `login of user ${name} from 10.0.0.1`);
    const byName = { ...split, template: 'login of user <*> from <*>', values: ['bob'] };
    expect(mineContents(users, { edits: edits(byName) }).table.variants).toBeUndefined();
    expect(textsOf(users, edits(byName))).toEqual([
      'login of user <*> from <*>',
      'login of user bob from <*>',
      'login of user <*> from <*>',
    ]);
  });

  it('can be split again, and merged back', () => {
    const numbers = ['status 200 for 1', 'status 404 for 1', 'status 404 for 2', 'status 7 for 7'];
    const again = { ...split, template: 'status 404 for <*>', values: ['1'] };
    expect(textsOf(numbers, edits(split, again))).toEqual([
      'status 200 for <*>',
      'status 404 for 1',
      'status 404 for <*>',
      'status <*> for <*>',
    ]);
    const back = {
      kind: 'merge',
      members: ['status 404 for 1', 'status 404 for <*>', 'status 200 for <*>'],
      into: 'status <*> for <*>',
      except: [],
    } as const;
    expect(new Set(textsOf(numbers, edits(split, again, back)))).toEqual(new Set(['status <*> for <*>']));
  });

  it('takes the same value twice without a second variant', () => {
    const twice = mineContents(contents.concat('status 200 for 9'), { edits: edits(split, split) });
    const keys = (twice.table.variants ?? []).map(({ shapeId, when }) => JSON.stringify([shapeId, when]));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('reads a value that is several parameters and text', () => {
    const ranges = ['copied 1 of 5 ms', 'copied 2 of 5 ms', 'copied 1 of 5 ms now'];
    const wide = { kind: 'merge', members: ['copied <*> of <*> ms'], into: 'copied <*>', except: [] } as const;
    const one = { ...split, template: 'copied <*>', values: ['1 of 5 ms', '1 of 7'] };
    expect(textsOf(ranges.slice(0, 2), edits(wide, one))).toEqual(['copied 1 of 5 ms', 'copied <*>']);
  });
});

describe('split into shapes', () => {
  it('gives each shape its own template', () => {
    const contents = ['sent 5 bytes ok', 'sent 7000 bytes (6.8 KB) ok', 'sent 6 bytes ok'];
    expect(new Set(textsOf(contents, []))).toEqual(new Set(['sent <*> ok']));
    const split = { kind: 'split-shapes', template: 'sent <*> ok', except: [] } as const;
    expect(new Set(textsOf(contents, edits(split)))).toEqual(
      new Set(['sent <*> bytes ok', 'sent <*> bytes (<*> KB) ok']),
    );
  });
});

describe('masks', () => {
  it('make constant text a parameter, for other values too', () => {
    const mask = { kind: 'mask-parameter', template: 'apple is ripe', into: '<*> is ripe', except: [] } as const;
    expect(textsOf(FRUIT, edits(mask)).slice(0, 2)).toEqual(['<*> is ripe', '<*> is ripe']);
    const careful = { ...mask, except: ['pear is ripe'] };
    expect(textsOf(FRUIT, edits(careful)).slice(0, 2)).toEqual(['<*> is ripe', 'pear is ripe']);
  });

  it('make a parameter constant text', () => {
    const contents = ['speaks HTTP/1.1 to 10.0.0.1', 'speaks HTTP/2.0 to 10.0.0.2', 'speaks HTTP/3.0 to 10.0.0.2'];
    const [text] = textsOf(contents, []);
    const constant = {
      kind: 'mask-constant',
      template: text!,
      wildcard: 0,
      values: ['1.1', '2.0'],
      except: [],
    } as const;
    expect(textsOf(contents, edits(constant))).toEqual(['speaks HTTP/1.1 to <*>', 'speaks HTTP/2.0 to <*>', text]);
  });

  it('say what a wildcard holds, in a template that only fits the text too', () => {
    const contents = ['job 7 of user ann took 5', 'job 8 of user ann took 6'];
    const kind = {
      kind: 'mask-kind',
      template: 'job <*> of user <*> took <*>',
      wildcard: 2,
      maskName: 'duration',
    } as const;
    const { templates } = mineContents(contents, { edits: edits(kind) }).table;
    expect(templates).toMatchObject([{ text: 'job <*> of user ann took <*>', maskNames: ['number', 'duration'] }]);
  });
});

describe('rename', () => {
  it('names a template by its text, the last word counts, ids stay', () => {
    const rename = { kind: 'rename', template: 'apple is ripe', name: 'Apple' } as const;
    const plain = mineContents(FRUIT).table;
    const named = mineContents(FRUIT, { edits: edits(rename, { ...rename, name: 'Ripe apple' }) }).table;
    expect(named.templates).toEqual(plain.templates);
    expect([...named.names!]).toEqual([[templateIdOf('apple is ripe'), 'Ripe apple']]);
    expect(mineContents(FRUIT, { edits: edits(rename, { ...rename, name: null }) }).table.names?.size).toBe(0);
  });

  it('names the narrower template of a dump that has fewer values', () => {
    const rename = { kind: 'rename', template: '<*> is ripe', name: 'Ripe' } as const;
    expect(mineContents(FRUIT, { edits: edits(rename) }).table.names?.size).toBe(2);
  });
});

describe('any edits', () => {
  const word = fc.constantFrom(
    'user',
    'ann',
    'bob',
    '7',
    '42',
    '10.0.0.1',
    '<*>',
    'is',
    '200',
    'a/b',
    '\u{10000}',
    'ms',
  );
  const content = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
  const text = fc
    .array(fc.oneof(word, fc.constant('<*>')), { minLength: 1, maxLength: 5 })
    .map((words) => words.join(' '));
  const edit: fc.Arbitrary<Body> = fc.oneof(
    fc.record({
      kind: fc.constant('merge' as const),
      members: fc.array(text, { minLength: 1, maxLength: 3 }),
      into: text,
      except: fc.array(text, { maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constant('split-values' as const),
      template: text,
      wildcard: fc.nat(2),
      values: fc.array(word, { minLength: 1, maxLength: 3 }),
      except: fc.constant([]),
    }),
    fc.record({ kind: fc.constant('split-shapes' as const), template: text, except: fc.constant([]) }),
    fc.record({ kind: fc.constant('mask-parameter' as const), template: text, into: text, except: fc.constant([]) }),
  );

  it('rebuild every content byte for byte, with one template for each event', () => {
    fc.assert(
      fc.property(
        fc.array(content, { minLength: 1, maxLength: 20 }),
        fc.array(edit, { maxLength: 5 }),
        (contents, bodies) => {
          textsOf(contents, edits(...bodies));
        },
      ),
      { numRuns: 400 },
    );
  });
});
