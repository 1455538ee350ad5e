import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../../../../src-main/ingest/timestamps/clock.ts';
import { DEFAULT_TIME_CONTEXT, type TimeContext } from '../../../../../src-main/ingest/timestamps/time-context.ts';
import { TimeFields } from '../../../../../src-main/ingest/timestamps/time-fields.ts';
import { TimestampReader } from '../../../../../src-main/ingest/timestamps/time-spec.ts';

/** `RFC 3339` with nine digits, `bad` for fields that are no instant, `none` when the text does not have the form. */
function read(spec: string, text: string, context: Partial<TimeContext> = {}): string {
  const bytes = new TextEncoder().encode(text);
  const fields = new TimeFields();
  const end = new TimestampReader(spec).read(bytes, 0, bytes.length, fields);
  if (end < 0) return 'none';
  const clock = new Clock({ ...DEFAULT_TIME_CONTEXT, ...context });
  if (!clock.resolve(fields)) return 'bad';
  const rest = end === bytes.length ? '' : ` +${bytes.length - end}`;
  return `${new Date(clock.epochSeconds * 1000).toISOString().slice(0, 19)}.${String(clock.nanos).padStart(9, '0')}${rest}`;
}

describe('TimestampReader', () => {
  it.each([
    ['2024-05-01T12:00:00Z', '2024-05-01T12:00:00.000000000'],
    ['2024-05-01 12:00:00', '2024-05-01T12:00:00.000000000'],
    ['2024-05-01T12:00:00.1Z', '2024-05-01T12:00:00.100000000'],
    ['2024-05-01T12:00:00,123', '2024-05-01T12:00:00.123000000'],
    ['2024-05-01T12:00:00.123456789Z', '2024-05-01T12:00:00.123456789'],
    ['2024-05-01T12:00:00.1234567899Z', '2024-05-01T12:00:00.123456789'],
    ['2024/05/01 12:00:00.5', '2024-05-01T12:00:00.500000000'],
    ['2024-05-01-12.00.00.675872', '2024-05-01T12:00:00.675872000'],
    ['20240501T120000Z', '2024-05-01T12:00:00.000000000'],
    ['2024-05-01T12:00Z', '2024-05-01T12:00:00.000000000'],
    ['2024-05-01T12:00:00+02:00', '2024-05-01T10:00:00.000000000'],
    ['2024-05-01T12:00:00-0330', '2024-05-01T15:30:00.000000000'],
    ['2024-05-01T12:00:00+02', '2024-05-01T10:00:00.000000000'],
    ['2024-05-01T12:00:00\u221205:00', '2024-05-01T17:00:00.000000000'],
    ['2024-05-01 12:00:00 +0200', '2024-05-01T10:00:00.000000000'],
    ['2024-05-01 12:00:00 UTC', '2024-05-01T12:00:00.000000000'],
    ['2024-05-01 12:00:00 GMT+2', '2024-05-01T10:00:00.000000000'],
    ['2024-05-01T24:00:00Z', '2024-05-02T00:00:00.000000000'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000000000'],
    ['2024-05-01T12:00:00 INFO', '2024-05-01T12:00:00.000000000 +5'],
  ])('reads %s in ISO form', (text, expected) => {
    expect(read('%+', text)).toBe(expected);
  });

  it.each([
    '2024-02-30T12:00:00Z',
    '2023-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-05-01T25:00:00Z',
    '2024-05-01T12:60:00Z',
    '2024-05-01T12:00:61Z',
    '2024-04-31T00:00:00Z',
    '2024-05-01T24:00:01Z',
    '9999-01-01T00:00:00Z',
    '1600-01-01T00:00:00Z',
  ])('refuses %s as no instant', (text) => {
    expect(read('%+', text)).toBe('bad');
  });

  it.each([
    ['%d/%b/%Y:%T %z', '20/Jul/2009:22:59:26 +0000', '2009-07-20T22:59:26.000000000'],
    ['%a %b %d %T%f %Y', 'Sun Dec  4 04:47:44.123 2005', '2005-12-04T04:47:44.123000000'],
    ['%a %b %d %T %Z %Y', 'Thu Jun 2 00:01:01 CEST 2022', '2022-06-01T22:01:01.000000000'],
    ['%y%m%d %H%M%S', '081109 203615', '2008-11-09T20:36:15.000000000'],
    ['%b %d, %Y %I:%M:%S%f %p', 'May 01, 2024 12:00:00 AM', '2024-05-01T00:00:00.000000000'],
    ['%b %d, %Y %I:%M:%S%f %p', 'May 01, 2024 12:30:00 PM', '2024-05-01T12:30:00.000000000'],
    ['%F %T%f %Z', '2025-08-13 01:46:12.212 PDT', '2025-08-13T08:46:12.212000000'],
    ['%d %b %Y %T', '1 Mär 2024 12:00:00', '2024-03-01T12:00:00.000000000'],
    ['%d %b %Y %T', '1 juin 2024 12:00:00', '2024-06-01T12:00:00.000000000'],
    ['%d %b %Y %T', '14 juil. 2024 12:00:00', '2024-07-14T12:00:00.000000000'],
    ['%d %b %Y %T', '3 Okt 2024 12:00:00', '2024-10-03T12:00:00.000000000'],
    ['%Q', '1714564800', '2024-05-01T12:00:00.000000000'],
    ['%Q', '1714564800.25', '2024-05-01T12:00:00.250000000'],
    ['%Q', '1714564800123', '2024-05-01T12:00:00.123000000'],
    ['%Q', '1714564800123456', '2024-05-01T12:00:00.123456000'],
    ['%Q', '1714564800123456789', '2024-05-01T12:00:00.123456789'],
    ['%Q', '-1.5', '1969-12-31T23:59:58.500000000'],
    ['%Y%m%d-%H:%i:%o%L', '20171224-0:4:33:5', '2017-12-24T00:04:33.005000000'],
    ['%Y%m%d-%H:%i:%o%L', '20171223-22:15:29:606', '2017-12-23T22:15:29.606000000'],
    ['%Y-%jT%T%f', '2012-025T10:22:40,672', '2012-01-25T10:22:40.672000000'],
    ['%Y-%jT%T%f', '2024-366T00:00:00', '2024-12-31T00:00:00.000000000'],
    ['%Y-%jT%T%f', '2023-366T00:00:00', 'bad'],
    ['%Y-%jT%T%f', '2023-000T00:00:00', 'bad'],
    // The label of tai64nlocal's manual, which says 21:03:43 US/Pacific on a host that counts leap seconds (22 by then);
    // libtai adds 10 to the POSIX time: 0x37c219bf - 10 seconds.
    ['%@', '@4000000037c219bf2ef02e94', '1999-08-24T04:04:05.787492500'],
    ['%@', '@4000000037c219bf', 'none'],
    ['/Date(%Q)/', '/Date(1714564800123)/', '2024-05-01T12:00:00.123000000'],
    ['%b %d, %Y @ %T%f', 'May 1, 2024 @ 12:00:00.123', '2024-05-01T12:00:00.123000000'],
  ])('reads %s from %s', (spec, text, expected) => {
    expect(read(spec, text)).toBe(expected);
  });

  it('keeps all nanoseconds of any 19-digit epoch', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1_000_000_000_000_000_000n, max: 2_000_000_000_000_000_000n }), (ns) => {
        const bytes = new TextEncoder().encode(String(ns));
        const fields = new TimeFields();
        expect(new TimestampReader('%Q').read(bytes, 0, bytes.length, fields)).toBe(bytes.length);
        expect(BigInt(fields.epochSeconds) * 1_000_000_000n + BigInt(fields.nanos)).toBe(ns);
      }),
    );
  });

  it('agrees with the platform on every valid date and time', () => {
    const date = fc.date({
      min: new Date('1970-01-01T00:00:00Z'),
      max: new Date('2261-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (value) => {
        const text = value.toISOString();
        expect(read('%+', text)).toBe(`${text.slice(0, -1)}000000`);
      }),
    );
  });

  it.each(['2024-05-01', 'x2024-05-01T12:00:00Z', '2024-5-1T12:00:00Z', '2024-05-01T1', ''])(
    'does not take "%s" for a timestamp',
    (text) => {
      expect(read('%+', text)).toBe('none');
    },
  );

  it('reads numeric dates in the order of the context, and in the other order where only that is a month', () => {
    expect(read('%D %T', '05/04/2024 12:00:00', { dateOrder: 'mdy' })).toBe('2024-05-04T12:00:00.000000000');
    expect(read('%D %T', '05/04/2024 12:00:00', { dateOrder: 'dmy' })).toBe('2024-04-05T12:00:00.000000000');
    expect(read('%D %T', '25/04/2024 12:00:00', { dateOrder: 'mdy' })).toBe('2024-04-25T12:00:00.000000000');
    expect(read('%D %T', '25/14/2024 12:00:00', { dateOrder: 'mdy' })).toBe('bad');
  });

  it('names an unknown directive', () => {
    expect(() => new TimestampReader('%K')).toThrow(/Unknown directive %K/);
  });
});

describe('zones of timestamps without one', () => {
  it('applies a fixed offset', () => {
    expect(read('%+', '2024-05-01T12:00:00', { zoneOffsetSeconds: 7200 })).toBe('2024-05-01T10:00:00.000000000');
    expect(read('%+', '2024-05-01T12:00:00Z', { zoneOffsetSeconds: 7200 })).toBe('2024-05-01T12:00:00.000000000');
  });

  it('follows daylight saving time: the hour that repeats is its first, the missing hour keeps the offset before', () => {
    const zone = { zoneName: 'Europe/Berlin' };
    expect(read('%+', '2024-01-15T12:00:00', zone)).toBe('2024-01-15T11:00:00.000000000');
    expect(read('%+', '2024-07-15T12:00:00', zone)).toBe('2024-07-15T10:00:00.000000000');
    expect(read('%+', '2024-10-27T02:30:00', zone)).toBe('2024-10-27T00:30:00.000000000');
    expect(read('%+', '2024-10-27T03:30:00', zone)).toBe('2024-10-27T02:30:00.000000000');
    expect(read('%+', '2024-03-31T02:30:00', zone)).toBe('2024-03-31T01:30:00.000000000');
    expect(read('%+', '2024-03-31T03:30:00', zone)).toBe('2024-03-31T01:30:00.000000000');
  });
});
