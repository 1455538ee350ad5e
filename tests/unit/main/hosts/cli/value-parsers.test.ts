import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  parseBytes,
  parseList,
  parseListOf,
  parsePositive,
  parseSeconds,
  parseThreshold,
  parseWholeNumber,
} from '../../../../../src-main/hosts/cli/value-parsers.ts';

describe('value parsers', () => {
  it.each([
    [parseSeconds, '60s', 60],
    [parseSeconds, '500ms', 0.5],
    [parseSeconds, '1.5h', 5400],
    [parseSeconds, '5 m', 300],
    [parseSeconds, '90', 90],
    [parseBytes, '512M', 512 * 2 ** 20],
    [parseBytes, '1GiB', 2 ** 30],
    [parseBytes, '1.5g', 1.5 * 2 ** 30],
    [parseBytes, '4096', 4096],
    [parsePositive, '0.25', 0.25],
    [parseWholeNumber(1, 1e11), '1_000_000', 1_000_000],
    [parseThreshold, 'auto', 'auto'],
    [parseThreshold, '0.75', 0.75],
    [parseList, 'a, b,c', ['a', 'b', 'c']],
    [parseListOf(['spike', 'slow']), 'slow,spike', ['slow', 'spike']],
    [parseListOf(['spike', 'slow']), 'none', []],
  ])('reads %o of %s', (parse, text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it.each([
    [parseSeconds, '0s'],
    [parseSeconds, '-5s'],
    [parseSeconds, 'soon'],
    [parseSeconds, ''],
    [parseBytes, '0'],
    [parseBytes, 'M'],
    [parseBytes, '5X'],
    [parsePositive, ''],
    [parsePositive, 'Infinity'],
    [parseWholeNumber(1, 64), '0'],
    [parseWholeNumber(1, 64), '65'],
    [parseWholeNumber(1, 64), '1.5'],
    [parseWholeNumber(0, 64), ''],
    [parseWholeNumber(0, 64), '0x10'],
    [parseThreshold, 'high'],
    [parseThreshold, ''],
    [parseList, 'a,,b'],
    [parseListOf(['spike']), 'other'],
  ])('refuses %o of "%s"', (parse, text) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError);
  });
});
