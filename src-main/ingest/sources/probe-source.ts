import { crc32 } from 'node:zlib';
import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { sniffTable } from '../tables/table-kind.ts';
import type { TableKind } from '../tables/table-rows.ts';
import { BlockCutter } from './block-cutter.ts';
import { type ByteReader, PlainReader } from './byte-reader.ts';
import { findForeignKind, sniffArchive, sniffCompression } from './content-kind.ts';
import { detectEncoding } from './detect-encoding.ts';
import { fileError, fileWarning } from './file-issues.ts';
import { makeLineBlock } from './line-blocks.ts';
import type { OpenEntry } from './open-files.ts';
import { openDecoder, openLayer } from './open-layer.ts';
import { parsePacking } from './packing.ts';
import { resolveSizes } from './sizes.ts';
import { readPiece, type StoredBytes } from './stored-bytes.ts';
import { StoredFile } from './stored-file.ts';
import type { TextEncoding } from './text-encoding.ts';
import type { Compression, OpenOptions, SourceFile, SourceLimits } from './types.ts';

const HEAD_BYTES = 256 * 1024;
const SAMPLE_BYTES = 256 * 1024;
const WINDOWS = 8;

/** What the bytes of a source say about it. */
export interface TextProbe {
  readonly kind: 'text';
  /** What the last decompressor reads, and which that is; earlier ones are layers below `stored`. */
  readonly stored: StoredBytes;
  readonly compression: Compression;
  readonly encoding: TextEncoding;
  readonly encodingConfidence: number;
  readonly lineEnd: 0x0a | 0x0d;
  readonly warnings: readonly FileWarning[];
  readonly sample: Uint8Array<ArrayBuffer>;
  readonly fingerprint: string;
}

/** A table inside an archive or a compression. */
export interface PackedTableProbe {
  readonly kind: 'table';
  readonly tableKind: TableKind;
  readonly stored: StoredBytes;
  readonly compression: Compression;
}

export type Probe = TextProbe | PackedTableProbe | { readonly kind: 'rejected'; readonly error: FileError };
type Packed = Pick<TextProbe, 'stored' | 'compression'>;

const rejected = (error: FileError): Probe => ({ kind: 'rejected', error });

/** @param end Of plain bytes: where they end for the reader. */
export function openReader(
  { stored, compression }: Packed,
  start: number,
  limits: SourceLimits,
  end?: number,
): ByteReader {
  return compression === 'none' ? new PlainReader(stored, start, end) : openDecoder(stored, compression, start, limits);
}

/** Finds compression, encoding and a sample of lines. @throws CancelledError, and the system's error when reading fails. */
export async function probeSource(entry: OpenEntry, file: SourceFile, options: OpenOptions): Promise<Probe> {
  const { bytes } = entry;
  if (bytes.sizeBytes === 0)
    return rejected(fileError('E_EMPTY', 'The file is empty.', { offset: bytes.fileOffset(0) }));
  const ends = await readEnds(bytes, options.signal);
  // One that is a file by itself was told before.
  const tableKind = bytes instanceof StoredFile ? null : sniffTable(ends.head);
  if (tableKind !== null) return { kind: 'table', tableKind, stored: bytes, compression: 'none' };
  const foreign = findForeignKind(ends.head, ends.tail);
  if (foreign !== null) return rejected({ ...foreign, offset: bytes.fileOffset(0) });
  const fingerprint = bytes instanceof StoredFile ? bytes.fingerprint() : fingerprintOf(file, ends);
  const probe = await probeLayer(
    { stored: bytes, compression: sniffCompression(ends.head) },
    parsePacking(file.packing).length,
    options,
  );
  return 'kind' in probe ? probe : probeText(probe, ends.tail, fingerprint, options);
}

interface Ends {
  readonly head: Buffer;
  readonly tail: Buffer;
}

/** Head and tail; no tail where reading it would mean decompressing everything. */
async function readEnds(bytes: StoredBytes, signal: AbortSignal | undefined): Promise<Ends> {
  if (bytes instanceof StoredFile) return bytes.readEnds();
  const head = await readPiece(bytes, 0, undefined, signal);
  if (!bytes.isSeekable) return { head, tail: Buffer.alloc(0) };
  return {
    head,
    tail: await readPiece(bytes, Math.max(head.length, bytes.sizeBytes - head.length), undefined, signal),
  };
}

function fingerprintOf({ sizeBytes, packing }: SourceFile, { head, tail }: Ends): string {
  const layer = parsePacking(packing).at(-1);
  const checksum = layer?.kind === 'zip' ? (layer.checksum ?? '') : '';
  return `${sizeBytes}:${checksum}:${head.length}.${crc32(head).toString(16)},${tail.length}.${crc32(tail).toString(16)}`;
}

type Head = Packed & { readonly head: Buffer };

/** Goes through compressions inside one another until something else comes out. */
async function probeLayer(packed: Packed, layerCount: number, options: OpenOptions): Promise<Head | Probe> {
  const { limits } = resolveSizes(options);
  const { stored, compression } = packed;
  const head = await readHead(packed, options);
  const offset = stored.fileOffset(0);
  if (head.bytes.length === 0) {
    const nothing = fileError('E_EMPTY', 'The file holds no bytes after decompression.', { offset });
    return rejected(head.errors[0] ?? nothing);
  }
  const inner = compression === 'none' ? 'none' : sniffCompression(head.bytes);
  const isArchive = sniffArchive(head.bytes) !== null;
  if ((isArchive || inner !== 'none') && layerCount + 1 >= limits.maxLayers) {
    const message = `Stopped at the limit maxLayers ${limits.maxLayers}: archives and compressions inside one another. Unpack the outer ones yourself if they are sound.`;
    return rejected(fileError('E_LIMIT_DEPTH', message, { offset, decodedOffset: 0 }));
  }
  // Archives were opened when the files were listed: this one was put here since.
  if (isArchive) return rejected(fileError('E_SOURCE_CHANGED', 'It has become an archive. Read it again.', { offset }));
  if (compression === 'none') return { ...packed, head: head.bytes };
  const tableKind = sniffTable(head.bytes);
  if (tableKind !== null) return { kind: 'table', tableKind, ...packed };
  const foreign = findForeignKind(head.bytes, Buffer.alloc(0));
  if (foreign !== null) return rejected({ ...foreign, offset, decodedOffset: 0 });
  if (inner === 'none') return { ...packed, head: head.bytes };
  const decoded = openLayer(stored, { kind: compression }, limits);
  return probeLayer({ stored: decoded, compression: inner }, layerCount + 1, options);
}

async function probeText(found: Head, tail: Buffer, fingerprint: string, options: OpenOptions): Promise<Probe> {
  const { head, stored, compression } = found;
  const windows = compression === 'none' ? [head, ...(await readWindows(stored)), tail] : [head];
  const encoded = detectEncoding(windows, options.encoding);
  if (encoded.kind === 'rejected')
    return rejected({ ...encoded.error, offset: stored.fileOffset(encoded.error.offset ?? 0) });
  const { encoding, encodingConfidence } = encoded;
  if (head.length <= encoding.bomBytes) {
    const offset = stored.fileOffset(0);
    return rejected(fileError('E_EMPTY', 'The file holds a byte order mark and nothing else.', { offset }));
  }
  const lineEnd = await findLineEnd(found, encoding, options);
  const warnings = lineEnd === 0x0a ? encoded.warnings : [...encoded.warnings, splitAtCr()];
  const sample = await readSample(found, { encoding, lineEnd }, options);
  return { kind: 'text', stored, compression, encoding, encodingConfidence, lineEnd, warnings, sample, fingerprint };
}

function splitAtCr(): FileWarning {
  return fileWarning('W_LONE_CR', 'The file holds no line feed at all: its lines are split at carriage returns.');
}

/** Windows spread over plain bytes, aligned so that wide code units are not split. */
async function readWindows(stored: StoredBytes): Promise<Buffer[]> {
  const windows: Buffer[] = [];
  if (!stored.isSeekable || !Number.isFinite(stored.sizeBytes) || stored.sizeBytes <= HEAD_BYTES) return windows;
  for (let index = 1; index <= WINDOWS; index++) {
    const position = Math.floor((stored.sizeBytes * index) / (WINDOWS + 1) / 4) * 4;
    if (position < HEAD_BYTES) continue;
    windows.push(stored instanceof StoredFile ? await stored.readWindow(position) : await readPiece(stored, position));
  }
  return windows;
}

async function readHead(packed: Packed, options: OpenOptions) {
  const reader = openReader(packed, 0, resolveSizes(options).limits);
  try {
    const buffer = Buffer.allocUnsafeSlow(HEAD_BYTES);
    const length = await reader.fill(buffer, options.signal);
    return { bytes: buffer.subarray(0, length), errors: reader.errors };
  } finally {
    await reader.close();
  }
}

/** CR only when the head has CRs and the whole stream has no LF: then, and only then, every byte is looked at. */
async function findLineEnd(found: Head, encoding: TextEncoding, options: OpenOptions): Promise<0x0a | 0x0d> {
  const { head } = found;
  if (encoding.unitBytes !== 1 || head.includes(0x0a) || !head.includes(0x0d)) return 0x0a;
  const reader = openReader(found, 0, resolveSizes(options).limits);
  const buffer = Buffer.alloc(1024 * 1024);
  try {
    for (
      let length = await reader.fill(buffer, options.signal);
      length > 0;
      length = await reader.fill(buffer, options.signal)
    ) {
      throwIfAborted(options.signal);
      if (buffer.subarray(0, length).includes(0x0a)) return 0x0a;
    }
    return 0x0d;
  } finally {
    await reader.close();
  }
}

async function readSample(
  packed: Packed,
  text: Pick<TextProbe, 'encoding' | 'lineEnd'>,
  options: OpenOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { limits, maxLineBytes } = resolveSizes(options);
  const reader = openReader(packed, 0, limits);
  const lineBytes = Math.min(maxLineBytes, SAMPLE_BYTES);
  const making = { ...text, maxLineBytes: lineBytes };
  const cutter = new BlockCutter(reader, 0, { ...making, blockBytes: SAMPLE_BYTES, isProbe: true });
  const parts: Uint8Array[] = [];
  try {
    for (let total = 0; total < SAMPLE_BYTES; ) {
      const raw = await cutter.next(options.signal);
      if (raw === null) break;
      const block = makeLineBlock(raw, { index: 0, linesBefore: 0, storedOffset: 0 }, making);
      parts.push(block.bytes);
      total += block.bytes.length;
      if (block.bytes.at(-1) !== 0x0a) break;
    }
    return wholeLines(Buffer.concat(parts));
  } finally {
    await reader.close();
  }
}

/** At most SAMPLE_BYTES, in whole lines where there is more than one. */
function wholeLines(bytes: Buffer): Uint8Array<ArrayBuffer> {
  if (bytes.length <= SAMPLE_BYTES) return new Uint8Array(bytes);
  const end = bytes.lastIndexOf(0x0a, SAMPLE_BYTES - 1) + 1;
  return new Uint8Array(bytes.subarray(0, end === 0 ? SAMPLE_BYTES : end));
}
