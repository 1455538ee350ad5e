import { describe, expect, it } from 'vitest';
import {
  formatDuration,
  formatNumber,
  formatRatio,
  formatTime,
  quoteTemplate,
} from '../../../../../src-main/pipelines/analysis/wording.ts';

describe('wording', () => {
  it('groups thousands and keeps as many decimals as matter', () => {
    expect([0, 7, 12.34, 3.156, 0.836, 0.0314, 412, 1234567.8, -1500].map(formatNumber)).toEqual([
      '0',
      '7',
      '12.3',
      '3.2',
      '0.84',
      '0.031',
      '412',
      '1,234,568',
      '-1,500',
    ]);
  });

  it('says durations in the unit people use', () => {
    expect([1, 45, 60, 240, 5400, 172_800].map(formatDuration)).toEqual([
      '1 second',
      '45 seconds',
      '1 minute',
      '4 minutes',
      '1.5 hours',
      '2 days',
    ]);
  });

  it('says times in UTC, seconds only where there are some', () => {
    expect(formatTime(1_772_720_040_000_000_000n)).toBe('2026-03-05 14:14');
    expect(formatTime(1_772_720_041_500_000_000n)).toBe('2026-03-05 14:14:01');
  });

  it('compares with what is usual, and says when nothing is', () => {
    expect(formatRatio(412, 13)).toBe('31.7x its usual 13');
    expect(formatRatio(5, 0)).toBe('where none is usual');
  });

  it('quotes a template on one line, short, with control characters visible', () => {
    expect(quoteTemplate('a\n  b\u0007')).toBe(String.raw`'a b\x07'`);
    expect(quoteTemplate('x'.repeat(200)).length).toBe(82);
  });
});
