import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  parseBytes,
  parseList,
  parseListOf,
  parsePositive,
  parseSeconds,
  parseThresholdOption,
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
    [parseThresholdOption, 'auto', 'auto'],
    [parseThresholdOption, '0.75', 0.75],
    [parseThresholdOption, 'q0.999', { kind: 'quantile', quantile: 0.999 }],
    [parseThresholdOption, 'share:0.01', { kind: 'share', share: 0.01 }],
    [parseThresholdOption, 'budget:5/day', { kind: 'budget', alarms: 5, per: 'day' }],
    [parseThresholdOption, 'budget:0.5/h', { kind: 'budget', alarms: 0.5, per: 'hour' }],
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
    [parseThresholdOption, 'high'],
    [parseThresholdOption, ''],
    [parseThresholdOption, 'q1'],
    [parseThresholdOption, 'share:0.6'],
    [parseThresholdOption, 'share:0.1/day'],
    [parseThresholdOption, 'budget:5'],
    [parseThresholdOption, 'budget:-1/day'],
    [parseList, 'a,,b'],
    [parseListOf(['spike']), 'other'],
  ])('refuses %o of "%s"', (parse, text) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError);
  });
});
