import { describe, expect, it } from 'vitest';
import {
  formatOffset,
  formatRfc3339,
  formatTime,
  formatTimeRange,
  isOneYear,
  msToNs,
  nsToMs,
  shortDate,
  tryParseTime,
} from '../../../../src-renderer/ui/time.ts';

const T = 1_700_000_000_123_456_789n; // 2023-11-14T22:13:20.123456789Z

describe('times on screen', () => {
  it('keeps all nine digits', () => {
    expect(formatTime(T, 'utc', 'nano')).toBe('2023-11-14 22:13:20.123456789');
    expect(formatRfc3339(T)).toBe('2023-11-14T22:13:20.123456789Z');
    expect(formatTime(null, 'utc')).toBe('–');
  });

  it('leaves out the year only where all lies in one', () => {
    expect(shortDate('2023-11-14', true)).toBe('11-14');
    expect(shortDate('2023-11-14', false)).toBe('2023-11-14');
    const newYear = 1_704_067_200_000_000_000n;
    expect(isOneYear(T, newYear - 1n, 'utc')).toBe(true);
    expect(isOneYear(T, newYear, 'utc')).toBe(false);
    expect(isOneYear(null, null, 'utc')).toBe(true);
  });

  it('handles times before 1970', () => {
    expect(formatTime(-1n, 'utc', 'nano')).toBe('1969-12-31 23:59:59.999999999');
    expect(nsToMs(-1_500_000n)).toBe(-1.5);
    expect(msToNs(-1.5)).toBe(-1_500_000n);
  });

  it('says the date once when both ends share it', () => {
    expect(formatTimeRange(T, T + 60_000_000_000n, 'utc')).toBe('2023-11-14 22:13:20 – 22:14:20');
    expect(formatTimeRange(T, T + 86_400_000_000_000n, 'utc')).toBe('2023-11-14 22:13:20 – 2023-11-15 22:13:20');
    expect(formatOffset(T, 'utc')).toBe('UTC');
  });

  it('reads typed times back, with the date of the neighbourhood when only a clock is typed', () => {
    expect(tryParseTime('2023-11-14 22:13:20.123456789', 'utc', null)).toBe(T);
    expect(tryParseTime('2023-11-14T22:13:20,123456789Z', 'local', null)).toBe(T);
    expect(tryParseTime('22:14', 'utc', T)).toBe(1_700_000_040_000_000_000n);
    expect(tryParseTime('2023-11-15T00:13:20+02:00', 'utc', null)).toBe(1_700_000_000_000_000_000n);
    expect(tryParseTime('2023-11-14', 'utc', null)).toBe(1_699_920_000_000_000_000n);
  });

  it('refuses what is not a real instant', () => {
    for (const text of ['', '2023-02-30', '25:00', '12', 'yesterday', '2023-13-01 00:00']) {
      expect(tryParseTime(text, 'utc', T)).toBeNull();
    }
  });
});
