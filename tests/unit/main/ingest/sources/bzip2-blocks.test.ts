import { describe, expect, it } from 'vitest';
import { BitReader } from '../../../../../src-main/ingest/sources/bit-reader.ts';
import { Bzip2Blocks } from '../../../../../src-main/ingest/sources/bzip2-blocks.ts';

const MAGIC = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59].map((byte) => byte.toString(2).padStart(8, '0')).join('');
const RUN_A = '00';
const RUN_B = '01';
const END = '10';

/** A block whose only byte is `a`, with codes of two bits for the digits 1 and 2 of runs and for its end. */
function block(symbols: string, { start = 0, checksum = 0 } = {}): BitReader {
  const table = `00010${'0'.repeat(3)}`;
  const bits = [
    MAGIC,
    checksum.toString(2).padStart(32, '0'),
    `0${start.toString(2).padStart(24, '0')}`,
    `${'0'.repeat(6)}1${'0'.repeat(9)}`,
    `01${'0'.repeat(14)}`,
    `010${'1'.padStart(15, '0')}0`,
    table + table,
    symbols,
  ].join('');
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? [];
  return new BitReader(
    Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2)),
    0,
  );
}

describe('Bzip2Blocks', () => {
  it('decodes a block of one run', () => {
    // As the tool itself writes it for `aaa`.
    const { output, error } = new Bzip2Blocks(1).decode(block(RUN_A + RUN_A + END, { checksum: 0x1fe5dfce }), 0);
    expect(Buffer.from(output).toString()).toBe('aaa');
    expect(error?.message ?? '').toBe('');
  });

  it.each([
    ['a run whose length leaves 32 bits', RUN_B.repeat(40) + END, 'run without end'],
    ['a run longer than the stream allows', RUN_B.repeat(17) + END, 'longer than its stream allows'],
    ['nothing in it', END, 'starts at'],
    ['a code that its tables do not have', '11', 'tables do not'],
    ['more symbols than it claims', RUN_A.repeat(60), 'run without end'],
  ])('refuses a block with %s', (_, symbols, message) => {
    const { output, error } = new Bzip2Blocks(1).decode(block(symbols), 0);
    expect(error?.message).toContain(message);
    expect(output.length).toBe(0);
  });

  it('keeps what it decoded of a block with a wrong checksum', () => {
    const { output, error } = new Bzip2Blocks(1).decode(block(RUN_B + END), 0);
    expect([Buffer.from(output).toString(), error?.message]).toEqual(['aa', expect.stringContaining('checksum')]);
  });
});
