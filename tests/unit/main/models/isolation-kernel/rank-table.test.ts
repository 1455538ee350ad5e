import { expect, it } from 'vitest';
import { PLACE_THRESHOLDS, tabulateRanks } from '../../../../../src-main/models/isolation-kernel/rank-table.ts';

it('says of every place how many thresholds lie before it, and which lie within', () => {
  const thresholds = Float32Array.of(0, 1, 1.5, 4);
  const table = tabulateRanks(thresholds)!;
  // 8 places over 0 .. 4: the last one begins at the last threshold.
  expect(table.placeCount).toBe(8);
  expect(table.low).toBe(0);
  expect(table.scale).toBe(1.75);
  // Places of the thresholds: 0, trunc(1.75), trunc(2.625), 7.
  expect([...table.ranks]).toEqual([0, 1, 2, 3, 3, 3, 3, 3]);
  const within = (place: number) =>
    Array.from(table.thresholds.slice(place * PLACE_THRESHOLDS, (place + 1) * PLACE_THRESHOLDS)).filter(
      Number.isFinite,
    );
  expect([0, 1, 2, 3, 7].map(within)).toEqual([[0], [1], [1.5], [], [4]]);
});

it('cuts finer where thresholds crowd, and gives up where no cut parts them', () => {
  const crowd = Float32Array.from([0, 1, 2, 3, 4, 5].map((i) => i / 100).concat(10));
  const table = tabulateRanks(crowd)!;
  expect(table.placeCount).toBeGreaterThan(16);
  expect(tabulateRanks(Float32Array.of(1, 2, 3, 4, 1e30))).toBeNull();
});

it('has one place for a single threshold', () => {
  const table = tabulateRanks(Float32Array.of(7))!;
  expect([table.scale, table.ranks[0]]).toEqual([0, 0]);
  expect(table.thresholds[0]).toBe(7);
});
