import { describe, expect, it } from 'vitest';
import { Random } from '../../../../../src-main/models/random.ts';
import { fitRowModel, type RowDetector, scoreRowsBy } from '../../../../../src-main/models/table/row-model.ts';
import type { NamedColumn } from '../../../../../src-main/models/table/table-scaling.ts';

const { signal } = new AbortController();
const options = { seed: 7, signal };
const DETECTORS: readonly RowDetector[] = ['isolationForest', 'neighbours', 'ensemble'];

/** A cloud in three columns of very different size; rows 10 and 20 lie off the line that ties the first two. */
function table(rows: number, seed = 1): NamedColumn[] {
  const random = new Random(seed);
  const bell = (): number => random.next() + random.next() + random.next() - 1.5;
  const base = Float64Array.from({ length: rows }, bell);
  const odd = (row: number): number => (row === 10 || row === 20 ? 3 : 0);
  return [
    { name: 'bytes', values: base.map((value, row) => 1e9 + 1e6 * (value + odd(row))) },
    { name: 'seconds', values: base.map((value, row) => 0.001 * (value - odd(row) + 0.1 * bell())) },
    { name: 'constant', values: new Float64Array(rows).fill(5) },
    { name: 'noise', values: base.map(bell) },
  ];
}

describe.each(DETECTORS)('fitRowModel with %s', async (detector) => {
  const { model, scores } = await fitRowModel(table(600), detector, options);

  it('scores the odd rows highest and above the threshold', async () => {
    const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
    expect(new Set(order.slice(0, 2))).toEqual(new Set([10, 20]));
    expect(scores[10]).toBeGreaterThan(model.threshold);
    expect(scores.every((score) => score >= 0 && score < 1)).toBe(true);
  });

  it('is equal for equal seeds', async () => {
    expect(await fitRowModel(table(600), detector, options)).toEqual({ model, scores });
    expect((await fitRowModel(table(600), detector, { ...options, seed: 8 })).scores).not.toEqual(scores);
  });

  it('does not care about units and offsets of columns', async () => {
    const scaled = table(600).map(({ name, values }) => ({ name, values: values.map((value) => value * 1024 + 4096) }));
    const { scores: other } = await fitRowModel(scaled, detector, options);
    other.forEach((score, row) => expect(score).toBeCloseTo(scores[row]!, 2));
  });

  it('scores another table by what it learned, columns in any order', async () => {
    const other = table(300, 2);
    const found = await scoreRowsBy(model, other, options);
    expect(await scoreRowsBy(model, other.toReversed(), options)).toEqual(found);
    const flagged = [...found.keys()].filter((row) => found[row]! > model.threshold);
    expect(flagged).toEqual(expect.arrayContaining([10, 20]));
    expect(flagged.length).toBeLessThan(30);
  });

  it('stays finite for missing and absurd values', async () => {
    const absurd = table(40, 3);
    absurd[0]!.values.fill(Number.NaN, 0, 5);
    absurd[1]!.values.fill(1e300, 5, 8);
    absurd[3]!.values.fill(-1e300, 8, 12);
    const found = await scoreRowsBy(model, absurd, options);
    expect(found.every((score) => score >= 0 && score < 1)).toBe(true);
    expect(found[6]).toBeGreaterThan(model.threshold);
  });
});

describe('fitRowModel', () => {
  it('takes the median for missing values', async () => {
    const holes = table(200);
    holes[3]!.values.fill(Number.NaN, 30, 60);
    expect((await fitRowModel(holes, 'ensemble', options)).scores.every(Number.isFinite)).toBe(true);
  });

  it.each([
    ['few rows', table(7)],
    ['no column that varies', [{ name: 'a', values: new Float64Array(50).fill(3) }]],
    ['no column', []],
  ])('refuses %s', async (_name, columns) => {
    await expect(fitRowModel(columns, 'ensemble', options)).rejects.toMatchObject({ code: 'model.cannot-fit' });
  });
});
