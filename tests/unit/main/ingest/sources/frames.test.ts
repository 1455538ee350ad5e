import { describe, expect, it } from 'vitest';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { isPlausibleMember, readGzipHeader } from '../../../../../src-main/ingest/sources/gzip-header.ts';
import { tryInflateSmall } from '../../../../../src-main/ingest/sources/gzip-small-member.ts';
import { readZstdBlock, readZstdHeader } from '../../../../../src-main/ingest/sources/zstd-frame.ts';

describe('readGzipHeader', () => {
  const fixed = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
  const flagged = (flags: number, ...rest: number[]) =>
    Buffer.from([...fixed.slice(0, 3), flags, ...fixed.slice(4), ...rest]);

  it('measures the optional fields', () => {
    expect(readGzipHeader(Buffer.from(fixed))).toEqual({ kind: 'member', length: 10 });
    expect(readGzipHeader(flagged(4, 2, 0, 9, 9))).toEqual({ kind: 'member', length: 14 });
    expect(readGzipHeader(flagged(8, 0x61, 0x62, 0, 7))).toEqual({ kind: 'member', length: 13 });
    expect(readGzipHeader(flagged(24, 0x61, 0, 0x62, 0))).toEqual({ kind: 'member', length: 14 });
  });

  it('tells a cut header from a damaged one and from other bytes', () => {
    expect(readGzipHeader(Buffer.from(fixed.slice(0, 9)))).toEqual({ kind: 'truncated' });
    expect(readGzipHeader(flagged(4, 2, 0, 9))).toEqual({ kind: 'truncated' });
    expect(readGzipHeader(flagged(8, 0x61))).toEqual({ kind: 'truncated' });
    expect(readGzipHeader(flagged(2, 0, 0))).toEqual({ kind: 'corrupt' });
    expect(readGzipHeader(flagged(0x80))).toEqual({ kind: 'corrupt' });
    expect(readGzipHeader(Buffer.from('text'))).toEqual({ kind: 'not-gzip' });
  });

  it('takes only likely headers for a new start behind damage', () => {
    expect(isPlausibleMember(gzipSync('x'), 0)).toBe(true);
    expect(isPlausibleMember(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 7, 3]), 0)).toBe(false);
    expect(isPlausibleMember(Buffer.from(fixed.slice(0, 9)), 0)).toBe(false);
  });
});

describe('tryInflateSmall', () => {
  const body = gzipSync('hello\n').subarray(10);

  it('inflates a body that ends within the bytes and says what it used', () => {
    expect(tryInflateSmall(body)).toMatchObject({ consumedBytes: body.length - 8 });
    expect(tryInflateSmall(body)?.output.toString()).toBe('hello\n');
  });

  it('leaves cut, damaged and hugely expanding bodies to the streaming way', () => {
    expect(tryInflateSmall(body.subarray(0, -9))).toBeNull();
    expect(tryInflateSmall(Buffer.from([7, 7, 7, 7]))).toBeNull();
    expect(tryInflateSmall(gzipSync(Buffer.alloc(3_000_000)).subarray(10))).toBeNull();
  });
});

describe('zstd frames', () => {
  it('are walked to their very end', () => {
    const params = { [constants.ZSTD_c_checksumFlag]: 1 };
    const packed = zstdCompressSync(Buffer.from('some text to pack\n'.repeat(40_000)), { params });
    const header = readZstdHeader(packed);
    if (header.kind !== 'frame') throw new Error('not a frame');
    expect(header).toMatchObject({ hasChecksum: true, needsDictionary: false });
    let at = header.length;
    for (let isLast = false; !isLast; ) {
      const block = readZstdBlock(packed.subarray(at));
      if (block === null) throw new Error('not a block');
      at += block.length;
      isLast = block.isLast;
    }
    expect(at + 4).toBe(packed.length);
  });

  it('have headers of every shape', () => {
    const magic = [0x28, 0xb5, 0x2f, 0xfd];
    expect(readZstdHeader(Buffer.from([...magic, 0x20, 5]))).toMatchObject({ kind: 'frame', length: 6 });
    expect(readZstdHeader(Buffer.from([...magic, 0x03, 0x50, 1, 0, 0, 0]))).toMatchObject({
      kind: 'frame',
      length: 10,
      needsDictionary: true,
    });
    expect(readZstdHeader(Buffer.from([...magic, 0x08]))).toEqual({ kind: 'corrupt' });
    expect(readZstdHeader(Buffer.from(magic))).toEqual({ kind: 'truncated' });
    expect(readZstdHeader(Buffer.from(magic.slice(0, 2)))).toEqual({ kind: 'truncated' });
    expect(readZstdHeader(Buffer.from('text'))).toEqual({ kind: 'not-zstd' });
    expect(readZstdHeader(Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 7, 0, 0, 0]))).toEqual({
      kind: 'skippable',
      length: 15,
    });
    expect(readZstdBlock(Buffer.from([0x07, 0, 0]))).toBeNull();
  });
});
