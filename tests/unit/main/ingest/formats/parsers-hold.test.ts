import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { specOf } from '../../../../../src-main/ingest/formats/base-spec.ts';
import { ALL_FORMATS } from '../../../../../src-main/ingest/formats/definitions/all-formats.ts';
import {
  createLineParser,
  detectFormat,
  LineVerdict,
  ParsedLine,
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

describe('state between blocks', () => {
  it.each(MULTI_BLOCK)('%s gives the same lines wherever the blocks are cut', (format, text) => {
    const { spec } = detectFormat(new TextEncoder().encode(text), {
      path: 'x',
      modifiedMs: Date.UTC(2024, 5, 1),
      format,
    });
    const whole = parseLines(spec, text);
    const lines = text.split('\n').filter((line) => line !== '');
    for (let cut = 1; cut < lines.length; cut++) {
      const first = lines.slice(0, cut).join('\n');
      const rest = lines.slice(cut).join('\n');
      expect([...parseLines(spec, first), ...parseLines(spec, rest, stateAfter(spec, first))]).toEqual<LineResult[]>(
        whole,
      );
    }
  });
});

function stateAfter(spec: ParserSpec, text: string): string {
  const parser = createLineParser(spec);
  const line = new ParsedLine();
  parser.startBlock('');
  for (const part of text.split('\n')) {
    const bytes = new TextEncoder().encode(part);
    parser.parse(bytes, 0, bytes.length, line);
  }
  return parser.state;
}
