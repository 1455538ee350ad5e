import { describe, expect, it } from 'vitest';
import { moveToDailySeason, seasonOver, windowsPerDay } from '../../../../src-main/models/daily-season.ts';

const SEASON = { perDay: 24, stepSeconds: 3600 };

describe('moveToDailySeason', () => {
  const level = new Float64Array(96).fill(1);
  const only = (...windows: number[]): Float64Array =>
    Float64Array.from(level, (_, i) => (windows.includes(i) ? 9 : 1));
  const surprise = (...windows: number[]): Float64Array =>
    Float64Array.from(level, (_, i) => (windows.includes(i) ? 5 : 0));

  it('takes what comes every day at the same time for usual', () => {
    const nightly = [2, 26, 50, 74];
    const moved = moveToDailySeason(only(...nightly), level, surprise(...nightly), SEASON);
    expect(nightly.map((window) => moved[window])).toEqual([9, 9, 9, 9]);
    expect(moved[3]).toBe(1);
  });

  it('leaves what came on one day only as surprising as it was', () => {
    expect(moveToDailySeason(only(26), level, surprise(26), SEASON)).toEqual(level);
  });

  it('never moves the level away from the surprise', () => {
    const drops = Float64Array.from(level, (_, i) => (i === 26 ? 0 : 3));
    const moved = moveToDailySeason(
      drops,
      level,
      Float64Array.from(level, (_, i) => (i === 26 ? -4 : 0)),
      SEASON,
    );
    expect(moved[26]).toBe(1);
  });

  it('makes no rise of a quiet window because another day was silent then', () => {
    const usual = new Float64Array(48).fill(6);
    const values = usual.map((one, at) => (at === 2 ? 0 : at === 26 ? 1 : one));
    const low = usual.map((_, at) => (at === 2 || at === 26 ? -2 : 0));
    const moved = moveToDailySeason(values, usual, low, SEASON);
    expect([moved[2], moved[26]]).toEqual([1, 1]);
  });

  it('does nothing for logs shorter than a day and a half', () => {
    expect(windowsPerDay(35, 3600)).toBe(0);
    expect(windowsPerDay(36, 3600)).toBe(24);
    expect(windowsPerDay(1_000_000, 7)).toBe(0);
    expect(moveToDailySeason(only(2), level, surprise(2), { perDay: 0, stepSeconds: 7 })).toBe(level);
  });

  it('knows what comes on weekends only once two other weekend days are known', () => {
    const fortnight = seasonOver(24 * 14, 3600, Date.UTC(2024, 0, 1) / 1000);
    const flat = new Float64Array(24 * 14).fill(1);
    // 1 January 2024 was a Monday: days 5, 6, 12 and 13 are of weekends.
    const weekends = [5, 6, 12, 13].map((day) => 24 * day + 2);
    const values = flat.map((one, at) => (weekends.includes(at) ? 9 : one));
    const high = flat.map((_, at) => (weekends.includes(at) ? 5 : 0));
    const moved = moveToDailySeason(values, flat, high, fortnight);
    expect(weekends.map((window) => moved[window])).toEqual([9, 9, 9, 9]);
    const alike = { ...fortnight, startSeconds: undefined };
    expect(moveToDailySeason(values, flat, high, alike)).toEqual(flat);
    // On a Wednesday it is as surprising as before.
    const wednesday = flat.map((one, at) => (at === 24 * 9 + 2 ? 9 : one));
    const once = flat.map((_, at) => (at === 24 * 9 + 2 ? 5 : 0));
    expect(moveToDailySeason(wednesday, flat, once, fortnight)).toEqual(flat);
  });

  it('takes all days for alike in a log without a second weekend', () => {
    expect(seasonOver(24 * 8, 3600, 0).startSeconds).toBeUndefined();
    expect(seasonOver(24 * 9, 3600, 7).startSeconds).toBe(7);
  });
});
