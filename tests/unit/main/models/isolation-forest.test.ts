import { describe, expect, it } from 'vitest';
import { creditFeatures, PathLengths, sumPathLengths } from '../../../../src-main/models/isolation-scoring.ts';
import { averagePathLength, growTrees, type IsolationTrees } from '../../../../src-main/models/isolation-trees.ts';
import { IsolationForest } from '../../../../src-main/models/isolation-forest.ts';
import { Random } from '../../../../src-main/models/random.ts';
import { countColumn, sessionTable } from '../../../helpers/feature-tables.ts';

const WIDTH = 4;

function cloud(rows: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: rows * WIDTH }, () => random.next() + random.next() + random.next());
}

const grow = (data: Float32Array, maxSamples: number, seed = 7): IsolationTrees =>
  growTrees(data, WIDTH, { nEstimators: 50, maxSamples, random: new Random(seed) });

describe('averagePathLength', () => {
  it('is c(n) of the paper', () => {
    expect(averagePathLength(1)).toBe(0);
    expect(averagePathLength(2)).toBe(1);
    // 2 (ln 255 + 0.5772156649) - 2 * 255 / 256
    expect(averagePathLength(256)).toBeCloseTo(10.244_77, 4);
  });
});

describe('growTrees', () => {
  it('separates every pair of distinct rows and stops at constant ones', () => {
    const data = Float32Array.from([0, 0, 0, 0, 1, 0, 0, 0]);
    const trees = growTrees(data, WIDTH, { nEstimators: 1, maxSamples: 2, random: new Random(1) });
    expect([...trees.left]).toEqual([1, -1, -1]);
    expect(trees.feature[0]).toBe(0);
    expect(trees.threshold[0]).toBeGreaterThan(0);
    expect(trees.threshold[0]).toBeLessThanOrEqual(1);
    const constant = growTrees(new Float32Array(8 * WIDTH), WIDTH, {
      nEstimators: 1,
      maxSamples: 8,
      random: new Random(1),
    });
    expect([...constant.left]).toEqual([-1]);
    expect(constant.pathLength[0]).toBeCloseTo(averagePathLength(8), 5);
  });

  it('grows the same trees on rows that are fetched one by one', () => {
    const data = cloud(400, 1);
    const fetched = new Set<number>();
    const copyRow = (row: number, target: Float32Array, at: number): void => {
      fetched.add(row);
      target.set(data.subarray(row * WIDTH, (row + 1) * WIDTH), at);
    };
    const options = { nEstimators: 3, maxSamples: 64, random: new Random(7) };
    const trees = growTrees({ rowCount: 400, copyRow }, WIDTH, options);
    expect(trees).toEqual(growTrees(data, WIDTH, { ...options, random: new Random(7) }));
    expect(fetched.size).toBeLessThanOrEqual(3 * 64);
  });

  it('is equal for equal seeds and different for others', () => {
    const data = cloud(400, 1);
    expect(grow(data, 128, 5)).toEqual(grow(data, 128, 5));
    expect(grow(data, 128, 5).threshold).not.toEqual(grow(data, 128, 6).threshold);
  });
});

describe('sumPathLengths', () => {
  it('gives the same sums padded and walked, for any number of rows', () => {
    for (const rows of [1, 2, 3, 4, 5, 2049]) {
      const data = cloud(rows, 3);
      const trees = grow(cloud(600, 2), 256);
      const walked = sumPathLengths({ ...trees, depth: 11 }, data, WIDTH);
      expect(sumPathLengths(trees, data, WIDTH)).toEqual(walked);
    }
  });

  it('gives the same sums whatever the parts rows come in, few of them or many', () => {
    const data = cloud(25_000, 5);
    const trees = grow(cloud(1200, 2), 256);
    const walked = sumPathLengths({ ...trees, depth: 11 }, data.subarray(0, WIDTH * 100), WIDTH);
    const lengths = new PathLengths(trees, WIDTH);
    // 50 trees and 24,900 rows are enough for the kernel.
    const parts = [data.subarray(0, WIDTH * 100), data.subarray(WIDTH * 100)].map((rows) => lengths.sum(rows));
    expect(parts[0]).toEqual(walked);
    expect(sumPathLengths(trees, data, WIDTH)).toEqual(Float64Array.from(parts.flatMap((part) => [...part])));
  });

  it('is empty for no rows', () => {
    expect(sumPathLengths(grow(cloud(50, 2), 32), new Float32Array(0), WIDTH).length).toBe(0);
  });
});

describe('creditFeatures', () => {
  it('sums to how much shorter the row’s paths are than the mean, and blames the odd feature', () => {
    const data = cloud(500, 4);
    const trees = grow(data, 256);
    const row = data.slice(0, WIDTH);
    row[2] = 30;
    const credit = creditFeatures(trees, row, WIDTH);
    const mean = trees.roots.reduce((sum, root) => sum + trees.pathLength[root]!, 0);
    const own = sumPathLengths(trees, row, WIDTH)[0]!;
    expect(credit.reduce((sum, value) => sum + value, 0)).toBeCloseTo(mean - own, 2);
    expect(credit.indexOf(Math.max(...credit))).toBe(2);
  });
});

describe('IsolationForest', () => {
  const table = sessionTable([
    countColumn(
      'a',
      Array.from({ length: 200 }, (_, i) => i % 5),
    ),
    countColumn(
      'b',
      Array.from({ length: 200 }, (_, i) => (i === 77 ? 40 : i % 3)),
    ),
  ]);

  it('scores the odd session highest and says why', () => {
    const forest = new IsolationForest({ maxSamples: 'all' });
    forest.fit(table, { randomState: 1 });
    const scores = forest.score(table);
    expect(scores.indexOf(Math.max(...scores))).toBe(77);
    expect(forest.explain(table, 77, 1)[0]).toMatchObject({ templateId: 'b', actual: 40, typical: 1 });
  });

  it('refuses a saved forest that would run out of its own arrays', () => {
    const forest = new IsolationForest();
    forest.fit(table, { randomState: 1 });
    const state = forest.save();
    const trees = { ...(state.parameters['trees'] as IsolationTrees) };
    const left = Int32Array.from(trees.left);
    left[0] = 1_000_000;
    const broken = { ...state, parameters: { ...state.parameters, trees: { ...trees, left } } };
    expect(() => new IsolationForest().load(broken)).toThrow(/trees\.left\[0\]/);
    const loop = Int32Array.from(trees.left);
    loop[loop.findIndex((value, node) => node > 0 && value > 0)] = 0;
    expect(() =>
      new IsolationForest().load({ ...state, parameters: { ...state.parameters, trees: { ...trees, left: loop } } }),
    ).toThrow(/points outside/);
    const loadTrees = (changed: Partial<IsolationTrees>) => () =>
      new IsolationForest().load({ ...state, parameters: { ...state.parameters, trees: { ...trees, ...changed } } });
    expect(loadTrees({ depth: 1 })).toThrow(/trees\.left\[\d+\] makes a tree deeper/);
    expect(loadTrees({ roots: Int32Array.of(0, 0) })).toThrow(/trees\.roots\[1\] leads to a node/);
    // Each node leads to the next two, as Fibonacci's rabbits: 300 nodes would unfold into 10^62 leaves.
    const rabbits = Int32Array.from({ length: 300 }, (_, node) => (node < 298 ? node + 1 : -1));
    const blank = { feature: new Int16Array(300), threshold: new Float32Array(300), pathLength: new Float32Array(300) };
    expect(loadTrees({ ...blank, roots: Int32Array.of(0), left: rabbits, depth: 40 })).toThrow(
      /trees\.left\[1\] leads/,
    );
  });
});
