import { describe, expect, it } from 'vitest';
import { Clock } from '../../../../../src-main/ingest/timestamps/clock.ts';
import { javaTimeToSpec } from '../../../../../src-main/ingest/timestamps/java-time.ts';
import { strptimeToSpec } from '../../../../../src-main/ingest/timestamps/strptime.ts';
import { DEFAULT_TIME_CONTEXT } from '../../../../../src-main/ingest/timestamps/time-context.ts';
import { TimeFields } from '../../../../../src-main/ingest/timestamps/time-fields.ts';
import { TimestampReader } from '../../../../../src-main/ingest/timestamps/time-spec.ts';

/** The instant a spec reads, null when it does not take the whole text. */
function read(spec: string, text: string): string | null {
  const bytes = new TextEncoder().encode(text);
  const fields = new TimeFields();
  if (new TimestampReader(spec).read(bytes, 0, bytes.length, fields) !== bytes.length) return null;
  const clock = new Clock({ ...DEFAULT_TIME_CONTEXT, baseYear: 2024 });
  if (!clock.resolve(fields)) return null;
  return `${new Date(clock.epochSeconds * 1000).toISOString().slice(0, 19)}.${String(clock.nanos).padStart(9, '0')}`;
}

describe('strptimeToSpec', () => {
  it.each([
    ['%Y-%m-%d %H:%M:%S,%f', '2024-05-01 12:00:01,250000', '2024-05-01T12:00:01.250000000'],
    ['%Y-%m-%dT%H:%M:%S.%L%z', '2024-05-01T12:00:01.250+0200', '2024-05-01T10:00:01.250000000'],
    ['%Y%m%d%H%M%S%f', '20240501120001500', '2024-05-01T12:00:01.500000000'],
    ['%b %e %H:%M:%S', 'May  1 12:00:01', '2024-05-01T12:00:01.000000000'],
    ['%A, %-d %B %Y %-I:%M:%S %p', 'Wednesday, 1 May 2024 1:02:03 PM', '2024-05-01T13:02:03.000000000'],
    ['%D %R', '05/01/24 12:30', '2024-05-01T12:30:00.000000000'],
    ['%s', '1714564800', '2024-05-01T12:00:00.000000000'],
    ['%i', '1714564800123', '2024-05-01T12:00:00.123000000'],
    ['%c', 'Wed May  1 12:00:01 2024', '2024-05-01T12:00:01.000000000'],
    ['%Y.%j %k:%M:%S.%3N', '2024.122 7:00:01.5', '2024-05-01T07:00:01.500000000'],
    ['100%% %T', '100% 12:00:01', '1970-01-01T12:00:01.000000000'],
  ])('reads by %j', (format, text, expected) => {
    expect(read(strptimeToSpec(format), text)).toBe(expected);
  });

  it.each([
    ['%Y-%U', 3],
    ['%H:%M ü', 6],
    ['%Y-%', 3],
  ])('refuses %j and says where', (format, at) => {
    expect(() => strptimeToSpec(format)).toThrow(
      expect.objectContaining({ code: 'ingest.time-spec', details: expect.objectContaining({ at }) }),
    );
  });
});

describe('javaTimeToSpec', () => {
  it.each([
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2024-05-01T12:00:01.250+02:00', '2024-05-01T10:00:01.250000000'],
    ['dd MMM yyyy HH:mm:ss,SSS', '01 May 2024 12:00:01,250', '2024-05-01T12:00:01.250000000'],
    ['EEE MMM dd HH:mm:ss zzz yyyy', 'Wed May 01 12:00:01 UTC 2024', '2024-05-01T12:00:01.000000000'],
    ['h:m:s a d/M/yy', '1:2:3 PM 1/5/24', '2024-05-01T13:02:03.000000000'],
    ['yyyyMMddHHmmssSSS', '20240501120001250', '2024-05-01T12:00:01.250000000'],
    ["HH 'o''clock' mm", "12 o'clock 30", '1970-01-01T12:30:00.000000000'],
    ['ISO8601', '2024-05-01 12:00:01,250', '2024-05-01T12:00:01.250000000'],
    ['ABSOLUTE', '12:00:01,250', '1970-01-01T12:00:01.250000000'],
    ['COMPACT', '20240501120001250', '2024-05-01T12:00:01.250000000'],
    ['UNIX_MILLIS', '1714564800123', '2024-05-01T12:00:00.123000000'],
  ])('reads by %j', (pattern, text, expected) => {
    expect(read(javaTimeToSpec(pattern), text)).toBe(expected);
  });

  it.each([
    ['yyyy-ww', 5],
    ["yyyy 'T", 5],
  ])('refuses %j and says where', (pattern, at) => {
    expect(() => javaTimeToSpec(pattern)).toThrow(
      expect.objectContaining({ code: 'ingest.time-spec', details: expect.objectContaining({ at }) }),
    );
  });
});
