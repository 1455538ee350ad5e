import { describe, expect, it } from 'vitest';
import { DailyCourse } from '../../../../../src-main/models/series/daily-course.ts';

const HOUR = 3600;

/** Expectations of hourly rows. */
function expectAll(hours: readonly number[], value: (hour: number) => number): number[] {
  const course = new DailyCourse();
  return hours.map((hour) => course.expectThenAdd(hour * HOUR, value(hour)));
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe('DailyCourse', () => {
  it('expects the median around the same time of the last seven days', () => {
    // Each day is 10 higher than the one before; within a day the hour counts.
    const value = (hour: number): number => (hour % 24) + 10 * Math.floor(hour / 24);
    const expected = expectAll(range(0, 24 * 10), value);
    // Ninth day, noon: days 1 to 7, hours 11, 12, 13 of each: the median is noon of day 4 (from 0).
    const at = 24 * 8 + 12;
    expect(expected[at]).toBe(12 + 10 * 4);
  });

  it('expects nothing before two days and fifty rows are known', () => {
    const expected = expectAll(range(0, 120), () => 1);
    expect(expected.slice(0, 49).every(Number.isNaN)).toBe(true);
    expect(expected.slice(51).every((one) => one === 1)).toBe(true);
  });

  it('finds the time of day across a gap of rows', () => {
    const hours = [...range(0, 100), ...range(117, 240)];
    const value = (hour: number): number => hour % 24;
    const expected = expectAll(hours, value);
    const noon = hours.findIndex((hour) => hour > 120 && hour % 24 === 12);
    expect(expected[noon]).toBe(12);
  });

  it('has no course when rows are too near or too far apart, or times are not known', () => {
    const seconds = new DailyCourse();
    const days = new DailyCourse();
    const unknown = new DailyCourse();
    for (let row = 0; row < 400; row++) {
      expect(seconds.expectThenAdd(row, 1)).toBeNaN();
      expect(days.expectThenAdd(row * 86_400, 1)).toBeNaN();
      expect(unknown.expectThenAdd(Number.NaN, 1)).toBeNaN();
    }
  });

  it('takes a row that goes back in time for simultaneous, and forgets what no day reaches', () => {
    const course = new DailyCourse();
    let last = Number.NaN;
    for (let hour = 0; hour < 24 * 200; hour++)
      last = course.expectThenAdd((hour - (hour % 97 === 0 ? 5 : 0)) * HOUR, 3);
    expect(last).toBe(3);
  });
});
