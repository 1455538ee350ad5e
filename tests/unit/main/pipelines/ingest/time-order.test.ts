import { describe, expect, it } from 'vitest';
import type { BlockColumns } from '../../../../../src-main/pipelines/ingest/block-columns.ts';
import {
  addOrder,
  EMPTY_ORDER,
  type SourceOrder,
  timeOrder,
} from '../../../../../src-main/pipelines/ingest/time-order.ts';

const SECOND = 1_000_000_000n;

/** Times in seconds; NaN for an event without one. */
function columns(times: readonly number[]): BlockColumns {
  const epochSeconds = Float64Array.from(times, Math.floor);
  const nanos = Int32Array.from(times, (time) => Math.round((time - Math.floor(time)) * 1e9) || 0);
  return { epochSeconds, nanos, eventCount: times.length } as unknown as BlockColumns;
}

/** The order of a source whose blocks hold these times. */
function orderOf(blocks: ReadonlyArray<readonly number[]>): SourceOrder {
  let order = EMPTY_ORDER;
  let latest: bigint | null = null;
  for (const times of blocks) {
    const timed = times.filter((time) => !Number.isNaN(time)).map((time) => BigInt(Math.round(time * 1e9)));
    const least = timed.reduce<bigint | null>((min, time) => (min === null || time < min ? time : min), null);
    order = addOrder(order, { ...timeOrder(columns(times)), firstNs: timed[0] ?? null, minNs: least }, latest);
    for (const time of timed) if (latest === null || time > latest) latest = time;
  }
  return order;
}

describe('timeOrder', () => {
  it('measures steps back from the latest event, to the nanosecond', () => {
    expect(timeOrder(columns([100, 110.5, 105, Number.NaN, 104.25, 120]))).toEqual({
      greatestStepBackNs: (25n * SECOND) / 4n,
      gaps: [],
    });
    expect(timeOrder(columns([]))).toEqual({ greatestStepBackNs: 0n, gaps: [] });
  });

  it('keeps the three longest silences of a minute and more', () => {
    const { gaps } = timeOrder(columns([0, 59, 119, 200, 1000, 1300, 1290, 5000]));
    expect(gaps.map(({ startNs, endNs }) => [startNs / SECOND, endNs / SECOND])).toEqual([
      [1300n, 5000n],
      [200n, 1000n],
      [1000n, 1300n],
    ]);
  });

  it('gives the same however the events are cut into blocks', () => {
    const times = [10, 12, 11, 400, 390, 395, 2000, Number.NaN, 1500, 1990, 2100, 90_000, 89_000, 89_999, 95_000];
    const whole = orderOf([times]);
    expect(whole.greatestStepBackNs).toBe((1000n * SECOND).toString());
    for (let cut = 1; cut < times.length; cut++) {
      expect(orderOf([times.slice(0, cut), times.slice(cut)])).toEqual(whole);
      expect(orderOf([times.slice(0, cut), [], times.slice(cut, cut + 2), times.slice(cut + 2)])).toEqual(whole);
    }
  });
});
