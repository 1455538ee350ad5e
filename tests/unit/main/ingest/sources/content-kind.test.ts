import { describe, expect, it } from 'vitest';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { findForeignKind, sniffCompression } from '../../../../../src-main/ingest/sources/content-kind.ts';
import { FOREIGN_KINDS } from '../../../../../src-main/ingest/sources/foreign-kinds.ts';

const NONE = Buffer.alloc(0);

describe('sniffCompression', () => {
  it('goes by the first bytes', () => {
    expect(sniffCompression(gzipSync('x'))).toBe('gzip');
    expect(sniffCompression(zstdCompressSync('x'))).toBe('zstd');
    expect(sniffCompression(Buffer.from('x'))).toBe('none');
    expect(sniffCompression(NONE)).toBe('none');
  });
});

describe('findForeignKind', () => {
  it('never names log text', () => {
    for (const text of [
      '',
      'a',
      'BM',
      'ID3 tag\n',
      'RIFF raff\n',
      'ustar\n',
      'ORC stack\n',
      '%PDF-viewer started\n',
      '\n\r\r\n',
      'II*\n',
      'Salted__ caramel\n',
      '070701 oops\n',
    ]) {
      expect(findForeignKind(Buffer.from(text), NONE), text).toBeNull();
    }
  });

  it('says what it is and what to try', () => {
    const found = findForeignKind(Buffer.from('fd377a585a0000', 'hex'), NONE);
    expect(found).toMatchObject({ class: 'E_UNSUPPORTED', offset: 0 });
    expect(found?.message).toMatch(/xz.*Decompress it/);
  });

  it('has a reachable rule for every kind', () => {
    for (const kind of FOREIGN_KINDS.filter(({ confirm }) => confirm === undefined)) {
      const magic = Buffer.from(kind.magic, kind.isText === true ? 'latin1' : 'hex');
      const head = Buffer.concat([Buffer.alloc(kind.at ?? 0, 'x'), magic, Buffer.alloc(12)]);
      expect(findForeignKind(head, NONE)?.message, kind.name).toContain(kind.name);
    }
  });
});
