// RFC 1952 member header: 1f 8b 08 FLG MTIME(4) XFL OS [FEXTRA: len(2) data] [FNAME: ...0] [FCOMMENT: ...0] [FHCRC: 2]
import { crc32 } from 'node:zlib';

const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 0xe0;
/** Bytes of a header without its optional fields. */
export const MEMBER_START_BYTES = 10;

export type GzipHeader =
  | { readonly kind: 'member'; readonly length: number }
  | { readonly kind: 'not-gzip' | 'truncated' | 'corrupt' };

export function isGzipMagic(bytes: Uint8Array, at = 0): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
}

/**
 * Reads a member header at the start of `bytes`; the stored name is skipped, never used.
 * 'truncated' means the header does not end within `bytes`.
 */
export function readGzipHeader(bytes: Buffer): GzipHeader {
  if (!isGzipMagic(bytes)) return { kind: 'not-gzip' };
  if (bytes.length < MEMBER_START_BYTES) return { kind: 'truncated' };
  const flags = bytes[3] as number;
  if ((flags & RESERVED) !== 0) return { kind: 'corrupt' };
  let at = MEMBER_START_BYTES;
  if ((flags & FEXTRA) !== 0) {
    if (bytes.length < at + 2) return { kind: 'truncated' };
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const flag of [FNAME, FCOMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = at < bytes.length ? bytes.indexOf(0, at) : -1;
    if (end === -1) return { kind: 'truncated' };
    at = end + 1;
  }
  if ((flags & FHCRC) !== 0) {
    if (bytes.length < at + 2) return { kind: 'truncated' };
    if ((crc32(bytes.subarray(0, at)) & 0xffff) !== bytes.readUInt16LE(at)) return { kind: 'corrupt' };
    at += 2;
  }
  return at > bytes.length ? { kind: 'truncated' } : { kind: 'member', length: at };
}

/** Stricter than the magic, for finding the next member behind damage: also known flags, XFL and OS values. */
export function isPlausibleMember(bytes: Uint8Array, at: number): boolean {
  if (!isGzipMagic(bytes, at) || at + MEMBER_START_BYTES > bytes.length) return false;
  const extra = bytes[at + 8] as number;
  const system = bytes[at + 9] as number;
  return (
    ((bytes[at + 3] as number) & RESERVED) === 0 &&
    (extra === 0 || extra === 2 || extra === 4) &&
    (system <= 13 || system === 255)
  );
}
