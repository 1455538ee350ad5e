import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { specOf } from '../../../../../src-main/ingest/formats/base-spec.ts';
import { ALL_FORMATS } from '../../../../../src-main/ingest/formats/definitions/all-formats.ts';
import {
  createLineParser,
  detectFormat,
  LineVerdict,
  ParsedLine,
  recordCutter,
} from '../../../../../src-main/ingest/formats/index.ts';
import type { LineParser, ParserSpec } from '../../../../../src-main/ingest/formats/index.ts';
import { type LineResult, parseLines } from '../../../../helpers/parse-lines.ts';

const SAMPLES = ALL_FORMATS.flatMap(({ samples }) => samples.map(({ line }) => line));

/** A sample line of some format with bytes cut, doubled or replaced. */
const mutant = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 6 }))
  .map(([line, at, length, insert]) => {
    const bytes = new TextEncoder().encode(line);
    const start = at % (bytes.length + 1);
    const end = Math.min(bytes.length, start + (length % 8));
    return new Uint8Array([...bytes.subarray(0, start), ...insert, ...bytes.subarray(end)]).map((byte) =>
      byte === 10 ? 32 : byte,
    );
  });

function checkRanges(line: ParsedLine, length: number): void {
  for (const [start, end] of [
    [line.severityStart, line.severityEnd],
    [line.serviceStart, line.serviceEnd],
    [line.hostStart, line.hostEnd],
    [line.componentStart, line.componentEnd],
  ] as const) {
    if (start >= 0) expect(start <= end && end <= length).toBe(true);
  }
  expect(line.contentStart).toBeGreaterThanOrEqual(0);
  expect(line.contentEnd).toBeGreaterThanOrEqual(line.contentStart);
  expect(line.contentEnd).toBeLessThanOrEqual(line.content?.length ?? length);
  if (line.hasTime) expect(Number.isSafeInteger(line.epochSeconds) && line.nanos >= 0 && line.nanos < 1e9).toBe(true);
  if (line.attributes !== null) expect(() => JSON.parse(line.attributes!)).not.toThrow();
}

describe('every parser', () => {
  const parsers: readonly LineParser[] = ALL_FORMATS.map((definition) => createLineParser(specOf(definition)));

  it('survives damaged lines of every format with ranges inside the line and attributes that are JSON', () => {
    const line = new ParsedLine();
    for (const parser of parsers) parser.startBlock('');
    fc.assert(
      fc.property(mutant, (bytes) => {
        for (const parser of parsers) {
          if (parser.parse(bytes, 0, bytes.length, line) !== LineVerdict.event) continue;
          do checkRanges(line, bytes.length);
          while (parser.more(line));
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('detection', () => {
  it('gives a spec that survives a structured clone and JSON', () => {
    for (const text of SAMPLES) {
      const { spec } = detectFormat(new TextEncoder().encode(text), { path: 'x', modifiedMs: 0 });
      expect(JSON.parse(JSON.stringify(spec))).toEqual(structuredClone(spec));
    }
  });
});

const MULTI_BLOCK: readonly (readonly [string, string])[] = [
  [
    'w3c',
    '#Fields: date time cs-uri\n2024-05-01 12:00:00 /a\n#Fields: time date x\n12:00:01 2024-05-02 7\n12:00:02 2024-05-02 8\n',
  ],
  ['zeek', '#separator \\x09\n#path\tconn\n#fields\tts\tuid\n1320279554.4963\ta b\n1320279555.4963\tc\n'],
  ['csv', 'time,level,message\n2024-05-01 12:00:00,INFO,"a\nb, c"\n2024-05-01 12:00:01,WARN,d\n'],
  [
    'strace',
    '23:59:58.000001 read(1) = 0\n23:59:59.000001 read(2) = 0\n00:00:01.000001 read(3) = 0\n00:00:02.000001 read(4) = 0\n',
  ],
  [
    'cri',
    '2024-05-01T12:00:00Z stdout P a\n2024-05-01T12:00:00Z stdout P b\n2024-05-01T12:00:00Z stdout F c\n2024-05-01T12:00:00Z stdout F d\n',
  ],
];

const PRETTY = JSON.stringify(
  Array.from({ length: 4 }, (_, i) => ({ time: `2024-05-01T12:00:0${i}Z`, message: `m${i}`, more: { a: [{ b: i }] } })),
  null,
  2,
);

describe('state between blocks', () => {
  it.each([...MULTI_BLOCK, ['json-lines', PRETTY]] as const)(
    '%s gives the same lines wherever the blocks are cut',
    (format, text) => {
      const { spec } = detectFormat(new TextEncoder().encode(text), {
        path: 'x',
        modifiedMs: Date.UTC(2024, 5, 1),
        format,
      });
      const whole = parseLines(spec, text);
      const bytes = new TextEncoder().encode(text);
      const cutter = recordCutter(spec);
      for (let end = bytes.indexOf(10) + 1; end > 0 && end < bytes.length; end = bytes.indexOf(10, end) + 1) {
        const better = cutter?.(bytes, end) ?? 0;
        const cut = better > 0 ? better : end;
        const first = bytes.slice(0, cut);
        const rest = bytes.slice(cut);
        expect([...parseLines(spec, first), ...parseLines(spec, rest, stateAfter(spec, first))]).toEqual<LineResult[]>(
          whole,
        );
      }
    },
  );
});

function stateAfter(spec: ParserSpec, bytes: Uint8Array): string {
  const parser = createLineParser(spec);
  const line = new ParsedLine();
  parser.startBlock('');
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start) < 0 ? bytes.length : bytes.indexOf(10, start);
    if (parser.parse(bytes, start, end, line) === LineVerdict.event) while (parser.more(line));
    start = end + 1;
  }
  return parser.state;
}
