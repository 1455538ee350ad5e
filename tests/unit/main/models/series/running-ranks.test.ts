import { describe, expect, it } from 'vitest';
import { RunningRanks } from '../../../../../src-main/models/series/running-ranks.ts';

function ranksOf(numbers: readonly number[], memory = 100): RunningRanks {
  const ranks = new RunningRanks(memory);
  for (const number of numbers) ranks.remember(number);
  return ranks;
}

describe('RunningRanks', () => {
  it('is the share of remembered numbers at least as high, ties counting half (hand-worked)', () => {
    const ranks = ranksOf([5, 1, 3, 2, 4, 6, 7, 8, 9]);
    // 2 of 9 are above 7.5: (2 + 1) / (9 + 1).
    expect(ranks.surpriseAbove(7.5)).toBeCloseTo(-Math.log10(0.3), 12);
    // 9 itself: half of it, and one: 1.5 / 10.
    expect(ranks.surpriseAbove(9)).toBeCloseTo(-Math.log10(0.15), 12);
    expect(ranks.surpriseEitherSide(7.5)).toBeCloseTo(-Math.log10(0.6), 12);
    expect(ranks.surpriseEitherSide(1)).toBeCloseTo(-Math.log10(0.3), 12);
    expect(ranks.surpriseEitherSide(5)).toBe(0);
  });

  it('grows by one for each doubling of the distance beyond everything remembered', () => {
    const ranks = ranksOf([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // From the median 5 to 9 are 4; 13 is one doubling, 21 two.
    expect(ranks.surpriseAbove(13)).toBeCloseTo(1 + 1, 6);
    expect(ranks.surpriseAbove(21)).toBeCloseTo(1 + Math.log2(4), 6);
    expect(ranks.surpriseEitherSide(-3)).toBeCloseTo(1 + 1 - Math.log10(2), 6);
    expect(ranks.surpriseAbove(1e300)).toBe(ranks.surpriseAbove(1e200));
  });

  it('forgets the oldest number first', () => {
    const ranks = ranksOf([100, 1, 2, 3], 3);
    expect(ranks.count).toBe(3);
    expect(ranks.surpriseAbove(50)).toBeGreaterThan(ranksOf([100, 1, 2, 3], 4).surpriseAbove(50));
    expect(ranks.surpriseAbove(0)).toBeCloseTo(0, 12);
  });

  it('keeps the order of many numbers as a sort does', () => {
    const numbers = Array.from({ length: 500 }, (_, i) => (i * 7919) % 331);
    const ranks = ranksOf(numbers, 200);
    const kept = numbers.slice(-200);
    for (const value of [-1, 0, 17, 165.5, 330]) {
      const above = kept.filter((one) => one > value).length;
      const equal = kept.filter((one) => one === value).length;
      expect(ranks.surpriseAbove(value)).toBeCloseTo(-Math.log10((above + equal / 2 + 1) / 201), 12);
    }
  });

  it('says nothing without numbers', () => {
    expect(ranksOf([]).surpriseEitherSide(3)).toBe(0);
  });
});
