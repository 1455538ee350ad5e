import { describe, expect, it } from 'vitest';
import { inferBaseYear } from '../../../../../src-main/ingest/timestamps/base-year.ts';
import { Clock } from '../../../../../src-main/ingest/timestamps/clock.ts';
import { DEFAULT_TIME_CONTEXT, yearStep } from '../../../../../src-main/ingest/timestamps/time-context.ts';
import { TimeFields } from '../../../../../src-main/ingest/timestamps/time-fields.ts';
import { TimestampReader } from '../../../../../src-main/ingest/timestamps/time-spec.ts';

const modified = (text: string): number => Date.parse(`${text}T00:00:00Z`);

describe('inferBaseYear', () => {
  it.each([
    ['the year of the file', [[3, 1]], '2024-05-01', 2024],
    ['the year before when the date would lie after the file', [[11, 3]], '2024-05-01', 2023],
    [
      'the year before when the roll-over would lie after the file',
      [
        [12, 3],
        [1, 3],
      ],
      '2024-05-01',
      2023,
    ],
    [
      'the year before when only the last date after a roll-over is too new',
      [
        [11, 3],
        [2, 3],
      ],
      '2024-12-01',
      2023,
    ],
    ['a leap year for February 29', [[2, 29]], '2026-05-01', 2024],
    [
      'a leap year after a roll-over',
      [
        [12, 30],
        [2, 29],
      ],
      '2024-05-01',
      2023,
    ],
    ['a date of tomorrow, which another zone may have reached', [[5, 2]], '2024-05-01', 2024],
  ])('gives %s', (_, dates, mtime, expected) => {
    expect(
      inferBaseYear(
        dates.map(([month = 0, day = 0]) => ({ month, day })),
        modified(mtime),
      ),
    ).toBe(expected);
  });
});

describe('yearStep', () => {
  it('steps over a new year, back for a late line of the old one, and stays for disorder within a year', () => {
    expect(yearStep(12, 31, 1, 1)).toBe(1);
    expect(yearStep(11, 3, 2, 3)).toBe(1);
    expect(yearStep(1, 1, 12, 31)).toBe(-1);
    expect(yearStep(1, 20, 12, 31)).toBe(0);
    expect(yearStep(10, 30, 7, 26)).toBe(0);
    expect(yearStep(0, 0, 5, 1)).toBe(0);
  });
});

function instants(spec: string, texts: readonly string[], clock: Clock): string[] {
  const reader = new TimestampReader(spec);
  const fields = new TimeFields();
  return texts.map((text) => {
    const bytes = new TextEncoder().encode(text);
    reader.read(bytes, 0, bytes.length, fields);
    return clock.resolve(fields) ? new Date(clock.epochSeconds * 1000).toISOString().slice(0, 19) : 'bad';
  });
}

describe('Clock', () => {
  it('follows a year-less source over new year, late lines included', () => {
    const clock = new Clock({ ...DEFAULT_TIME_CONTEXT, baseYear: 2023 });
    const dates = ['Dec 31 23:59:59', 'Jan  1 00:00:00', 'Dec 31 23:59:58', 'Jan  1 00:00:01', 'Feb 29 12:00:00'];
    expect(instants('%b %d %T', dates, clock)).toEqual([
      '2023-12-31T23:59:59',
      '2024-01-01T00:00:00',
      '2023-12-31T23:59:58',
      '2024-01-01T00:00:01',
      '2024-02-29T12:00:00',
    ]);
    expect(clock.yearless).toEqual({ shift: 1, firstMonth: 12, firstDay: 31, lastMonth: 2, lastDay: 29 });
    clock.startBlock('');
    expect(clock.yearless).toBeNull();
  });

  it('refuses February 29 in a common year', () => {
    expect(instants('%b %d %T', ['Feb 29 12:00:00'], new Clock({ ...DEFAULT_TIME_CONTEXT, baseYear: 2023 }))).toEqual([
      'bad',
    ]);
  });

  it('follows times of day over midnight and carries the day into the next block', () => {
    const context = { ...DEFAULT_TIME_CONTEXT, basePeriodSeconds: Date.UTC(2024, 4, 1) / 1000 };
    const clock = new Clock(context);
    expect(instants('%T', ['23:59:59', '00:00:01'], clock)).toEqual(['2024-05-01T23:59:59', '2024-05-02T00:00:01']);
    const next = new Clock(context);
    next.startBlock(clock.state);
    expect(instants('%T', ['00:00:02'], next)).toEqual(['2024-05-02T00:00:02']);
  });

  it('follows minutes and seconds over the hour', () => {
    expect(instants('%M:%S%f', ['59:59.9', '00:00.1'], new Clock(DEFAULT_TIME_CONTEXT))).toEqual([
      '1970-01-01T00:59:59',
      '1970-01-01T01:00:00',
    ]);
  });
});
