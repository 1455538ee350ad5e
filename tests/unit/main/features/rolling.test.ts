import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FeatureTable, valueAt } from '#shared/domain/feature-table.ts';
import { describeFeature, type PartialLineage } from '../../../../src-main/features/feature-names.ts';
import { courseOfFormerDays } from '../../../../src-main/features/former-days.ts';
import { RecentValues } from '../../../../src-main/features/recent-values.ts';
import { rollingColumns } from '../../../../src-main/features/rolling-columns.ts';

function tableOf(
  events: readonly number[],
  { stepSeconds = 60, panes = 1, counts = [] as readonly (readonly [PartialLineage, readonly number[]])[] } = {},
): FeatureTable {
  const startSeconds = Float64Array.from(events, (_, i) => i * stepSeconds);
  const column = (lineage: PartialLineage, values: readonly number[]) => ({
    spec: describeFeature('count', 'events', lineage),
    rows: null,
    values: Float64Array.from(values),
    weights: null,
  });
  return {
    units: {
      kind: 'window',
      length: events.length,
      startSeconds,
      endSeconds: startSeconds.map((start) => start + panes * stepSeconds),
      events: Float64Array.from(events),
      keys: null,
      windowSeconds: panes * stepSeconds,
      stepSeconds,
    },
    columns: [column({}, events), ...counts.map(([lineage, values]) => column(lineage, values))],
  };
}

function rolling(table: FeatureTable, name: string, window: number): number {
  const found = rollingColumns(table).find(({ spec }) => spec.name === name);
  return found === undefined ? Number.NaN : valueAt(found, window, Number.NaN);
}

describe('RecentValues', () => {
  it('knows mean, deviation and quantiles of the last values, ties and all', () => {
    const recent = new RecentValues(4);
    for (const value of [9, 1, 3, 3, 5]) recent.add(value);
    expect(recent.count).toBe(4);
    // 1, 3, 3, 5: mean 3, squares 4 + 0 + 0 + 4 over 3.
    expect(recent.moments()).toEqual({ mean: 3, deviation: expect.closeTo(Math.sqrt(8 / 3), 12) });
    expect([0, 0.1, 0.5, 0.9, 1].map((share) => recent.quantile(share))).toEqual([
      1,
      1.6,
      3,
      expect.closeTo(4.4, 12),
      5,
    ]);
  });

  it('keeps order whatever comes, as sorting would', () => {
    const values = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 8 }), (all, size) => {
        const recent = new RecentValues(size);
        for (const value of all) recent.add(value);
        const sorted = all.slice(-size).sort((a, b) => a - b);
        const places = sorted.map((_, i) => recent.quantile(sorted.length === 1 ? 0 : i / (sorted.length - 1)));
        expect(places).toEqual(sorted.map((one) => expect.closeTo(one, 9)));
      }),
    );
  });

  it('knows nothing without values', () => {
    const recent = new RecentValues(3);
    expect(recent.moments().mean).toBeNaN();
    expect(recent.quantile(0.5)).toBeNaN();
    recent.add(2);
    expect(recent.moments()).toEqual({ mean: 2, deviation: Number.NaN });
  });
});

describe('courseOfFormerDays', () => {
  it('is the mean around the time of day over former days, from the third day on', () => {
    // Six windows to either side at four-hour steps would be days: hourly windows, and the course is of 13 hours.
    const values = Float64Array.from({ length: 72 }, (_, hour) => (hour < 24 ? 1 : hour < 48 ? 3 : 100));
    const course = courseOfFormerDays(values, 3600)!;
    expect(course[47]).toBeNaN();
    // Hour 12 of day 3: hours 6 to 18 of both days before.
    expect(course[60]).toBe(2);
    // The first hour of day 3: hours 18 to 30 of the log (six of 1, seven of 3), and hours 0 to 6 (seven of 1).
    expect(course[48]).toBeCloseTo((6 * 1 + 7 * 3 + 7 * 1) / 20, 12);
  });

  it('tells nothing of logs of two days, or of windows that do not divide a day', () => {
    expect(courseOfFormerDays(new Float64Array(48), 3600)).toBeNull();
    expect(courseOfFormerDays(new Float64Array(100_000), 7)).toBeNull();
  });
});

describe('rollingColumns', () => {
  it('tells of the twelve windows before, not of the window itself nor of later ones', () => {
    const events = [50, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 999, 7];
    const table = tableOf(events);
    // Window 13 looks at 1 to 12: mean 6.5, variance 143 / 11, quantiles at places 1.1 and 9.9.
    expect(rolling(table, 'mean of the last 12 windows', 13)).toBe(6.5);
    expect(rolling(table, 'deviation of the last 12 windows', 13)).toBeCloseTo(Math.sqrt(13), 5);
    expect(rolling(table, '10 % quantile of the last 12 windows', 13)).toBeCloseTo(2.1, 5);
    expect(rolling(table, '90 % quantile of the last 12 windows', 13)).toBeCloseTo(10.9, 5);
    const cut = tableOf(events.slice(0, 14));
    expect(rolling(cut, 'mean of the last 12 windows', 13)).toBe(6.5);
  });

  it('has nothing to say of the first three windows, and little before the thirteenth', () => {
    const table = tableOf([2, 4, 6, 100, 0]);
    expect(rolling(table, 'mean of the last 12 windows', 2)).toBeNaN();
    expect(rolling(table, 'mean of the last 12 windows', 3)).toBe(4);
    expect(rolling(table, 'mean of the last 12 windows', 4)).toBe(28);
    expect(rollingColumns(tableOf([1, 2, 3]))).toEqual([]);
  });

  it('leaves out windows that overlap with the one it is about', () => {
    // Two panes a window: the window before shares half of its events.
    expect(rolling(tableOf([2, 4, 6, 100, 0], { panes: 2 }), 'mean of the last 12 windows', 4)).toBe(4);
  });

  it('adds errors up over services', () => {
    const counts = [
      [{ service: 'a', minimumBand: 5 }, [1, 0, 2, 0]],
      [{ service: 'b', minimumBand: 5 }, [1, 3, 2, 0]],
      [{ service: 'b', minimumBand: 4 }, [7, 7, 7, 0]],
    ] as const;
    const table = tableOf([9, 9, 9, 9], { counts });
    expect(rolling(table, 'mean of the last 12 windows severity>=error', 3)).toBe(3);
    expect(rolling(table, 'mean of the last 12 windows', 3)).toBe(9);
  });

  it('follows the time of day in logs of more than two days', () => {
    // Every day: an hour of 10, else 2; hourly windows. Twelve hours hold one of 10 at most.
    const events = Array.from({ length: 24 * 5 }, (_, hour) => (hour % 24 === 12 ? 10 : 2));
    const course = courseOfFormerDays(Float64Array.from(events), 3600)!;
    const at = 24 * 4;
    let relative = 0;
    for (let hour = at - 12; hour < at; hour++) relative += events[hour]! / course[hour]! / 12;
    expect(rolling(tableOf(events, { stepSeconds: 3600 }), 'mean of the last 12 windows', at)).toBeCloseTo(
      relative * course[at]!,
      5,
    );
  });

  it('says nothing of sessions', () => {
    const { units, columns } = tableOf([1, 2, 3, 4, 5]);
    expect(rollingColumns({ units: { ...units, kind: 'session', stepSeconds: null }, columns })).toEqual([]);
  });
});
