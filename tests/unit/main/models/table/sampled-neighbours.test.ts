import { describe, expect, it } from 'vitest';
import { Random } from '../../../../../src-main/models/random.ts';
import { drawSamples, sampledDistances } from '../../../../../src-main/models/table/sampled-neighbours.ts';

const WIDTH = 19;

function cloud(rows: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: rows * WIDTH }, () => random.next());
}

/** The definition, spelt out for a table that is smaller than a sample: every sample is the whole table. */
function byDefinition(data: Float32Array, weights: Float32Array, row: number, isFitted: boolean): number {
  const rowCount = data.length / WIDTH;
  const distances: number[] = [];
  for (let other = 0; other < rowCount; other++) {
    if (isFitted && other === row) continue;
    let sum = 0;
    for (let c = 0; c < WIDTH; c++) {
      sum += Math.abs(data[row * WIDTH + c]! - data[other * WIDTH + c]!) * weights[c]!;
    }
    distances.push(sum);
  }
  return distances.sort((a, b) => a - b)[Math.round(rowCount * 0.08) - 1]!;
}

describe('sampledDistances', () => {
  const weights = Float32Array.from({ length: WIDTH }, (_, c) => 1 + (c % 3));
  const options = { firstRow: 0 };

  it('is the distance to the k-th nearest row, its own row left out only while it is fitted', () => {
    const data = cloud(100, 3);
    const samples = drawSamples(data, weights, new Random(1));
    for (const isFitted of [true, false]) {
      const scores = sampledDistances(samples, data, { firstRow: isFitted ? 0 : null });
      for (const row of [0, 42, 99]) expect(scores[row]).toBeCloseTo(byDefinition(data, weights, row, isFitted), 4);
    }
  });

  it('ranks far rows first in a table much larger than its samples, alike for one seed', () => {
    const data = cloud(3000, 5);
    for (const row of [7, 1500, 2999]) data.fill(4 + row / 3000, row * WIDTH, (row + 1) * WIDTH);
    const scores = sampledDistances(drawSamples(data, weights, new Random(2)), data, options);
    const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
    expect(order.slice(0, 3)).toEqual([2999, 1500, 7]);
    expect(sampledDistances(drawSamples(data, weights, new Random(2)), data, options)).toEqual(scores);
    expect(sampledDistances(drawSamples(data, weights, new Random(3)), data, options)).not.toEqual(scores);
  });

  it('draws each row once a sample, and fewer samples of a large table', () => {
    const draw = (rows: number) => drawSamples(new Float32Array(rows).fill(1), Float32Array.of(1), new Random(1));
    const { origins, sampleRows } = draw(5000);
    expect({ sampleRows, rows: origins.length }).toEqual({ sampleRows: 128, rows: 8 * 128 });
    for (let from = 0; from < origins.length; from += sampleRows) {
      expect(new Set(origins.subarray(from, from + sampleRows)).size).toBe(sampleRows);
    }
    expect(draw(1_000_000).origins).toHaveLength(2 * 128);
  });

  it('scores equal rows 0 and a table of two rows by their distance', () => {
    const equal = new Float32Array(30 * WIDTH).fill(2);
    expect(new Set(sampledDistances(drawSamples(equal, weights, new Random(1)), equal, options))).toEqual(new Set([0]));
    const pair = Float32Array.of(1, 4);
    const one = Float32Array.of(1);
    expect([...sampledDistances(drawSamples(pair, one, new Random(1)), pair, options)]).toEqual([3, 3]);
  });
});
