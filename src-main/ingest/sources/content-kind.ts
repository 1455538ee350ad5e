import type { FileError } from '#shared/domain/issue-class.ts';
import { fileError } from './file-issues.ts';
import { FOREIGN_KINDS, type ForeignKind } from './foreign-kinds.ts';
import { isBzip2Magic } from './bzip2-magic.ts';
import { isGzipMagic } from './gzip-header.ts';
import { isZstdMagic } from './zstd-frame.ts';
import { readTarHeader } from './tar-header.ts';
import type { Compression } from './types.ts';
import { isXzMagic } from './xz-decoder.ts';

const CONTROL_WINDOW = 1024;

/** Compression this program reads, by the first bytes. */
export function sniffCompression(head: Buffer): Compression {
  if (isGzipMagic(head)) return 'gzip';
  if (isZstdMagic(head)) return 'zstd';
  if (isXzMagic(head)) return 'xz';
  return isBzip2Magic(head) ? 'bzip2' : 'none';
}

export type ArchiveKind = 'tar' | 'zip';

/** First bytes that `sniffArchive` and `sniffCompression` look at. */
export const SNIFF_BYTES = 512;

/** Archive this program opens, by the first 512 bytes. */
export function sniffArchive(head: Buffer): ArchiveKind | null {
  const magic = head.toString('latin1', 0, 4);
  if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') return 'zip';
  if (readTarHeader(head.subarray(0, SNIFF_BYTES)) !== null) return 'tar';
  // A damaged first header is still one: its magic among the NULs that fill its fields.
  return head.toString('latin1', 257, 262) === 'ustar' && hasControlBytes(head) ? 'tar' : null;
}

/** Names content that is recognised and yet not log text, so that it is never shown as lines; null when none is. */
export function findForeignKind(head: Buffer, tail: Buffer): FileError | null {
  const kind = FOREIGN_KINDS.find((candidate) => matches(candidate, head));
  if (kind !== undefined) return describe(kind);
  const isParquet = tail.length > 0 ? tail.subarray(-4).equals(PARQUET) : head.subarray(4).subarray(-4).equals(PARQUET);
  return isParquet && hasControlBytes(tail.length > 0 ? tail : head) ? describe(DAMAGED_PARQUET) : null;
}

const PARQUET = Buffer.from('PAR1');
const DAMAGED_PARQUET: ForeignKind = {
  name: 'a Parquet file with a damaged head',
  class: 'E_BINARY',
  magic: '',
  hint: 'It is no log text.',
};

function describe(kind: ForeignKind): FileError {
  return fileError(kind.class, `It is ${kind.name}, not log text. ${kind.hint}`, { offset: 0 });
}

function matches(kind: ForeignKind, head: Buffer): boolean {
  const at = kind.at ?? 0;
  const magic = Buffer.from(kind.magic, kind.isText === true ? 'latin1' : 'hex');
  if (!head.subarray(at, at + magic.length).equals(magic)) return false;
  return (kind.confirm?.(head) ?? true) && (kind.isText !== true || hasControlBytes(head));
}

/** Text never starts like this: a byte below TAB, or between CR and SPACE other than ESC, near the start. */
export function hasControlBytes(bytes: Buffer): boolean {
  return bytes.subarray(0, CONTROL_WINDOW).some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}
