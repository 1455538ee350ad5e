import { describe, expect, it } from 'vitest';
import { isStorableTime, NO_PARTITION, partitionByDay } from '../../../../src-main/lake/day-partitions.ts';

const DAY = 86_400;
const split = (...seconds: number[]) => partitionByDay(Float64Array.from(seconds), seconds.length);

describe('partitionByDay', () => {
  it('needs no partition column for a block of one day', () => {
    expect(split(0, 1, DAY - 1)).toEqual({ days: [0], ofRow: null, firstDay: 0 });
  });

  it('puts days in order, whatever the order of the events, before 1970 too', () => {
    expect(split(DAY, -1, 0, 2 * DAY)).toEqual({ days: [-1, 0, 1, 2], ofRow: Uint8Array.of(2, 0, 1, 3), firstDay: 1 });
  });

  it('keeps events without a storable time apart', () => {
    expect(split(Number.NaN, 5, 1e300, -Infinity)).toEqual({
      days: [0],
      ofRow: Uint8Array.of(NO_PARTITION, 0, NO_PARTITION, NO_PARTITION),
      firstDay: 0,
    });
    expect(split(Number.NaN)).toEqual({ days: [], ofRow: null, firstDay: null });
    expect(split()).toEqual({ days: [], ofRow: null, firstDay: null });
  });

  it('gives small days of a scattered block no file of their own', () => {
    const seconds = Array.from({ length: 10 }, (_, day) => day * DAY).concat(
      Array.from({ length: 300 }, () => 3 * DAY + 1),
    );
    const { days, ofRow } = split(...seconds);
    expect(days).toEqual([3]);
    expect([ofRow?.[0], ofRow?.[3], ofRow?.[309]]).toEqual([NO_PARTITION, 0, 0]);
  });

  it('splits at most 32 days, the largest ones', () => {
    const seconds = Array.from({ length: 40 }, (_, day) => Array.from({ length: 256 + day }, () => day * DAY)).flat();
    expect(split(...seconds).days).toEqual(Array.from({ length: 32 }, (_, i) => i + 8));
  });
});

describe('isStorableTime', () => {
  it('holds within the range of 64-bit nanoseconds', () => {
    const limit = 9_223_372_035;
    expect([limit, -limit, limit + 1, -limit - 1, Number.NaN].map(isStorableTime)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(BigInt(limit) * 1_000_000_000n + 999_999_999n < 2n ** 63n).toBe(true);
  });
});
