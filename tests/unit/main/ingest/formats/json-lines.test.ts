import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainSpec, specOf } from '../../../../../src-main/ingest/formats/base-spec.ts';
import { findDefinition } from '../../../../../src-main/ingest/formats/definitions/all-formats.ts';
import { LineVerdict } from '../../../../../src-main/ingest/formats/index.ts';
import { skipValue } from '../../../../../src-main/ingest/formats/json/skip-json.ts';
import { parseEvents, parseLines } from '../../../../helpers/parse-lines.ts';

const spec = { ...plainSpec(), engine: 'json' } as const;

describe('JSON lines', () => {
  it('decodes every escape of the message', () => {
    const message = 'a "b" \\ \n\t\u0007 ä 😀 \u2028';
    const [escaped] = parseEvents(spec, JSON.stringify({ message }));
    expect(escaped?.content).toBe(message);
    const [unicode] = parseEvents(spec, '{"message":"\\u00e4 \\ud83d\\ude00 \\u0041"}');
    expect(unicode?.content).toBe('ä 😀 A');
  });

  it('replaces an unpaired surrogate instead of making invalid UTF-8', () => {
    const [event] = parseEvents(spec, '{"message":"x\\ud800y"}');
    expect(event?.content).toBe('x\ufffdy');
  });

  it('keeps the rest of the record as it is written: large numbers, order, nested objects', () => {
    const [event] = parseEvents(spec, '{"msg":"m","id":9007199254740993123,"n":1e400,"o":{"a":[1,2]},"level":"info"}');
    expect(event?.attributes).toBe('{"id":9007199254740993123,"n":1e400,"o":{"a":[1,2]}}');
  });

  it('takes names of prototypes for plain data', () => {
    const [event] = parseEvents(spec, '{"__proto__":{"p":1},"constructor":"c","message":"m"}');
    expect(event?.content).toBe('m');
    expect(event?.attributes).toBe('{"__proto__":{"p":1},"constructor":"c"}');
    expect(({} as Record<string, unknown>)['p']).toBeUndefined();
  });

  it('reads fields under dotted and nested names alike', () => {
    const texts = ['{"log.level":"warn","message":"m"}', '{"log":{"level":"warn"},"message":"m"}'];
    for (const text of texts) expect(parseEvents(spec, text)[0]?.severity).toBe(13);
  });

  it('prefers the more telling name whatever the order', () => {
    expect(parseEvents(spec, '{"event":"e","message":"m"}')[0]?.content).toBe('m');
    expect(parseEvents(spec, '{"message":"m","event":"e"}')[0]?.content).toBe('m');
  });

  it.each([
    ['"2024-05-01T12:00:00.5+02:00"', '2024-05-01T10:00:00.500Z'],
    ['1714564800', '2024-05-01T12:00:00Z'],
    ['1714564800123', '2024-05-01T12:00:00.123Z'],
    ['"1714564800123456"', '2024-05-01T12:00:00.123456Z'],
    ['1714564800.25', '2024-05-01T12:00:00.250Z'],
    ['"01/May/2024:12:00:00 +0000"', '2024-05-01T12:00:00Z'],
    ['"Wed, 01 May 2024 12:00:00 GMT"', '2024-05-01T12:00:00Z'],
  ])('reads the time %s', (value, expected) => {
    expect(parseEvents(spec, `{"time":${value},"message":"m"}`)[0]?.time).toBe(expected);
  });

  it('does not take a small number for a time', () => {
    expect(parseLines(spec, '{"ts":12.5,"message":"m"}')[0]).toMatchObject({ badTime: false, fields: { time: null } });
  });

  it('says that a time is impossible and keeps the event', () => {
    const [result] = parseLines(spec, '{"time":"2024-02-30T00:00:00Z","message":"m"}');
    expect(result).toMatchObject({ badTime: true, fields: { time: null, content: 'm' } });
  });

  it('makes a broken record an event of its own that keeps the time and level before the break', () => {
    const text = '{"ts":"2024-05-01T12:00:00Z","lvl":"ERROR","msg":"cut he';
    const [result] = parseLines(spec, text);
    expect(result).toMatchObject({ verdict: LineVerdict.event, isMalformed: true });
    expect(result?.fields).toMatchObject({
      time: '2024-05-01T12:00:00Z',
      severity: 17,
      content: text,
      attributes: null,
    });
  });

  it('leaves lines that are no JSON to the event before', () => {
    const verdicts = parseLines(spec, '{"msg":"a"}\n  at foo\nError: x\n{"msg":"b"}').map(({ verdict }) => verdict);
    expect(verdicts).toEqual([LineVerdict.event, LineVerdict.noMatch, LineVerdict.noMatch, LineVerdict.event]);
  });

  it('gives one event for each record of a line: arrays and concatenated objects', () => {
    const contents = (text: string): string[] => parseEvents(spec, text).map(({ content }) => content);
    expect(contents('[{"msg":"a"},{"msg":"b"}]')).toEqual(['a', 'b']);
    expect(contents('{"msg":"a"}{"msg":"b"} {"msg":"c"}')).toEqual(['a', 'b', 'c']);
    expect(contents('[\n{"msg":"a"},\n{"msg":"b"}\n]')).toEqual(['a', 'b']);
  });

  it('shows a record without a message whole', () => {
    expect(parseEvents(spec, '{"time":"2024-05-01T12:00:00Z","user":"bob"}')[0]?.content).toBe(
      '{"time":"2024-05-01T12:00:00Z","user":"bob"}',
    );
  });

  it('refuses nesting without end in time and memory', () => {
    const deep = `{"message":"m","a":${'['.repeat(100_000)}`;
    expect(parseLines(spec, deep)[0]).toMatchObject({ isMalformed: true });
  });

  it('maps numeric levels by the scale of the format', () => {
    const severities = (name: string, levels: readonly number[]): (number | undefined)[] =>
      levels.map(
        (level) =>
          parseEvents(specOf(findDefinition(name)!), `{"level":${level},"msg":"m","short_message":"m"}`)[0]?.severity,
      );
    expect(severities('pino', [10, 20, 30, 40, 50, 60])).toEqual([1, 5, 9, 13, 17, 21]);
    expect(severities('gelf', [0, 1, 2, 3, 4, 5, 6, 7])).toEqual([21, 19, 18, 17, 13, 10, 9, 5]);
  });

  it('decodes a message journald wrote as bytes', () => {
    const line = '{"__REALTIME_TIMESTAMP":"1714564800000000","MESSAGE":[104,105,255]}';
    expect(parseEvents(specOf(findDefinition('journald-json')!), line)[0]?.content).toBe('hi\ufffd');
  });
});

describe('skipValue', () => {
  it('accepts what JSON.parse accepts', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(3), (text, indent) => {
        const bytes = new TextEncoder().encode(JSON.stringify(JSON.parse(text), null, indent));
        expect(skipValue(bytes, 0, bytes.length, 0)).toBe(bytes.length);
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"a"',
      ':',
      ',',
      '1',
      '-',
      '.',
      '0',
      'e',
      'true',
      'null',
      '\\',
      '"',
      ' ',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('').trim();
        const bytes = new TextEncoder().encode(text);
        expect(bytes.length > 0 && skipValue(bytes, 0, bytes.length, 0) === bytes.length).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });
});
