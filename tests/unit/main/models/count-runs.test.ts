import { describe, expect, it } from 'vitest';
import { type CountSeries, raiseCountRuns } from '../../../../src-main/models/count-runs.ts';
import { countTail } from '../../../../src-main/models/tails.ts';

const NO_SEASON = { perDay: 0, stepSeconds: 60 };

function raise(counts: readonly number[], series: Partial<CountSeries> = {}): number[] {
  const level = new Float64Array(counts.length).fill(1);
  const all = {
    counts: Float64Array.from(counts),
    level,
    dispersion: 1,
    hasDrops: true,
    isMeanLevel: false,
    season: NO_SEASON,
    ...series,
  };
  return [...raiseCountRuns(new Float64Array(counts.length), all)];
}

/** 40 windows of one event with some of them replaced. */
function ones(changes: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 40 }, (_, window) => changes[window] ?? 1);
}

describe('raiseCountRuns', () => {
  it('raises every window of a rise to the tail of the whole, less what its length costs', () => {
    const raised = raise(ones({ 10: 6, 11: 5, 12: 0, 13: 6, 14: 7 }));
    const whole = countTail(24, 5) - 1.5 * Math.log10(5);
    expect(raised.slice(10, 15)).toEqual(Array.from({ length: 5 }, () => whole));
    expect(raised.filter((surprise) => surprise !== 0)).toHaveLength(5);
  });

  it('finds events that fail to come, below zero', () => {
    const silent = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [20 + i, 0]));
    const raised = raise(ones(silent));
    expect(raised[20]).toBeCloseTo(-(countTail(0, 12) - 1.5 * Math.log10(12)), 10);
    expect(raised[31]).toBe(raised[20]);
    expect(raised[19]).toBe(0);
    expect(raise(ones(silent), { hasDrops: false }).every((surprise) => surprise === 0)).toBe(true);
  });

  it('asks for more where counts scatter more', () => {
    const counts = ones({ 10: 6, 11: 5, 12: 6 });
    expect(raise(counts, { dispersion: 3 })[10]!).toBeLessThan(raise(counts)[10]!);
  });

  it('takes what other days have at the same time for usual', () => {
    const day = (hasJob: boolean): number[] => ones(hasJob ? { 10: 9, 11: 9, 12: 9 } : {});
    const season = { perDay: 40, stepSeconds: 2160 };
    const level = new Float64Array(120).fill(1);
    const nightly = [...day(true), ...day(true), ...day(true)];
    expect(raise(nightly, { season, level }).every((surprise) => surprise === 0)).toBe(true);
    const once = [...day(false), ...day(true), ...day(false)];
    expect(raise(once, { season, level })[51]!).toBeGreaterThan(5);
  });

  it('reads what is usual from the other windows where the level is the mean of all', () => {
    const counts = Array.from({ length: 200 }, (_, window) => (window >= 100 && window < 105 ? 2 : 0));
    const level = new Float64Array(200).fill(10 / 200);
    const mean = raise(counts, { level, isMeanLevel: true });
    expect(mean[102]).toBeCloseTo(countTail(10, (5 * 0.5) / 195) - 1.5 * Math.log10(5), 8);
    expect(mean[102]!).toBeGreaterThan(raise(counts, { level })[102]! + 8);
  });

  it('leaves a weak stretch beside a strong one out', () => {
    const weak = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [10 + i, i % 3 === 0 ? 3 : 1]));
    const raised = raise(ones({ ...weak, 20: 12, 21: 14, 22: 11, 23: 13 }));
    expect(raised[15]).toBe(0);
    expect(raised[21]!).toBeGreaterThan(15);
  });

  it('keeps two strong stretches with nothing between them apart', () => {
    const counts = Array.from({ length: 200 }, (_, i) => ((i >= 40 && i < 46) || (i >= 110 && i < 116) ? 9 : 0));
    const raised = raise(counts, { level: new Float64Array(200).fill(0.03), hasDrops: false });
    expect(raised[42]!).toBeGreaterThan(20);
    expect(raised[112]!).toBeGreaterThan(20);
    expect(raised[80]).toBe(0);
  });

  it('leaves a level that changed for good alone', () => {
    const counts = Array.from({ length: 700 }, (_, window) => (window < 300 ? 1 : 4));
    const level = new Float64Array(700).fill(1);
    expect(raise(counts, { level }).every((surprise) => surprise === 0)).toBe(true);
  });
});
