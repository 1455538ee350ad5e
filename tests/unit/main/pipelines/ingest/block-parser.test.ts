import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../../../../src-main/ingest/formats/index.ts';
import type { ParsedBlock } from '../../../../../src-main/pipelines/ingest/block-parser.ts';
import { BlockParser } from '../../../../../src-main/pipelines/ingest/block-parser.ts';
import { PlainEngine } from '../../../../../src-main/pipelines/ingest/plain-engine.ts';

function parse(text: string): ParsedBlock {
  const bytes = new TextEncoder().encode(text);
  const { spec } = detectFormat(bytes, { path: '/logs/app.log', modifiedMs: null });
  const input = { blockIndex: 0, bytes, decodedOffset: 0, lineOffsets: null, isCoarse: false };
  return new BlockParser(new PlainEngine(), spec).parse(input, {
    hasOpenEvent: false,
    parserState: '',
  });
}

function attributesOf({ columns }: ParsedBlock): string[] {
  const { bytes, offsets } = columns.attributes;
  const decoder = new TextDecoder();
  return Array.from({ length: columns.eventCount }, (_, i) =>
    decoder.decode(bytes.subarray(offsets[i], offsets[i + 1])),
  );
}

describe('container lines whose text does not parse', () => {
  const inner = (second: number): string => `2024-05-01 12:00:0${second} [http-1] INFO  c.e.Cart - added`;
  const cri = (second: number, text: string): string => `2024-05-01T12:00:0${second}.5Z stderr F ${text}\n`;
  const docker = (second: number, text: string): string =>
    `${JSON.stringify({ log: `${text}\r\n`, stream: 'stderr', time: `2024-05-01T12:00:0${second}.5Z` })}\n`;

  it.each([
    ['CRI', cri],
    ['docker', docker],
    [
      'CRI with colours',
      (second: number, text: string) => cri(second, text.replace('INFO', '\u001b[32mINFO\u001b[0m')),
    ],
  ])('keep the time of the runtime (%s)', (_name, line) => {
    const lines = [line(1, 'starting up'), ...[2, 3, 4, 5, 6].map((second) => line(second, inner(second)))];
    const { columns, summary } = parse(lines.join(''));
    expect(summary).toMatchObject({ events: 6, eventLines: 6 });
    expect([...columns.epochSeconds].map((seconds) => seconds % 10)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(columns.nanos[0]).toBe(500_000_000);
    const { bytes, offsets } = columns.parameters;
    expect(Buffer.from(bytes.subarray(offsets[0], offsets[1])).toString()).not.toContain('2024');
  });
});

describe('BlockParser', () => {
  it('keeps attributes of any length whole', () => {
    const long = 'x'.repeat(5000);
    const line = (thread: string): string => `2024-05-01 10:00:00,000 INFO [${thread}] a.B: ok\n`;
    expect(attributesOf(parse(line('t1') + line('t'.repeat(1500)) + line('t2')))).toEqual([
      '{"thread":"t1"}',
      `{"thread":"${'t'.repeat(1500)}"}`,
      '{"thread":"t2"}',
    ]);
    const json = (extra: string): string =>
      `{"time":"2024-05-01T10:00:00Z","level":"info","msg":"ok","extra":"${extra}"}\n`;
    expect(attributesOf(parse(json('a') + json(long)))).toEqual(['{"extra":"a"}', `{"extra":"${long}"}`]);
  });
});
