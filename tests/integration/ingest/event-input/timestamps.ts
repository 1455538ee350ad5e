import { type EventCase, log, repeat } from './event-case.ts';

const two = (index: number): string => String(index).padStart(2, '0');
const T = '2024-03-01T10:00:00';

export const TIMESTAMP_CASES: readonly EventCase[] = [
  {
    name: 'no year, over the turn of the year',
    content: log(
      'Dec 31 23:59:58 web sshd[1]: one',
      'Jan  1 00:00:01 web sshd[1]: two',
      'Jan  2 00:00:01 web sshd[1]: three',
    ),
    modified: '2024-01-03T00:00:00Z',
    lines: 3,
    warnings: ['W_YEAR_INFERRED'],
    times: ['2023-12-31T23:59:58Z', '2024-01-01T00:00:01Z', '2024-01-02T00:00:01Z'],
  },
  {
    name: 'no year, on a leap day',
    content: log('Feb 28 10:00:00 web app: one', 'Feb 29 10:00:00 web app: two', 'Mar  1 10:00:00 web app: three'),
    modified: '2024-03-02T00:00:00Z',
    lines: 3,
    warnings: ['W_YEAR_INFERRED'],
    times: ['2024-02-28T10:00:00Z', '2024-02-29T10:00:00Z', '2024-03-01T10:00:00Z'],
  },
  {
    name: 'no year, in an old file',
    content: repeat(20, (index) => `Jun  5 10:00:${two(index)} web app: line ${index}`),
    modified: '2011-06-06T00:00:00Z',
    lines: 20,
    warnings: ['W_YEAR_INFERRED'],
    times: ['2011-06-05T10:00:00Z'],
  },
  {
    name: 'no year, and told by the user',
    content: log('Jun  5 10:00:00 web app: one'),
    options: { year: 1999 },
    lines: 1,
    times: ['1999-06-05T10:00:00Z'],
  },
  {
    name: 'local hours that repeat',
    content: log(
      '2023-11-05 01:30:00 INFO one',
      '2023-11-05 01:59:59 INFO two',
      '2023-11-05 01:30:00 INFO three',
      '2023-11-05 02:00:00 INFO four',
    ),
    options: { timezone: 'America/New_York' },
    lines: 4,
    times: ['2023-11-05T05:30:00Z'],
  },
  {
    name: 'local hours that do not exist',
    content: log('2024-03-10 01:59:59 INFO one', '2024-03-10 02:30:00 INFO two', '2024-03-10 03:00:00 INFO three'),
    options: { timezone: 'America/New_York' },
    lines: 3,
    times: ['2024-03-10T06:59:59Z'],
  },
  {
    name: 'every way to write an offset',
    content: log(`${T}Z INFO a`, `${T}+00:00 INFO b`, `${T}+0530 INFO c`, `${T}-08 INFO d`, `${T}+05:45 INFO e`),
    lines: 5,
    times: [
      '2024-03-01T10:00:00Z',
      '2024-03-01T10:00:00Z',
      '2024-03-01T04:30:00Z',
      '2024-03-01T18:00:00Z',
      '2024-03-01T04:15:00Z',
    ],
  },
  {
    name: 'an ambiguous zone name',
    content: repeat(30, (index) => `2024-03-01 10:00:${two(index)} IST INFO line ${index}`),
    lines: 30,
  },
  {
    name: 'a leap second',
    content: log('2016-12-31T23:59:59Z INFO one', '2016-12-31T23:59:60Z INFO two', '2017-01-01T00:00:00Z INFO three'),
    lines: 3,
    times: ['2016-12-31T23:59:59Z'],
  },
  {
    name: 'epoch seconds',
    content: repeat(20, (index) => `${1709287200 + index} INFO line ${index}`),
    lines: 20,
    times: ['2024-03-01T10:00:00Z', '2024-03-01T10:00:01Z'],
  },
  {
    name: 'epoch milliseconds',
    content: repeat(20, (index) => `${1709287200000 + index} INFO line ${index}`),
    lines: 20,
    times: ['2024-03-01T10:00:00Z'],
  },
  {
    name: 'epoch of every unit in JSON',
    content: log(
      '{"ts":1709287200,"msg":"s"}',
      '{"ts":1709287200000,"msg":"ms"}',
      '{"ts":1709287200000000,"msg":"us"}',
      '{"ts":1709287200000000000,"msg":"ns"}',
    ),
    lines: 4,
    times: ['2024-03-01T10:00:00Z', '2024-03-01T10:00:00Z', '2024-03-01T10:00:00Z', '2024-03-01T10:00:00Z'],
  },
  {
    name: 'fractions of one to nine digits, with comma and point',
    content: log(...[1, 2, 3, 6, 9].map((digits) => `${T}.${'123456789'.slice(0, digits)}Z INFO x`), `${T},5Z INFO y`),
    lines: 6,
    times: [
      '2024-03-01T10:00:00.1Z',
      '2024-03-01T10:00:00.12Z',
      '2024-03-01T10:00:00.123Z',
      '2024-03-01T10:00:00.123456Z',
      '2024-03-01T10:00:00.123456789Z',
      '2024-03-01T10:00:00.5Z',
    ],
  },
  {
    name: 'dates that do not exist',
    content:
      log('2024-02-30T10:00:00Z INFO day', '2024-13-01T10:00:00Z INFO month') +
      repeat(20, (index) => `2024-03-01T10:00:${two(index)}Z INFO line ${index}`),
    lines: 22,
    events: 22,
    warnings: ['W_BAD_TIMESTAMP'],
    times: [null, null, '2024-03-01T10:00:00Z'],
  },
  {
    name: 'hours that do not exist',
    content:
      repeat(20, (index) => `2024-03-01T10:00:${two(index)}Z INFO line ${index}`) +
      log('2024-03-01T25:00:00Z INFO hour', '2024-03-01T10:61:00Z INFO minute'),
    lines: 22,
  },
  {
    name: 'years far away',
    content:
      repeat(20, (index) => `2024-03-01T10:00:${two(index)}Z INFO line ${index}`) +
      log('0001-01-01T00:00:00Z INFO zero', '1969-12-31T23:59:59Z INFO before', '9999-12-31T23:59:59Z INFO never'),
    lines: 23,
    times: ['2024-03-01T10:00:00Z'],
  },
  {
    name: 'day and month whose order shows late',
    content: repeat(40, (index) => `${two(index < 20 ? 5 : 25)}/03/2024 10:00:${two(index)} INFO line ${index}`),
    lines: 40,
    times: ['2024-03-05T10:00:00Z'],
  },
  {
    name: 'day and month whose order never shows',
    content: repeat(20, (index) => `05/06/2024 10:00:${two(index)} INFO line ${index}`),
    lines: 20,
    warnings: ['W_DATE_AMBIGUOUS'],
  },
  {
    name: 'day and month, told by the user',
    content: repeat(20, (index) => `05/06/2024 10:00:${two(index)} INFO line ${index}`),
    options: { dateOrder: 'mdy' },
    lines: 20,
    times: ['2024-05-06T10:00:00Z'],
  },
  {
    name: 'foreign months',
    content: repeat(20, (index) => `03 März 2024 10:00:${two(index)} INFO Zeile ${index}`),
    lines: 20,
  },
  {
    name: 'foreign digits',
    content: repeat(20, (index) => `٢٠٢٤-٠٣-٠١ ١٠:٠٠:٠٠ INFO line ${index}`),
    lines: 20,
  },
  {
    name: 'several formats in one file',
    content: repeat(30, (index) =>
      index % 3 === 0
        ? `2024-03-01T10:00:${two(index)}Z INFO iso`
        : index % 3 === 1
          ? `2024-03-01 10:00:${two(index)},000 INFO comma`
          : `[01/Mar/2024:10:00:${two(index)} +0000] INFO apache`,
    ),
    lines: 30,
    times: ['2024-03-01T10:00:00Z'],
  },
  {
    name: 'a clock that jumps back',
    content: repeat(40, (index) => `2024-03-01T10:00:${two(index < 20 ? index + 20 : index - 20)}Z INFO line ${index}`),
    lines: 40,
    warnings: ['W_OUT_OF_ORDER'],
    times: ['2024-03-01T10:00:20Z'],
  },
  {
    name: 'no time at all',
    content: repeat(20, (index) => `worker ${index} is idle`),
    lines: 20,
    times: [null],
    warnings: ['W_NO_TIMESTAMP'],
  },
  {
    name: 'no zone',
    content: repeat(20, (index) => `2024-03-01 10:00:${two(index)} INFO line ${index}`),
    lines: 20,
    warnings: ['W_TZ_ASSUMED'],
    times: ['2024-03-01T10:00:00Z'],
  },
];
