import { describe, expect, it } from 'vitest';
import { decodeLz4Frame } from '../../../../../src-main/ingest/tables/lz4-frame.ts';
import { xxh32 } from '../../../../../src-main/ingest/tables/xxh32.ts';
import { lz4Frame } from '../../../../integration/ingest/tables/compress-arrow.ts';

describe('xxh32', () => {
  // Of the reference implementation's own checks and of its command line (xxhsum -H32).
  it.each([
    ['', 0x02cc5d05],
    ['a', 0x550d7456],
    ['abc', 0x32d153ff],
    ['Nobody inspects the spammish repetition', 0xe2293b2f],
  ])('of %j is as published', (text, expected) => {
    expect(xxh32(Buffer.from(text)).toString(16)).toBe(expected.toString(16));
  });
});

describe('decodeLz4Frame', () => {
  const texts = ['', 'a', 'no two of these', 'ab'.repeat(4000), 'x'.repeat(70_000), words(20_000)];

  it.each(texts.map((text) => Buffer.from(text)))('gives back what was compressed (%#)', (bytes) => {
    for (const flags of [{}, { hasSize: true }, { hasChecksums: true }, { isRaw: true }]) {
      const frame = lz4Frame(bytes, flags);
      expect(decodeLz4Frame(frame, bytes.length).equals(bytes)).toBe(true);
    }
    if (bytes.length > 5000) expect(lz4Frame(bytes).length).toBeLessThan(bytes.length);
  });

  it('reads frames of the reference program and of pyarrow', () => {
    const text = 'hello hello hello hello hello, said the shop\n';
    const frames = [
      // lz4 -c -BX, with checksums of the block and of all
      '04224d187440bd1c0000006f68656c6c6f20060004f0012c2073616964207468652073686f700aa5ae087100000000f812ddbd',
      // pyarrow.Codec('lz4').compress
      '04224d186040821c0000006f68656c6c6f20060004f0012c2073616964207468652073686f700a00000000',
    ];
    for (const frame of frames) expect(decodeLz4Frame(Buffer.from(frame, 'hex'), text.length).toString()).toBe(text);
  });

  it('refuses data that copies from before its start, and what a checksum denies', () => {
    const sound = lz4Frame(Buffer.from('abcdabcdabcdabcdabcdabcd-the-end'));
    const at = sound.indexOf(Buffer.from([4, 0]), 11);
    const before = Buffer.from(sound);
    before.writeUInt16LE(5, at);
    expect(() => decodeLz4Frame(before, 32)).toThrow('copies from before its start');
    const summed = lz4Frame(Buffer.from('some text that is not long'), { hasChecksums: true });
    summed[15] = (summed[15] as number) ^ 1;
    expect(() => decodeLz4Frame(summed, 26)).toThrow('wrong checksum');
    const header = Buffer.from(sound);
    header[5] = 0x60;
    expect(() => decodeLz4Frame(header, 32)).toThrow('damaged header');
  });

  it('throws, and never reads or writes outside, whatever a byte of it becomes', () => {
    const sound = lz4Frame(Buffer.from(words(300)));
    const { length } = words(300);
    let refused = 0;
    for (let at = 0; at < sound.length; at++) {
      for (const value of [0x00, 0x7f, 0xff]) {
        const spoilt = Buffer.from(sound);
        spoilt[at] = value;
        try {
          expect(decodeLz4Frame(spoilt, length)).toHaveLength(length);
        } catch (cause) {
          expect(cause).toBeInstanceOf(Error);
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(sound.length / 4);
  });
});

function words(count: number): string {
  const list = ['accepted', 'queued', 'sent', 'dropped', 'retried', 'order', 'shop'];
  return Array.from({ length: count }, (_, i) => list[(i * i + (i >> 3)) % 7]).join(' ');
}
