import { throwIfAborted } from '../../base/abort.ts';
import { fileError, fileWarning } from './file-issues.ts';
import type { ListReport, Member } from './member.ts';
import { describeLink } from './member-name.ts';
import { readPiece, type StoredBytes } from './stored-bytes.ts';
import { BLOCK_BYTES, readPaxRecords, readTarHeader, type TarHeader } from './tar-header.ts';

const SCAN_BYTES = 256 * 1024;
/** Longest name or pax header believed. */
const MAX_META_BYTES = 1024 * 1024;

/** What headers before a member say about it. */
interface Meta {
  name?: Buffer;
  link?: Buffer;
  sizeBytes?: number;
  modifiedSeconds?: number;
  isSparse?: boolean;
}

/**
 * Lists a tar archive in one pass: ustar, GNU (long names, base-256 numbers) and pax headers. Behind damage the list goes on
 * at the next header whose checksum is right. Trouble is reported, not thrown. @throws CancelledError
 */
export async function* listTar(
  bytes: StoredBytes,
  report: ListReport,
  signal: AbortSignal | undefined,
): AsyncGenerator<Member> {
  let meta: Meta = {};
  let at = 0;
  let dataEnd = 0;
  while (true) {
    throwIfAborted(signal);
    const block = await readPiece(bytes, at, BLOCK_BYTES, signal);
    if (block.length < BLOCK_BYTES) return noteMissingEnd(bytes, dataEnd, report);
    if (block.every((byte) => byte === 0)) {
      const next = await skipPadding(bytes, at, signal);
      if (next === null) return;
      if (readTarHeader(await readPiece(bytes, next, BLOCK_BYTES, signal)) === null) {
        const offset = bytes.fileOffset(next);
        const message = `Bytes behind the end of the tar archive are not tar and were ignored, from stored offset ${offset}.`;
        report.warnings.push(fileWarning('W_TRAILING_GARBAGE', message, offset));
        await skipToEnd(bytes, next, signal);
        return;
      }
      at = next;
      continue;
    }
    const header = readTarHeader(block);
    if (header === null || Number.isNaN(header.sizeBytes)) {
      const next = await findHeader(bytes, at + 1, signal);
      const offset = bytes.fileOffset(at);
      const message = `Damaged tar header at stored offset ${offset}. ${next === null ? 'No member behind it was found' : 'The list goes on at the next sound header'}; fetch the archive again.`;
      report.errors.push(fileError('E_CORRUPT', message, { offset, decodedOffset: at }));
      if (next === null) return;
      at = next;
      continue;
    }
    const start = at + BLOCK_BYTES;
    if (isMeta(header.type)) {
      meta = { ...meta, ...(await readMeta(bytes, header, start, signal)) };
      at = start + padded(header.sizeBytes);
      continue;
    }
    const sizeBytes = meta.sizeBytes ?? (hasData(header.type) ? header.sizeBytes : 0);
    yield describe(header, meta, start, sizeBytes);
    meta = {};
    dataEnd = start + sizeBytes;
    at = start + padded(sizeBytes);
  }
}

function padded(sizeBytes: number): number {
  return Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
}

function isMeta(type: string): boolean {
  return 'xgXLK'.includes(type);
}

/** Links, devices and pipes may carry a size and yet have no data. */
function hasData(type: string): boolean {
  return !'12346'.includes(type);
}

async function readMeta(
  bytes: StoredBytes,
  header: TarHeader,
  start: number,
  signal: AbortSignal | undefined,
): Promise<Meta> {
  const text = await readPiece(bytes, start, Math.min(header.sizeBytes, MAX_META_BYTES), signal);
  const untilNul = text.subarray(0, text.includes(0) ? text.indexOf(0) : text.length);
  if (header.type === 'L') return { name: untilNul };
  if (header.type === 'K') return { link: untilNul };
  // A global header sets defaults such as a comment; none that matter here.
  if (header.type === 'g') return {};
  const records = readPaxRecords(text);
  const number = (key: string): number | undefined => {
    const value = Number(records.get(key)?.toString() ?? Number.NaN);
    return Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  const meta: Meta = { isSparse: [...records.keys()].some((key) => key.startsWith('GNU.sparse.')) };
  if (records.has('path')) meta.name = records.get('path');
  if (records.has('linkpath')) meta.link = records.get('linkpath');
  if (Number.isSafeInteger(number('size'))) meta.sizeBytes = number('size');
  if (number('mtime') !== undefined) meta.modifiedSeconds = number('mtime');
  return meta;
}

function describe(header: TarHeader, meta: Meta, start: number, sizeBytes: number): Member {
  const name = meta.name ?? header.name;
  const seconds = meta.modifiedSeconds ?? header.modifiedSeconds;
  const modifiedMs = seconds > 0 ? Math.round(seconds * 1000) : null;
  return { name, modifiedMs, content: contentOf(header, meta, { name, start, sizeBytes }) };
}

function contentOf(
  header: TarHeader,
  meta: Meta,
  place: { readonly name: Buffer; readonly start: number; readonly sizeBytes: number },
): Member['content'] {
  const { start, sizeBytes } = place;
  if (header.type === '5' || header.type === 'D' || place.name.at(-1) === 0x2f) return { kind: 'folder' };
  if (header.type === '1' || header.type === '2') {
    const what = header.type === '1' ? 'hard link' : 'symbolic link';
    return { kind: 'skipped', message: describeLink(what, meta.link ?? header.link) };
  }
  if ('346'.includes(header.type)) return { kind: 'skipped', message: 'E_NOT_REGULAR: a device or pipe, not a file.' };
  if ('VM'.includes(header.type)) {
    return { kind: 'skipped', message: 'A volume label or the rest of a file on another volume, not a file.' };
  }
  if (header.type === 'S' || meta.isSparse === true) {
    const message = 'A sparse file in a tar archive is not read here. Unpack the archive and read the file.';
    return { kind: 'refused', error: fileError('E_UNSUPPORTED', message, { offset: start }) };
  }
  return { kind: 'file', layer: { kind: 'tar', start, sizeBytes }, storedBytes: sizeBytes, sizeBytes };
}

/** Position of the first block behind `at` that is not all zeros; null at the end. */
async function skipPadding(bytes: StoredBytes, at: number, signal: AbortSignal | undefined): Promise<number | null> {
  for (let position = at; ; ) {
    throwIfAborted(signal);
    const piece = await readPiece(bytes, position, SCAN_BYTES, signal);
    const found = piece.findIndex((byte) => byte !== 0);
    if (found >= 0) return position + Math.floor(found / BLOCK_BYTES) * BLOCK_BYTES;
    if (piece.length === 0) return null;
    position += piece.length;
  }
}

/** Reads compressed bytes to their end, which is where their checksum is. */
async function skipToEnd(bytes: StoredBytes, at: number, signal: AbortSignal | undefined): Promise<void> {
  if (bytes.isSeekable) return;
  for (let position = at; ; ) {
    const piece = await readPiece(bytes, position, SCAN_BYTES, signal);
    if (piece.length === 0) return;
    position += piece.length;
  }
}

/** The next position with a right header, byte by byte: damage may have shifted what follows. */
async function findHeader(bytes: StoredBytes, from: number, signal: AbortSignal | undefined): Promise<number | null> {
  const magic = Buffer.from('ustar');
  for (let position = from; ; ) {
    throwIfAborted(signal);
    const piece = await readPiece(bytes, position, SCAN_BYTES, signal);
    for (let at = piece.indexOf(magic, 257); at >= 0 && at - 257 + BLOCK_BYTES <= piece.length; ) {
      if (readTarHeader(piece.subarray(at - 257, at - 257 + BLOCK_BYTES)) !== null) return position + at - 257;
      at = piece.indexOf(magic, at + 1);
    }
    if (piece.length < SCAN_BYTES) return null;
    position += piece.length - BLOCK_BYTES;
  }
}

/** Without the two blocks of zeros at its end nobody can say that the archive is whole. */
function noteMissingEnd(bytes: StoredBytes, end: number, report: ListReport): void {
  // A cut inside a member, or trouble of the layer below, is told where it happened.
  if (end > bytes.sizeBytes || bytes.troubleWithin(0, Number.POSITIVE_INFINITY).length > 0) return;
  const offset = bytes.fileOffset(bytes.sizeBytes);
  const message = `The tar archive ends at stored offset ${offset} without its end mark. All members found are kept; fetch the whole archive again.`;
  report.errors.push(fileError('E_TRUNCATED', message, { offset, decodedOffset: bytes.sizeBytes }));
}
