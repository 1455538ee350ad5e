// Local header: PK\3\4 version(2) flags(2) method(2) time(4) crc(4) stored(4) size(4) name length(2) extra length(2) name extra.
import { throwIfAborted } from '../../base/abort.ts';
import { readPiece, type StoredBytes } from './stored-bytes.ts';
import type { ZipDirectoryEntry } from './zip-directory.ts';

export const LOCAL_MAGIC = Buffer.from('PK\x03\x04', 'latin1');
const FIXED_BYTES = 30;
const SCAN_BYTES = 256 * 1024;
const HAS_DESCRIPTOR = 8;
const ZIP64 = 0xffffffff;

export interface LocalHeader {
  /** With name and extra field. */
  readonly length: number;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly storedBytes: number;
  readonly sizeBytes: number;
  readonly name: Buffer;
}

/** Reads the header in front of an entry's data; null when there is none. */
export async function readLocalHeader(
  bytes: StoredBytes,
  position: number,
  signal: AbortSignal | undefined,
): Promise<LocalHeader | null> {
  const fixed = await readPiece(bytes, position, FIXED_BYTES, signal);
  if (fixed.length < FIXED_BYTES || !fixed.subarray(0, 4).equals(LOCAL_MAGIC)) return null;
  const nameBytes = fixed.readUInt16LE(26);
  return {
    length: FIXED_BYTES + nameBytes + fixed.readUInt16LE(28),
    flags: fixed.readUInt16LE(6),
    method: fixed.readUInt16LE(8),
    checksum: fixed.readUInt32LE(14),
    storedBytes: fixed.readUInt32LE(18),
    sizeBytes: fixed.readUInt32LE(22),
    name: await readPiece(bytes, position + FIXED_BYTES, nameBytes, signal),
  };
}

export type FoundEntry = Omit<ZipDirectoryEntry, 'sizeBytes' | 'checksum' | 'modifiedMs'> & {
  readonly dataStart: number;
  readonly sizeBytes: number | null;
  readonly checksum: number | null;
};

/**
 * Finds the entries of a zip archive whose directory is lost, by their local headers. An entry that does not tell its
 * size (its writer did not know it yet) reaches to the next header or to the end. @throws CancelledError
 */
export async function* findZipEntries(bytes: StoredBytes, signal: AbortSignal | undefined): AsyncGenerator<FoundEntry> {
  for (let at = await findMagic(bytes, 0, signal); at !== null; ) {
    const header = await readLocalHeader(bytes, at, signal);
    if (header === null) return;
    const dataStart = at + header.length;
    const isSized = (header.flags & HAS_DESCRIPTOR) === 0 && header.storedBytes !== ZIP64;
    const next: number | null = await findMagic(bytes, isSized ? dataStart + header.storedBytes : dataStart, signal);
    yield {
      name: header.name,
      headerOffset: at,
      dataStart,
      storedBytes: isSized ? header.storedBytes : (next ?? bytes.sizeBytes) - dataStart,
      sizeBytes: isSized ? header.sizeBytes : null,
      checksum: isSized ? header.checksum : null,
      method: header.method,
      flags: header.flags,
      mode: 0,
    };
    at = next;
  }
}

async function findMagic(bytes: StoredBytes, from: number, signal: AbortSignal | undefined): Promise<number | null> {
  for (let position = from; ; ) {
    throwIfAborted(signal);
    const piece = await readPiece(bytes, position, SCAN_BYTES, signal);
    const found = piece.indexOf(LOCAL_MAGIC);
    if (found >= 0) return position + found;
    if (piece.length < SCAN_BYTES) return null;
    position += piece.length - LOCAL_MAGIC.length + 1;
  }
}
