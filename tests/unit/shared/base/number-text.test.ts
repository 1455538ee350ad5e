import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatPlural, formatSpan } from '#shared/base/number-text.ts';

describe('numbers as text', () => {
  it('separates thousands and never shows NaN', () => {
    expect(formatCount(9_995_063)).toBe('9,995,063');
    expect(formatCount(Number.NaN)).toBe('–');
    expect(formatPlural(1, 'event')).toBe('1 event');
    expect(formatPlural(2000, 'entry', 'entries')).toBe('2,000 entries');
  });

  it('shows sizes in decimal units without a jump at the unit border', () => {
    expect(formatBytes(0)).toBe('0 B');
    expect(formatBytes(999)).toBe('999 B');
    expect(formatBytes(1000)).toBe('1.0 kB');
    expect(formatBytes(999_999)).toBe('1.0 MB');
    expect(formatBytes(1_500_000_000)).toBe('1.5 GB');
  });

  it('says spans with at most two units', () => {
    expect(formatSpan(0.0004)).toBe('400 µs');
    expect(formatSpan(0.35)).toBe('350 ms');
    expect(formatSpan(4.2)).toBe('4.2 s');
    expect(formatSpan(59.6)).toBe('1 min');
    expect(formatSpan(65)).toBe('1 min 5 s');
    expect(formatSpan(7500)).toBe('2 h 5 min');
    expect(formatSpan(90_000)).toBe('1 d 1 h');
    expect(formatSpan(86_400)).toBe('1 d');
    expect(formatSpan(700 * 86_400)).toBe('700 d');
    expect(formatSpan(9154.8 * 86_400)).toBe('25.1 years');
  });
});
