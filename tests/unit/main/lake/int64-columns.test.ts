import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_EPOCH_SECONDS } from '../../../../src-main/lake/day-partitions.ts';
import { epochNsColumn, int64Column, int64Sequence } from '../../../../src-main/lake/int64-columns.ts';

const safe = fc.integer({ min: 0, max: 2 ** 52 - 1 });

describe('int64 columns', () => {
  it('hold any exact sum of two numbers', () => {
    fc.assert(
      fc.property(safe, fc.array(safe), (base, values) => {
        const column = int64Column(values.length, base, Float64Array.from(values));
        expect([...column]).toEqual(values.map((value) => BigInt(base) + BigInt(value)));
      }),
    );
  });

  it('count on over the border of 32 bits', () => {
    expect([...int64Sequence(3, 2 ** 32 - 1)]).toEqual([2n ** 32n - 1n, 2n ** 32n, 2n ** 32n + 1n]);
  });

  it('hold every storable time to the nanosecond, before 1970 too', () => {
    const seconds = fc.integer({ min: -MAX_EPOCH_SECONDS, max: MAX_EPOCH_SECONDS });
    const time = fc.tuple(seconds, fc.integer({ min: 0, max: 999_999_999 }));
    fc.assert(
      fc.property(fc.array(time), (times) => {
        const column = epochNsColumn(
          times.length,
          Float64Array.from(times, ([second]) => second),
          Int32Array.from(times, ([, nanos]) => nanos),
        );
        expect([...column]).toEqual(times.map(([second, nanos]) => BigInt(second) * 1_000_000_000n + BigInt(nanos)));
      }),
    );
  });

  it('leave times that cannot be stored at 0', () => {
    expect([...epochNsColumn(3, Float64Array.of(Number.NaN, 1e300, -1e15), new Int32Array(3))]).toEqual([0n, 0n, 0n]);
  });
});
