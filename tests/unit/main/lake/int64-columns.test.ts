import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_EPOCH_SECONDS } from '../../../../src-main/lake/day-partitions.ts';
import { epochNsColumn } from '../../../../src-main/lake/int64-columns.ts';

describe('int64 columns', () => {
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
