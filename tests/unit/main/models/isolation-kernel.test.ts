import { describe, expect, it } from 'vitest';
import { IsolationKernel } from '../../../../src-main/models/isolation-kernel.ts';
import { sumPathLengths } from '../../../../src-main/models/isolation-scoring.ts';
import { growTrees, type IsolationTrees } from '../../../../src-main/models/isolation-trees.ts';
import { Random } from '../../../../src-main/models/random.ts';

const ROWS = 700;

/** Rows of one column after another by number. */
function table(width: number, valueOf: (column: number, random: Random) => number, seed = 3): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: ROWS * width }, (_, i) => valueOf(i % width, random));
}

/** Sums node by node: deep trees are never padded, and few rows never open the kernel. */
function walk(trees: IsolationTrees, data: Float32Array, width: number): Float64Array {
  return sumPathLengths({ ...trees, depth: 40 }, data, width);
}

function byKernel(trees: IsolationTrees, data: Float32Array, width: number): Float64Array {
  const sums = new Float64Array(data.length / width);
  IsolationKernel.open(trees, width)!.addPathLengths(data, sums);
  return sums;
}

describe('IsolationKernel', () => {
  it.each<[string, number, number, (column: number, random: Random) => number]>([
    ['even values', 20, 100, (_, random) => random.next()],
    ['one column, whose thresholds need several tables of ranks', 1, 60, (_, random) => random.next()],
    ['more columns than splits', 301, 20, (_, random) => random.next()],
    ['counts with many ties', 5, 50, (_, random) => Math.floor(random.next() * 6)],
    ['heavy tails, whose thresholds crowd', 4, 100, (_, random) => 10 ** (random.next() * 30 - 10)],
    ['values far from zero', 3, 50, (_, random) => 1.7e9 + random.next() * 1000],
    ['a column without a spread', 2, 30, (column, random) => (column === 0 ? 5 : random.next())],
    ['numbers below the smallest normal one', 2, 40, (_, random) => random.next() * 1e-40],
    ['numbers as wide as 32 bits hold', 2, 40, (_, random) => (random.next() - 0.5) * 6.8e38],
  ])('adds what walking the trees gives, to the last bit: %s', (_name, width, nEstimators, valueOf) => {
    const trees = growTrees(table(width, valueOf), width, { nEstimators, maxSamples: 256, random: new Random(1) });
    const data = table(width, valueOf, 4);
    expect(byKernel(trees, data, width)).toEqual(walk(trees, data, width));
  });

  it('takes missing and endless values, zero of either sign, and thresholds themselves, as walking does', () => {
    const trees = growTrees(
      table(2, (_, random) => Math.round(random.next() * 40) / 4 - 5),
      2,
      {
        nEstimators: 40,
        maxSamples: 128,
        random: new Random(2),
      },
    );
    const odd = [Number.NaN, Infinity, -Infinity, 0, -0, 1e38, -1e38, ...trees.threshold.slice(0, 300)];
    const data = Float32Array.from(odd.flatMap((x) => odd.slice(0, 9).flatMap((y) => [x, y])));
    expect(byKernel(trees, data, 2)).toEqual(walk(trees, data, 2));
  });

  it('adds to what is there, also for a tree that is one leaf', () => {
    const leaf: IsolationTrees = {
      roots: Int32Array.of(0),
      feature: new Int16Array(1),
      threshold: new Float32Array(1),
      left: Int32Array.of(-1),
      pathLength: Float32Array.of(2.5),
      depth: 1,
    };
    const sums = Float64Array.of(10, 20, 30);
    IsolationKernel.open(leaf, 2)!.addPathLengths(new Float32Array(6), sums);
    expect([...sums]).toEqual([12.5, 22.5, 32.5]);
  });

  it('leaves trees with more leaves than a byte numbers to others', () => {
    const data = table(3, (_, random) => random.next());
    const trees = growTrees(data, 3, { nEstimators: 2, maxSamples: ROWS, random: new Random(1) });
    expect(IsolationKernel.open(trees, 3)).toBeNull();
  });
});
