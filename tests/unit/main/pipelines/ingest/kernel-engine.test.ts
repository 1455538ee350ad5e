import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectFormat, listFormats, type ParserSpec } from '../../../../../src-main/ingest/formats/index.ts';
import { BlockParser } from '../../../../../src-main/pipelines/ingest/block-parser.ts';
import { PlainEngine } from '../../../../../src-main/pipelines/ingest/plain-engine.ts';
import { type EngineRun, openKernelEngine, readWith } from '../../../../helpers/engines.ts';

const encoder = new TextEncoder();

function expectSame(run: EngineRun): void {
  expect(readWith(openKernelEngine(), run)).toEqual(readWith(new PlainEngine(), run));
}

function specOf(text: string): ParserSpec {
  return detectFormat(encoder.encode(text), { path: '/logs/x.log', modifiedMs: Date.UTC(2024, 5, 1) }).spec;
}

/** Pieces that headers, masks, escapes and decoders trip over; the two-byte ones are cut UTF-8. */
const PIECES =
  ' |\t|\r|\n|\0|-|:|.|,|/|\\|@|+|=|<*>|<|>|"|[|]|(|)|{|}|0|1|12|2024|é|\u{fe8d}|日本|😀|\u001e|\u001f|INFO|error'
    .split('|')
    .map((piece) => encoder.encode(piece))
    .concat([Uint8Array.of(0xff), Uint8Array.of(0xc3), Uint8Array.of(0xe2, 0x82), Uint8Array.of(0xef, 0xbb, 0xbf)]);

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  piece: fc.constantFrom(...PIECES),
  isInsert: fc.boolean(),
});

function edited(
  text: string,
  edits: readonly { at: number; piece: Uint8Array; isInsert: boolean }[],
): Uint8Array<ArrayBuffer> {
  let bytes = Buffer.from(text);
  for (const { at, piece, isInsert } of edits) {
    const place = Math.floor(at * bytes.length);
    bytes = Buffer.concat([bytes.subarray(0, place), piece, bytes.subarray(isInsert ? place : place + piece.length)]);
  }
  return new Uint8Array(bytes);
}

describe('KernelEngine', () => {
  it('reads most pattern formats by itself and hands nothing back of a usual file', () => {
    const text = Array.from(
      { length: 50 },
      (_, i) => `2024-05-01 10:00:${10 + i},5 INFO [main] a.B: took ${i} ms\n`,
    ).join('');
    const engine = openKernelEngine();
    const spec = specOf(text);
    readWith(engine, { spec, blocks: [encoder.encode(text)] });
    const block = engine.begin(encoder.encode(text), false);
    expect([block.lineCount, block.readLines(0, false)]).toEqual([50, 50]);
  });

  it('makes the same columns again in memory that it was given back, and leaves alone what it was not', () => {
    const text = (from: number): string =>
      Array.from({ length: 400 }, (_, i) => `2024-05-01 10:00:00,5 INFO [m-${i}] a.B: took ${from + i} ms\n`).join('');
    const blocks = [1, 1000, 5].map((from) => encoder.encode(text(from)));
    const engine = openKernelEngine();
    const parser = new BlockParser(engine, specOf(text(1)));
    const parse = (at: number) =>
      parser.parse(
        { blockIndex: at, bytes: blocks[at]!, decodedOffset: 0, lineOffsets: null, isCoarse: false },
        { hasOpenEvent: at > 0, parserState: '' },
      ).columns;
    const first = parse(0);
    const fresh = structuredClone(first);
    const second = parse(1);
    const kept = structuredClone(second);
    engine.release(first);
    const again = parse(0);
    expect(again.eventLine.buffer).toBe(first.eventLine.buffer);
    expect([again, second]).toEqual([fresh, kept]);
  });

  // Every format takes its turn: more of them than the usual limit of time is meant for.
  it('makes the same columns as plain JavaScript of every format, whatever its lines turn into', {
    timeout: 60_000,
  }, () => {
    for (const { name, samples } of listFormats()) {
      const text = samples.map(({ line }) => `${line}\n  at frame 1\n\n`).join('');
      const { spec } = detectFormat(encoder.encode(text), { path: '/x.log', modifiedMs: 0, format: name });
      expectSame({ spec, blocks: [encoder.encode(text), encoder.encode(text.replaceAll('\n', '\r\n'))] });
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), fc.boolean(), (edits, isCoarse) => {
          expectSame({ spec, blocks: [edited(text, edits)], isCoarse });
        }),
        { numRuns: 12 },
      );
    }
  });

  it('makes the same columns of headers it knows, and of others that begin like them', { timeout: 60_000 }, () => {
    const ends = ['', ' ', '\t', '\r', '\u{feff}x', '-', ' : x', '[x] y', 'at frame'];
    for (const { name, samples } of listFormats()) {
      const text = samples.map(({ line }) => `${line}\n`).join('');
      const { spec } = detectFormat(encoder.encode(text), { path: '/x.log', modifiedMs: 0, format: name });
      const line = fc.record({
        of: fc.constantFrom(...samples.map((sample) => sample.line)),
        cut: fc.nat({ max: 120 }),
        end: fc.constantFrom(...ends),
        edits: fc.array(edit, { maxLength: 1 }),
      });
      fc.assert(
        fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
          const changed = lines.map(({ of, cut, end, edits }) => edited(`${of.slice(0, cut)}${end}`, edits));
          const block = changed.flatMap((bytes) => [bytes, encoder.encode(`\n${text}`)]);
          expectSame({ spec, blocks: [encoder.encode(text), new Uint8Array(Buffer.concat(block))] });
        }),
        { numRuns: 8 },
      );
    }
  });

  it('makes the same columns of any bytes behind a header', () => {
    const head = '2024-05-01T10:00:00.25+02:00 WARN [t-1] org.x.Y : ';
    const spec = specOf(`${head}a\n`.repeat(5));
    const words =
      'words a ms new False nulls Mon MAY decade facade cafe1 1facade_x ~tilde under_score 0123456d 0123456bd'
        .split(' ')
        .map((word) => encoder.encode(word));
    const piece = fc.oneof(fc.constantFrom(...PIECES, ...words), fc.uint8Array({ maxLength: 9 }));
    const content = fc.array(piece, { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(content, { maxLength: 6 }), (contents) => {
        const text = contents.flatMap((pieces) => [encoder.encode(head), ...pieces, encoder.encode('\n')]);
        expectSame({ spec, blocks: [new Uint8Array(Buffer.concat(text))] });
      }),
      { numRuns: 300 },
    );
  });

  it('makes the same columns of values behind keys that were seen to differ', () => {
    const letters = (i: number): string => String(i).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');
    const many = Array.from({ length: 40 }, (_, i) => `a=${letters(i)} b="it is ${letters(i)}" é=${letters(i)}!\n`);
    const pair = fc.tuple(
      fc.constantFrom('a=', 'b="', "b='", 'a="', 'é=', ' a.b=', 'msg=', 'a==', '='),
      fc.array(fc.constantFrom(...PIECES, encoder.encode('\\"'), encoder.encode('word'), encoder.encode('10.0.0.1'))),
      fc.constantFrom('"', "'", '', ' ', '",', '")', ';'),
    );
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 12 }), (pairs) => {
        const bytes = pairs.flatMap(([key, pieces, end]) => [encoder.encode(key), ...pieces, encoder.encode(end)]);
        const block = new Uint8Array(Buffer.concat([encoder.encode(many.join('')), ...bytes]));
        expectSame({ spec: { ...specOf('x\n'), engine: 'plain' }, blocks: [block, block.subarray(0, 900)] });
      }),
      { numRuns: 300 },
    );
  });

  it('tells zones, fractions, odd spellings and impossible times as the clock does', () => {
    const times = [
      '2024-02-30T10:00:00Z',
      '2024-02-29T23:59:60Z',
      '2024-05-01T24:00:00Z',
      '1600-01-01T00:00:00Z',
      '2300-01-01T00:00:00Z',
      '2024-05-01T10:00:00.123456789123-0330',
      '2024-05-01T10:00:00+02:00:30',
      '2024-05-01 10:00:00 +0200',
      '2024-05-01 10:00:00 UTC',
      '2024-05-01 10:00:00 Utopia',
      '2024-05-01 10:00:00 -',
      '2024-05-01 10:00',
      '2024/05/01_10.00.00,5',
      '20240501T100000Z',
      '2024-05-01T10:00:00z.',
      '2024-05-01T10:00:00.',
    ];
    const lines = times.map((time) => `${time} INFO a.B: done in 5 ms\n`).join('');
    const zoned = detectFormat(encoder.encode(lines), { path: '/x', modifiedMs: 0, timezone: 'Europe/Berlin' });
    expectSame({ spec: zoned.spec, blocks: [encoder.encode(lines)] });
    expectSame({ spec: specOf(lines), blocks: [encoder.encode(lines)] });
  });

  it('follows year-less dates over the turn of the year, between lines that it hands back', () => {
    const line = (time: string): string => `${time} host app[1]: went on for 3 s\n`;
    const days = ['Dec 30 10:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:00', 'Janv 2 00:00:01', 'Jan  3 00:00:00'];
    const text = days.map(line).join('');
    expectSame({ spec: specOf(text.repeat(3)), blocks: [encoder.encode(text), encoder.encode(text)] });
  });

  it('adds what the path says, and shares the number of spellings that decode to one text', () => {
    const head = '2024-05-01 10:00:00,000 INFO';
    const names = [
      Uint8Array.of(0x61, 0xff),
      Uint8Array.of(0x61, 0xfe),
      encoder.encode('a\u{fffd}'),
      encoder.encode('b'),
    ];
    const text = names.flatMap((name) => [encoder.encode(`${head} [t] `), name, encoder.encode(': x\n')]);
    const spec = specOf(`${head} [t] a: x\n`.repeat(4));
    const origin = { service: 'from-path', attributes: { 'k8s.pod.name': 'p"1' } };
    expectSame({ spec, blocks: [new Uint8Array(Buffer.concat(text))], origin });
  });

  it('keeps to the cap of parameters, also where one chunk of a line leaps over it', () => {
    const lines = [190, 197, 198, 199, 200].map((count) => `${'1 '.repeat(count)}${'10::'.repeat(60)}1 end\n`).join('');
    expectSame({ spec: { ...specOf('x\n'), engine: 'plain' }, blocks: [encoder.encode(lines)] });
  });

  it('keeps to the caps of distinct shapes in a block', () => {
    const letters = (i: number): string => String(i).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');
    const lines = (count: number): Uint8Array<ArrayBuffer> =>
      encoder.encode(Array.from({ length: count }, (_, i) => `plain number${letters(i)} text\n`).join(''));
    const forms = [
      (a: string, b: string): string => `got "${a} ${b} of ${a}" for [${b}], left 5 ms`,
      (a: string, b: string): string => `${b}: key=${a} note="${a} ${b}" then ${b} was kept`,
      (): string => 'usual line took 5 ms',
      (a: string): string => `seen again (${a.slice(0, 2)}) as wanted, é${a}`,
    ];
    const mixed = Array.from({ length: 24_000 }, (_, i) => forms[i % 4]?.(letters(i), letters((i * 7919) % 10_007)));
    const blocks = [lines(31_000), lines(100), encoder.encode(`${mixed.join('\n')}\n`)];
    const run: EngineRun = { spec: { ...specOf('x\n'), engine: 'plain' }, blocks };
    const [kernel, plain] = [readWith(openKernelEngine(), run), readWith(new PlainEngine(), run)];
    // Not by `toEqual`, which takes seconds for so many values.
    expect(isDeepStrictEqual(kernel, plain)).toBe(true);
  });
});
