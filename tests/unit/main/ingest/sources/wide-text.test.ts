import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingFromLabel, type TextEncoding } from '../../../../../src-main/ingest/sources/text-encoding.ts';
import { decodeWide } from '../../../../../src-main/ingest/sources/wide-text.ts';

const encoding = (label: string): TextEncoding => encodingFromLabel(label) as TextEncoding;
const raw = (bytes: Uint8Array, start = 0) => ({
  bytes: Buffer.from(new Uint8Array(bytes)),
  start,
  next: start + bytes.length,
  lineOffsets: null,
  shortened: [],
});

describe('decodeWide', () => {
  it('agrees with TextDecoder on any UTF-16 bytes', () => {
    const unit = fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.integer({ min: 0xd7f0, max: 0xe010 }),
      fc.constantFrom(0x0a, 0x0d, 0x41),
    );
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 80 }), fc.boolean(), (units, isBigEndian) => {
        fc.pre(!units.includes(0xfeff) && !units.includes(0xfffe));
        const bytes = new Uint8Array(Uint16Array.from(units).buffer);
        if (isBigEndian) Buffer.from(bytes.buffer).swap16();
        const label = isBigEndian ? 'utf-16be' : 'utf-16le';
        const expected = new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
        expect(decodeWide(raw(bytes), encoding(label)).bytes.toString()).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the source offset of each line, in bytes, also in mid-stream', () => {
    const bytes = Buffer.from('ab\n漢\n🚀x', 'utf16le');
    expect([...(decodeWide(raw(bytes, 1000), encoding('utf-16le')).lineOffsets ?? [])]).toEqual([1000, 1006, 1010]);
  });

  it('drops a byte order mark at line starts and nowhere else', () => {
    const { bytes, lineOffsets, decodedOffset } = decodeWide(
      raw(Buffer.from('\uFEFFa\n\uFEFFb\uFEFFc\n', 'utf16le')),
      encoding('utf-16le'),
    );
    expect(bytes.toString()).toBe('a\nb\uFEFFc\n');
    expect([...(lineOffsets ?? [])]).toEqual([2, 8]);
    expect(decodedOffset).toBe(2);
  });

  it('marks lines with units that are no characters, each once', () => {
    const { invalidLines } = decodeWide(
      raw(Buffer.from('ok\n\ud800 \udc00\nok\n\udfff', 'utf16le')),
      encoding('utf-16le'),
    );
    expect(invalidLines).toEqual([1, 3]);
  });

  it('decodes UTF-32 and replaces surrogates and values beyond Unicode', () => {
    const bytes = Buffer.from(Uint32Array.from([0x41, 0x1f680, 0xd800, 0x110000, 0x0a]).buffer);
    const { bytes: text, invalidLines } = decodeWide(raw(bytes), encoding('utf-32le'));
    expect(text.toString()).toBe('A🚀\uFFFD\uFFFD\n');
    expect(invalidLines).toEqual([0]);
  });
});
