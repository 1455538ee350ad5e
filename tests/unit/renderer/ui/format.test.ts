import { describe, expect, it } from 'vitest';
import {
  formatPercent,
  formatQuantity,
  formatShare,
  formatTimeLeft,
  groupDigits,
} from '../../../../src-renderer/ui/format.ts';

describe('number formats', () => {
  it('says that a small share is small', () => {
    expect([0, 0.0001, 0.0049, 0.005, 0.5, 1].map(formatShare)).toEqual([
      '0 %',
      '<1 %',
      '<1 %',
      '1 %',
      '50 %',
      '100 %',
    ]);
  });

  it('groups the digits of whole numbers within a text, not those of times, versions and addresses', () => {
    expect(groupDigits('4915 of 10000')).toBe('4,915 of 10,000');
    expect(groupDigits('at 2015-05-17 10:05, 1.2345, 10.0.0.1234, port:50010')).toBe(
      'at 2015-05-17 10:05, 1.2345, 10.0.0.1234, port:50010',
    );
  });

  it('says an unknown estimate is unknown', () => {
    expect(formatTimeLeft(null)).toBe('estimating time left');
    expect(formatTimeLeft(0.4)).toBe('almost done');
    expect(formatTimeLeft(123)).toBe('about 2 min 5 s left');
  });

  it('keeps 0 % and 100 % for the real ends', () => {
    expect(formatPercent(0.999)).toBe('99 %');
    expect(formatPercent(0.0001)).toBe('1 %');
    expect(formatPercent(1)).toBe('100 %');
    expect(formatPercent(0)).toBe('0 %');
  });

  it('keeps the digits of a measured quantity that a person compares by', () => {
    expect([1204.4, 412.7, 99.96, 28.71, 12, 9.96, 5.911, 1.647, 1, 0.836, 0.03124, 0].map(formatQuantity)).toEqual([
      '1,204',
      '413',
      '100',
      '28.7',
      '12',
      '10',
      '5.9',
      '1.6',
      '1',
      '0.84',
      '0.031',
      '0',
    ]);
    expect(formatQuantity(-1.647)).toBe('-1.6');
    expect(formatQuantity(Number.NaN)).toBe('–');
  });
});
