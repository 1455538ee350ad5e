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
