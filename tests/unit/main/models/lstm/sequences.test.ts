import { describe, expect, it } from 'vitest';
import { codeSequences, fitCoding, symbolCount } from '../../../../../src-main/models/lstm/event-sequences.ts';
import { realSteps } from '../../../../../src-main/models/lstm/sequence-set.ts';
import { epochsFor, thinSequences } from '../../../../../src-main/models/lstm/training-budget.ts';
import { splitSequences } from '../../../../../src-main/models/lstm/training-plan.ts';
import { sequencesOf } from '../../../../helpers/feature-tables.ts';

const IDS = ['a', 'b', 'c'];

describe('coding of event sequences', () => {
  const sequences = sequencesOf([[0, 1, 1], [0, 1, 1], [1], [], [0, 1, 1]], IDS);

  it('numbers templates by frequency and rounds the steps to what holds nearly all', () => {
    expect(fitCoding(sequences)).toEqual({ vocabulary: ['b', 'a'], steps: 8 });
  });

  it('codes every different sequence once, padded in front, with an end and its number of units as weight', () => {
    const coding = { vocabulary: ['b', 'a'], steps: 8 };
    const { set, firstRows } = codeSequences(sequences, coding);
    expect(set.count).toBe(2);
    expect([...set.tokens!]).toEqual([-1, -1, -1, -1, 1, 0, 0, 3, -1, -1, -1, -1, -1, -1, 0, 3]);
    expect([...set.weights]).toEqual([3, 1]);
    expect([...firstRows]).toEqual([0, 1, 2]);
    expect(symbolCount(coding)).toBe(4);
    expect(realSteps(set, 0)).toBe(4);
  });

  it('lays long sequences over several rows and gives templates it does not know one symbol', () => {
    const long = sequencesOf([[2, 0, 1, 0, 1, 0, 1, 0, 2, 2]], IDS);
    const { set, firstRows } = codeSequences(long, { vocabulary: ['b', 'a'], steps: 8 });
    expect([...firstRows]).toEqual([0, 2]);
    expect([...set.tokens!]).toEqual([-1, -1, -1, -1, -1, 2, 1, 0, 1, 0, 1, 0, 1, 2, 2, 3]);
  });
});

describe('the training budget', () => {
  const weights = Float32Array.from({ length: 1000 }, (_, i) => (i < 10 ? 500 : 1));
  const starts = Int32Array.from({ length: 1000 }, (_, i) => i);
  const set = { count: 1000, steps: 1, width: 2, features: null, tokens: new Int32Array(1000), starts, weights };

  it('thins a large set to its heaviest sequences and a sample that stands for the rest', () => {
    const thinned = thinSequences(set, 1, 100);
    expect(thinned.count).toBe(100);
    expect(new Set(thinned.starts).size).toBe(100);
    expect([...thinned.starts.subarray(0, 10)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const total = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0);
    expect(total(thinned.weights)).toBeCloseTo(total(weights), 0);
    expect(thinSequences(set, 1, 1000)).toBe(set);
  });

  it('gives small sets more epochs than large ones, never less than a few', () => {
    const shape = { input: 'tokens', width: 30, steps: 20, outer: 32, code: 16 } as const;
    expect(epochsFor(50, shape)).toBe(30);
    expect(epochsFor(4096, shape)).toBeLessThan(30);
    expect(epochsFor(4096, { ...shape, outer: 64, code: 32 })).toBeLessThan(epochsFor(4096, shape));
    expect(epochsFor(1_000_000, shape)).toBe(5);
  });

  it('holds sequences out for validation, none twice', () => {
    const plan = { validationShare: 0.1, randomState: 1 } as Parameters<typeof splitSequences>[1];
    const { training, validation } = splitSequences(200, plan);
    expect([training.length, validation.length]).toEqual([180, 20]);
    expect(new Set([...training, ...validation]).size).toBe(200);
    expect(splitSequences(20, plan).validation.length).toBe(20);
  });
});
