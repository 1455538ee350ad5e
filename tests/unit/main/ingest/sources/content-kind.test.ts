import { describe, expect, it } from 'vitest';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import {
  findForeignKind,
  sniffArchive,
  sniffCompression,
} from '../../../../../src-main/ingest/sources/content-kind.ts';
import { FOREIGN_KINDS } from '../../../../../src-main/ingest/sources/foreign-kinds.ts';

const NONE = Buffer.alloc(0);

describe('sniffCompression', () => {
  it('goes by the first bytes', () => {
    expect(sniffCompression(gzipSync('x'))).toBe('gzip');
    expect(sniffCompression(zstdCompressSync('x'))).toBe('zstd');
    expect(sniffCompression(Buffer.from('fd377a585a000004', 'hex'))).toBe('xz');
    expect(sniffCompression(Buffer.from('BZh91AY&SY'))).toBe('bzip2');
    expect(sniffCompression(Buffer.from('BZh9 is how it starts'))).toBe('none');
    expect(sniffCompression(Buffer.from('x'))).toBe('none');
    expect(sniffCompression(NONE)).toBe('none');
  });
});

describe('sniffArchive', () => {
  it('goes by magic and checksum, never by looks', () => {
    expect(sniffArchive(Buffer.from('PK\x03\x04rest', 'latin1'))).toBe('zip');
    expect(sniffArchive(Buffer.from('PK\x05\x06', 'latin1'))).toBe('zip');
    expect(sniffArchive(Buffer.from('PK is a name\n'))).toBeNull();
    expect(sniffArchive(Buffer.alloc(1024))).toBeNull();
    expect(sniffArchive(Buffer.from('text with ustar at its place'.padStart(280)))).toBeNull();
    expect(sniffArchive(NONE)).toBeNull();
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
    const found = findForeignKind(Buffer.from('04224d1800', 'hex'), NONE);
    expect(found).toMatchObject({ class: 'E_UNSUPPORTED', offset: 0 });
    expect(found?.message).toMatch(/lz4.*Decompress it/);
  });

  it('has a reachable rule for every kind', () => {
    for (const kind of FOREIGN_KINDS.filter(({ confirm }) => confirm === undefined)) {
      const magic = Buffer.from(kind.magic, kind.isText === true ? 'latin1' : 'hex');
      const head = Buffer.concat([Buffer.alloc(kind.at ?? 0, 'x'), magic, Buffer.alloc(12)]);
      expect(findForeignKind(head, NONE)?.message, kind.name).toContain(kind.name);
    }
  });
});
