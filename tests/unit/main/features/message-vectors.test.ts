import { describe, expect, it } from 'vitest';
import { type FeatureTable, NO_LINEAGE, valueAt } from '#shared/domain/feature-table.ts';
import { describeFeature } from '../../../../src-main/features/feature-names.ts';
import { countWords, MESSAGE_DIMENSIONS, messageColumns } from '../../../../src-main/features/message-vectors.ts';
import { hashWord, wordsOf } from '../../../../src-main/features/template-words.ts';

const TEXTS = new Map([
  ['t1', 'Payment <*> refused: payment limit'],
  ['t2', 'limit of <*> MB'],
]);

/** Units x templates t1, t2. */
function tableOf(counts: readonly (readonly [number, number])[]): FeatureTable {
  const empty = new Float64Array(counts.length);
  return {
    units: {
      kind: 'session',
      length: counts.length,
      startSeconds: empty,
      endSeconds: empty,
      events: Float64Array.from(counts, ([a, b]) => a + b),
      keys: counts.map((_, i) => String(i)),
      windowSeconds: null,
      stepSeconds: null,
    },
    columns: ['t1', 't2'].map((templateId, at) => ({
      spec: { ...describeFeature('count', 'events', { templateId }), lineage: { ...NO_LINEAGE, templateId } },
      rows: null,
      values: Float64Array.from(counts, (row) => row[at]!),
      weights: null,
    })),
  };
}

/** The vector of a unit, 8 numbers. */
function vectorOf(table: FeatureTable, unit: number, known = countWords(table, TEXTS)): number[] {
  const vector = Array.from({ length: MESSAGE_DIMENSIONS }, () => 0);
  for (const column of messageColumns(table, TEXTS, known)) {
    const part = Number(/part (\d+) of 8/.exec(column.spec.name)?.[1]);
    vector[part - 1] = valueAt(column, unit);
  }
  return vector;
}

/** By the formula: each statement's words, its damped count times the weight of each. */
function byFormula(
  statements: readonly (readonly [count: number, words: string])[],
  idf: Readonly<Record<string, number>>,
) {
  const vector = Array.from({ length: MESSAGE_DIMENSIONS }, () => 0);
  for (const [count, words] of statements) {
    for (const word of words.split(' ')) {
      const hash = hashWord(word);
      vector[hash >>> 29]! += (hash % 2 === 0 ? 1 : -1) * (1 + Math.log(count)) * idf[word]!;
    }
  }
  const length = Math.hypot(...vector);
  return vector.map((one) => one / length);
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toEqual(expected.map((one) => expect.closeTo(one, 6)));
}

describe('wordsOf', () => {
  it('takes words of two letters and more, in small letters, and no wildcards', () => {
    expect(wordsOf('A <*> Payment_v2 of <num>: 17 paid')).toEqual(['payment_v2', 'of', 'paid'].map(hashWord));
  });

  it('hashes as FNV-1a with the final mix of MurmurHash3', () => {
    // FNV-1a of "a" is 0xe40c292c; mixed by hand.
    let hash = 0xe40c292c;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    expect(hashWord('a')).toBe((hash ^ (hash >>> 16)) >>> 0);
  });
});

describe('countWords', () => {
  it('counts the messages that have each word, a word said twice once', () => {
    const { messages, words } = countWords(
      tableOf([
        [1, 0],
        [0, 2],
        [3, 4],
        [0, 0],
      ]),
      TEXTS,
    );
    const known = new Map(words);
    expect(messages).toBe(10);
    expect(['payment', 'limit', 'mb'].map((word) => known.get(hashWord(word)))).toEqual([4, 10, 6]);
  });
});

describe('messageColumns', () => {
  const FIRST = 'payment refused payment limit';
  const SECOND = 'limit of mb';

  it('weighs words by damped counts and rarity, with a sign each, to length 1', () => {
    const table = tableOf([
      [2, 1],
      [0, 2],
      [0, 5],
      [0, 0],
    ]);
    // Of 10 messages: payment and refused in 2, limit in 10, of and mb in 8.
    const rare = 1 + Math.log(11 / 3);
    const common = 1 + Math.log(11 / 9);
    const idf = { payment: rare, refused: rare, limit: 1, of: common, mb: common };
    expectClose(
      vectorOf(table, 0),
      byFormula(
        [
          [2, FIRST],
          [1, SECOND],
        ],
        idf,
      ),
    );
    expectClose(vectorOf(table, 1), byFormula([[2, SECOND]], idf));
    // Alone, a statement has one direction however often it comes.
    expectClose(vectorOf(table, 2), vectorOf(table, 1));
  });

  it('has no rows for units without words', () => {
    const table = tableOf([
      [1, 0],
      [0, 0],
    ]);
    const columns = messageColumns(table, TEXTS, countWords(table, TEXTS));
    expect(columns.length).toBeGreaterThan(0);
    for (const { rows } of columns) expect([...rows!]).toEqual([0]);
  });

  it('goes by the training units: a word they do not have is as rare as can be', () => {
    const trained = countWords(
      tableOf([
        [0, 1],
        [0, 1],
        [0, 1],
      ]),
      TEXTS,
    );
    const unseen = 1 + Math.log(4);
    const idf = { payment: unseen, refused: unseen, limit: 1 };
    expectClose(vectorOf(tableOf([[1, 0]]), 0, trained), byFormula([[1, FIRST]], idf));
  });

  it('takes counts beyond those it has looked up', () => {
    const table = tableOf([[5000, 1]]);
    const common = 1 + Math.log(5002 / 5001);
    const rare = 1 + Math.log(5002 / 2);
    const idf = { payment: common, refused: common, limit: 1, of: rare, mb: rare };
    expectClose(
      vectorOf(table, 0),
      byFormula(
        [
          [5000, FIRST],
          [1, SECOND],
        ],
        idf,
      ),
    );
  });
});
