import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { BlockCutter } from './block-cutter.ts';
import { type ByteReader, PlainReader } from './byte-reader.ts';
import { findForeignKind, sniffCompression } from './content-kind.ts';
import { DecodingReader } from './decoding-reader.ts';
import { detectEncoding } from './detect-encoding.ts';
import { fileError, fileWarning } from './file-issues.ts';
import { decodeGzip } from './gzip-decoder.ts';
import { makeLineBlock } from './line-blocks.ts';
import { resolveSizes } from './sizes.ts';
import { StoredCursor } from './stored-cursor.ts';
import type { StoredFile } from './stored-file.ts';
import type { TextEncoding } from './text-encoding.ts';
import type { Compression, OpenOptions, SourceLimits } from './types.ts';
import { decodeZstd } from './zstd-decoder.ts';

const HEAD_BYTES = 256 * 1024;
const SAMPLE_BYTES = 256 * 1024;
const WINDOWS = 8;

/** What the bytes of a file say about it. */
export interface TextProbe {
  readonly kind: 'text';
  readonly compression: Compression;
  readonly encoding: TextEncoding;
  readonly encodingConfidence: number;
  readonly lineEnd: 0x0a | 0x0d;
  readonly warnings: readonly FileWarning[];
  readonly sample: Uint8Array<ArrayBuffer>;
  readonly fingerprint: string;
}

export type Probe = TextProbe | { readonly kind: 'rejected'; readonly error: FileError };

const rejected = (error: FileError): Probe => ({ kind: 'rejected', error });

export function openReader(
  stored: StoredFile,
  compression: Compression,
  start: number,
  limits: SourceLimits,
): ByteReader {
  if (compression === 'none') return new PlainReader(stored, start);
  const decode = compression === 'gzip' ? decodeGzip : decodeZstd;
  return new DecodingReader((report, signal) => decode(new StoredCursor(stored), report, signal), start, limits);
}

/** Finds compression, encoding and a sample of lines. @throws CancelledError, and the system's error when reading fails. */
export async function probeSource(stored: StoredFile, options: OpenOptions): Promise<Probe> {
  if (stored.sizeBytes === 0) return rejected(fileError('E_EMPTY', 'The file is empty.', { offset: 0 }));
  const storedHead = await stored.readWindow(0);
  const storedTail = await stored.readWindow(Math.max(storedHead.length, tailStart(stored)));
  const fingerprint = stored.fingerprint();
  const compression = sniffCompression(storedHead);
  const foreign = findForeignKind(storedHead, storedTail);
  if (foreign !== null) return rejected(foreign);
  const head = await readHead(stored, compression, options);
  if (head.bytes.length === 0) {
    return rejected(
      head.errors[0] ??
        fileError('E_EMPTY', 'The file holds no bytes after decompression.', { offset: stored.sizeBytes }),
    );
  }
  if (compression !== 'none') {
    const inner = findForeignKind(head.bytes, Buffer.alloc(0)) ?? findNestedCompression(head.bytes, compression);
    if (inner !== null) return rejected(inner);
  }
  const windows = compression === 'none' ? [head.bytes, ...(await readWindows(stored)), storedTail] : [head.bytes];
  const found = detectEncoding(windows, options.encoding);
  if (found.kind === 'rejected') return rejected(found.error);
  const { encoding } = found;
  if (head.bytes.length <= encoding.bomBytes)
    return rejected(fileError('E_EMPTY', 'The file holds a byte order mark and nothing else.', { offset: 0 }));
  const lineEnd = await findLineEnd(stored, compression, head.bytes, encoding, options);
  const warnings = lineEnd === 0x0a ? found.warnings : [...found.warnings, splitAtCr()];
  const sample = await readSample(stored, compression, { encoding, lineEnd }, options);
  const { encodingConfidence } = found;
  return { kind: 'text', compression, encoding, encodingConfidence, lineEnd, warnings, sample, fingerprint };
}

function splitAtCr(): FileWarning {
  return fileWarning('W_LONE_CR', 'The file holds no line feed at all: its lines are split at carriage returns.');
}

function findNestedCompression(head: Buffer, outer: Compression): FileError | null {
  const inner = sniffCompression(head);
  if (inner === 'none') return null;
  return fileError(
    'E_UNSUPPORTED',
    `Compressed twice (${inner} inside ${outer}). Unpack the outer layer and read the result.`,
    { offset: 0, decodedOffset: 0 },
  );
}

function tailStart(stored: StoredFile): number {
  return Number.isFinite(stored.sizeBytes) ? Math.max(0, stored.sizeBytes - 64 * 1024) : Number.MAX_SAFE_INTEGER;
}

/** Windows spread over a plain file, aligned so that wide code units are not split. */
async function readWindows(stored: StoredFile): Promise<Buffer[]> {
  const windows: Buffer[] = [];
  if (!Number.isFinite(stored.sizeBytes) || stored.sizeBytes <= HEAD_BYTES) return windows;
  for (let index = 1; index <= WINDOWS; index++) {
    const position = Math.floor((stored.sizeBytes * index) / (WINDOWS + 1) / 4) * 4;
    if (position >= HEAD_BYTES) windows.push(await stored.readWindow(position));
  }
  return windows;
}

async function readHead(stored: StoredFile, compression: Compression, options: OpenOptions) {
  const reader = openReader(stored, compression, 0, resolveSizes(options).limits);
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const length = await reader.fill(buffer, options.signal);
    return { bytes: buffer.subarray(0, length), errors: reader.errors };
  } finally {
    await reader.close();
  }
}

/** CR only when the head has CRs and the whole stream has no LF: then, and only then, every byte is looked at. */
async function findLineEnd(
  stored: StoredFile,
  compression: Compression,
  head: Buffer,
  encoding: TextEncoding,
  options: OpenOptions,
): Promise<0x0a | 0x0d> {
  if (encoding.unitBytes !== 1 || head.includes(0x0a) || !head.includes(0x0d)) return 0x0a;
  const reader = openReader(stored, compression, 0, resolveSizes(options).limits);
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
  stored: StoredFile,
  compression: Compression,
  text: Pick<TextProbe, 'encoding' | 'lineEnd'>,
  options: OpenOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { limits, maxLineBytes } = resolveSizes(options);
  const reader = openReader(stored, compression, 0, limits);
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
