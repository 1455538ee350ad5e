import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  shiftYears,
} from '../../../../../src-main/ingest/timestamps/civil.ts';

const seconds = (text: string): number =>
  Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, Number(text.slice(8, 10))) / 1000;

describe('civil calendar', () => {
  it('agrees with the platform calendar over the whole 64-bit nanosecond range', () => {
    fc.assert(
      fc.property(fc.integer({ min: -106_751, max: 106_751 }), (days) => {
        const date = new Date(days * 86_400_000);
        const civil = civilFromDays(days);
        expect(civil).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
        expect(daysFromCivil(civil.year, civil.month, civil.day)).toBe(days);
      }),
    );
  });

  it('knows the leap rule of centuries', () => {
    expect([1900, 2000, 2023, 2024].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 28, 29]);
    expect(daysInMonth(2024, 13)).toBe(0);
  });

  it('shifts whole years and keeps the time of day', () => {
    expect(shiftYears(seconds('2023-12-31') + 86_399, 1)).toBe(seconds('2024-12-31') + 86_399);
    expect(shiftYears(seconds('2024-02-29'), 1)).toBe(seconds('2025-03-01'));
    expect(shiftYears(seconds('2024-03-01'), -1)).toBe(seconds('2023-03-01'));
    expect(shiftYears(Number.NaN, 1)).toBeNaN();
  });
});
