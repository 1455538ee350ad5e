import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketMs,
  MIN_SPAN_MS,
  panBy,
  pxToTime,
  timeTicks,
  timeToPx,
  zoomAt,
} from '../../../../src-renderer/charts/time-scale.ts';

const LIMITS = { startMs: 1_700_000_000_000, endMs: 1_700_086_400_000 };
const SCALE = { domain: LIMITS, leftPx: 60, widthPx: 1000 };

describe('time scale', () => {
  it('maps ends to ends and back', () => {
    expect(timeToPx(SCALE, LIMITS.startMs)).toBe(60);
    expect(timeToPx(SCALE, LIMITS.endMs)).toBe(1060);
    expect(pxToTime(SCALE, 560)).toBe(LIMITS.startMs + 43_200_000);
    expect(pxToTime(SCALE, -50)).toBe(LIMITS.startMs);
    expect(pxToTime(SCALE, 5000)).toBe(LIMITS.endMs);
  });

  it('keeps the time under the pointer in place when zooming', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        fc.double({ min: 0.2, max: 0.95, noNaN: true }),
        (at, by) => {
          const atMs = LIMITS.startMs + at * 86_400_000;
          const zoomed = zoomAt(LIMITS, atMs, by, LIMITS);
          const before = timeToPx(SCALE, atMs);
          expect(timeToPx({ ...SCALE, domain: zoomed }, atMs)).toBeCloseTo(before, 3);
        },
      ),
    );
  });

  it('stops at the limits and at the shortest span', () => {
    expect(zoomAt(LIMITS, LIMITS.startMs, 4, LIMITS)).toEqual(LIMITS);
    const deep = zoomAt(LIMITS, LIMITS.startMs + 1000, 1e-12, LIMITS);
    expect(deep.endMs - deep.startMs).toBeCloseTo(MIN_SPAN_MS, 3);
    const half = { startMs: LIMITS.startMs, endMs: LIMITS.startMs + 43_200_000 };
    expect(panBy(half, -1, LIMITS)).toEqual(half);
    expect(panBy(half, 5, LIMITS).endMs).toBe(LIMITS.endMs);
  });

  it('puts ticks on round times, naming the date once a day', () => {
    const ticks = timeTicks(LIMITS, 10, 'utc');
    expect(ticks.map((tick) => tick.label)).toEqual([
      '2023-11-15 00:00',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
      '15:00',
      '18:00',
      '21:00',
    ]);
    expect(timeTicks({ startMs: 0, endMs: 0 }, 10, 'utc')).toEqual([]);
  });

  it('puts ticks on the firsts of months and years where days would fall anywhere', () => {
    const span = (from: string, to: string) => ({ startMs: Date.parse(from), endMs: Date.parse(to) });
    const labels = (from: string, to: string, max: number) =>
      timeTicks(span(from, to), max, 'utc').map((tick) => tick.label);
    expect(labels('2001-10-31', '2026-11-24', 9)).toEqual([
      '2004',
      '2007',
      '2010',
      '2013',
      '2016',
      '2019',
      '2022',
      '2025',
    ]);
    expect(labels('2025-11-03', '2026-06-10', 4)).toEqual(['2026-01', '2026-03', '2026-05']);
    expect(labels('0001-01-01', '0009-06-01', 4)).toEqual(['0003', '0006', '0009']);
    expect(
      timeTicks(span('2024-01-15', '2024-04-15'), 4, 'utc').map((tick) => new Date(tick.ms).toISOString()),
    ).toEqual(['2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z', '2024-04-01T00:00:00.000Z']);
  });

  it('never makes more ticks than asked for, from milliseconds to centuries', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000_000_000_000 }), fc.integer({ min: 2, max: 20 }), (span, max) => {
        expect(timeTicks({ startMs: 0, endMs: span }, max, 'utc').length).toBeLessThanOrEqual(max + 1);
      }),
    );
  });

  it('chooses round buckets', () => {
    expect(bucketMs(86_400_000, 300)).toBe(300_000);
    expect(bucketMs(10, 300)).toBe(1);
  });
});
