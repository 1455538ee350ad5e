import type { FileError } from '#shared/domain/issue-class.ts';
import { isGzipMagic } from './gzip-header.ts';
import type { Compression } from './types.ts';

const ZSTD_MAGIC = 0xfd2fb528;

export function sniffCompression(head: Buffer): Compression {
  if (isGzipMagic(head)) return 'gzip';
  if (head.length < 4) return 'none';
  const magic = head.readUInt32LE(0);
  return magic === ZSTD_MAGIC ? 'zstd' : 'none';
}

export function findForeignKind(_head: Buffer, _tail: Buffer): FileError | null {
  return null;
}
