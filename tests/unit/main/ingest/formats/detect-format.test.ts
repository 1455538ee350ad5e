import { describe, expect, it } from 'vitest';
import { detectFormat, type DetectionContext, listFormats } from '../../../../../src-main/ingest/formats/index.ts';
import { parseEvents, parseLines } from '../../../../helpers/parse-lines.ts';

const detect = (lines: readonly string[], context: Partial<DetectionContext> = {}) =>
  detectFormat(new TextEncoder().encode(`${lines.join('\n')}\n`), {
    path: 'x.log',
    modifiedMs: Date.UTC(2024, 5, 1),
    ...context,
  });
const classes = (lines: readonly string[], context: Partial<DetectionContext> = {}) =>
  detect(lines, context).warnings.map((warning) => warning.class);

describe('detection of layouts nobody described', () => {
  it.each([
    [
      ['2024-05-01 12:00:00.123 ERROR - cannot open', '2024-05-01 12:00:01.123 INFO - opened'],
      { time: '2024-05-01T12:00:00.123Z', severity: 17, content: 'cannot open' },
    ],
    [
      ['[INFO] 2024-05-01 12:00:00 started up', '[ERROR] 2024-05-01 12:00:01 failed'],
      { time: '2024-05-01T12:00:00Z', severity: 9, content: 'started up' },
    ],
    [
      ['May 01, 2024 3:04:05 PM WARN foo.Bar: slow', 'May 01, 2024 3:04:06 PM INFO foo.Bar: ok'],
      { time: '2024-05-01T15:04:05Z', severity: 13, component: 'foo.Bar', content: 'slow' },
    ],
    [
      ['2024-05-01 12:00:00|INFO|web|hello', '2024-05-01 12:00:00|WARN|db|bye'],
      { severity: 9, component: 'web', content: 'hello' },
    ],
    [
      ['web1 2024-05-01 12:00:00 INFO hi', 'web2 2024-05-01 12:00:00 WARN ho'],
      { time: '2024-05-01T12:00:00Z', severity: 9, content: 'hi' },
    ],
    [
      ['1714564800123 INFO started', '1714564800124 ERROR stopped'],
      { time: '2024-05-01T12:00:00.123Z', severity: 9, content: 'started' },
    ],
    [
      ['2024-05-01T12:00:00Z  INFO app::db: query', '2024-05-01T12:00:00Z DEBUG app: x y'],
      { severity: 9, component: 'app::db', content: 'query' },
    ],
  ])('reads %j', (lines, expected) => {
    const detection = detect(lines);
    expect(detection.format).toBe('generic');
    expect(parseEvents(detection.spec, lines.join('\n'))[0]).toMatchObject(expected);
  });

  it('finds levels where there is no time, and says so', () => {
    const lines = ['ERROR: something broke', 'INFO: all is well', 'WARN: x y'];
    expect(parseEvents(detect(lines).spec, lines.join('\n')).map(({ severity }) => severity)).toEqual([17, 9, 13]);
    expect(classes(lines)).toEqual(['W_NO_TIMESTAMP']);
  });

  it('keeps text without any header as plain lines', () => {
    const detection = detect(['just text', 'more text here', '1', 'and 17 more']);
    expect(detection).toMatchObject({ format: 'plain', confidence: 0 });
    expect(detection.warnings.map((warning) => warning.class)).toEqual(['W_NO_TIMESTAMP']);
  });

  it('takes an empty sample for plain text', () => {
    expect(detectFormat(new Uint8Array(0), { path: 'x', modifiedMs: null })).toMatchObject({
      format: 'plain',
      fields: null,
    });
  });
});

describe('impossible hours', () => {
  const shapes: ReadonlyArray<readonly [string, (clock: string) => string]> = [
    ['an ISO time', (clock) => `2024-03-01 ${clock} INFO worker started`],
    ['a time in brackets', (clock) => `[2024-03-01 ${clock}] worker started`],
    ['syslog', (clock) => `Mar  1 ${clock} web-1 app[12]: worker started`],
    ['an access log', (clock) => `10.0.0.1 - - [01/Mar/2024:${clock} +0000] "GET /a HTTP/1.1" 200 12`],
  ];
  it.each(shapes)('are bad times of %s, not a reason to read its day alone', (_name, line) => {
    for (const bad of ['25:61:00', '24:30:10', '99:99:99']) {
      const lines = [line(bad), line('10:00:00'), line(bad), line(bad), line('10:00:07')];
      const { spec } = detect(lines);
      const results = parseLines(spec, lines.join('\n'));
      expect(results.map(({ fields, badTime }) => [fields.time, badTime])).toEqual([
        [null, true],
        ['2024-03-01T10:00:00Z', false],
        [null, true],
        [null, true],
        ['2024-03-01T10:00:07Z', false],
      ]);
    }
  });
});

describe('multi-line events', () => {
  it('leave traces to the event before them', () => {
    const text =
      '2024-05-01T12:00:00Z INFO user 1 logged in\nTraceback (most recent call last):\n  File "x", line 3\nValueError: x\n2024-05-01T12:00:01Z ERROR user 2 failed\n';
    const { spec } = detect(text.trimEnd().split('\n'));
    expect(parseLines(spec, text).map(({ verdict }) => verdict)).toEqual([0, 1, 1, 1, 0]);
    expect(spec.joinsLines).toBe(true);
  });
});

describe('files in several formats', () => {
  it('reads each line by the format it has', () => {
    const lines = [
      ...Array.from({ length: 6 }, (_, i) => `2024-05-01 12:00:0${i},000 INFO [main] c.e.Cart: item ${i}`),
      ...Array.from(
        { length: 3 },
        (_, i) => `10.0.0.1 - - [01/May/2024:12:00:1${i} +0000] "GET /${i} HTTP/1.1" 200 17`,
      ),
    ];
    const detection = detect(lines);
    expect(detection).toMatchObject({ format: 'hadoop', confidence: 1 });
    expect(detection.spec.others.map(({ format }) => format)).toEqual(['access-log']);
    expect(parseEvents(detection.spec, lines.join('\n')).filter(({ time }) => time === null)).toEqual([]);
  });
});

describe('guesses', () => {
  const yearless = [
    'Nov  3 09:23:38 veridian automount[7998]: lookup failed',
    'Nov  3 09:23:39 veridian automount[7998]: done',
  ];

  it('are said: year and zone', () => {
    const detection = detect(yearless);
    expect(detection.warnings.map((warning) => warning.class)).toEqual(['W_TZ_ASSUMED', 'W_YEAR_INFERRED']);
    expect(detection.fields?.time).toBe('2023-11-03T09:23:38Z');
  });

  it('can be overridden', () => {
    const detection = detect(yearless, { year: 2019, timezone: 'Europe/Berlin' });
    expect(detection.warnings).toEqual([]);
    expect(detection.fields?.time).toBe('2019-11-03T08:23:38Z');
    expect(detect(yearless, { year: 2019, timezone: '-0500' }).fields?.time).toBe('2019-11-03T14:23:38Z');
  });

  it('take the year from a rotated name when the file has no date, and never from the clock', () => {
    expect(detect(yearless, { modifiedMs: null, path: 'logs/syslog-20210110.gz' }).fields?.time).toBe(
      '2020-11-03T09:23:38Z',
    );
    expect(detect(yearless, { modifiedMs: null }).fields?.time).toBe('1970-11-03T09:23:38Z');
  });

  it('say when day and month cannot be told apart, and follow the proof when there is one', () => {
    const open = ['05/04/2024 12:00:00 [WARN] disk', '06/04/2024 12:00:01 [INFO] ok'];
    expect(classes(open)).toContain('W_DATE_AMBIGUOUS');
    expect(detect(open, { dateOrder: 'dmy' }).fields?.time).toBe('2024-04-05T12:00:00Z');
    const proved = [...open, '25/04/2024 12:00:02 [INFO] ok'];
    expect(classes(proved)).not.toContain('W_DATE_AMBIGUOUS');
    expect(detect(proved).fields?.time).toBe('2024-04-05T12:00:00Z');
  });

  it('say that a zone abbreviation is ambiguous', () => {
    expect(classes(['2025-08-13 01:46:12.212 CST [12389] ERROR:  relation "x" does not exist'])).toContain(
      'W_TZ_AMBIGUOUS',
    );
  });

  it('refuse unknown formats, zones and years by name', () => {
    expect(() => detect(yearless, { format: 'nope' })).toThrow(/no log format "nope"/);
    expect(() => detect(yearless, { timezone: 'Mars/Base' })).toThrow(/Mars\/Base/);
    expect(() => detect(yearless, { year: 99 })).toThrow(/year 99/);
  });
});

describe('a forced format', () => {
  it('is used whatever the sample looks like', () => {
    for (const { name } of listFormats()) expect(detect(['some text'], { format: name }).format).toBe(name);
  });

  it('is no format of its own where lines are asked for as they are, or a header by its look', () => {
    const json = ['{"time":"2024-05-01T12:00:00Z","level":"INFO","message":"up"}'];
    expect(detect(json).format).toBe('json-lines');
    const plain = detect(json, { format: 'plain' });
    expect(plain).toMatchObject({ format: 'plain', reason: expect.stringContaining('as was asked for') });
    expect(plain.fields).toMatchObject({ time: null, content: json[0] });
    const timed = Array.from({ length: 20 }, (_, i) => `2024-05-01 12:00:${10 + i} ERROR worker ${i} failed`);
    const guessed = detect(timed, { format: 'generic' });
    expect(guessed.format).toBe('generic');
    expect(guessed.fields).toMatchObject({ time: '2024-05-01T12:00:10Z', severityText: 'ERROR' });
    expect(detect(['no header', 'none at all'], { format: 'generic' }).format).toBe('plain');
  });
});

describe('hostile lines', () => {
  const MIB = 1 << 20;

  it.each(['a', ' ', '[', '{"a":', '1', '"', '\\"', 'k=v ', 'a: ', '(', '\u001b[1m', '2024-05-01T12:00:00Z '])(
    'a line of a mebibyte of %j is detected and parsed within a second',
    (piece) => {
      const text = `2024-05-01T12:00:00Z INFO [${piece.repeat(Math.floor(MIB / piece.length))}`;
      const bytes = new TextEncoder().encode(text);
      const started = performance.now();
      const { spec } = detectFormat(bytes.subarray(0, 262_144), { path: 'x', modifiedMs: 0 });
      parseLines(spec, bytes);
      expect(performance.now() - started).toBeLessThan(1000);
    },
  );
});
