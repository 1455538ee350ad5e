/**
 * Compressed bodies of Arrow messages. Each buffer is compressed by itself, behind its length after decompression (8 bytes; -1:
 * not compressed). The library gives a codec whatever a buffer claims and lets it grow as it likes, so messages are
 * decompressed before the library sees them, each buffer into just the room that it claims.
 */
import { zstdDecompressSync } from 'node:zlib';
import { compressionOf, setLayout } from './arrow-metadata.ts';
import { faultOf, readMetadata, unsound } from './arrow-messages.ts';
import { decodeLz4Frame, MAX_LZ4_RATIO } from './lz4-frame.ts';
import { TableDamage } from './table-rows.ts';
import type { SourceLimits } from '../sources/types.ts';

const PREFIX_BYTES = 8;
const NOT_COMPRESSED = -1n;
/** Data of one batch after decompression. */
const MAX_BATCH_BYTES = 512 * 2 ** 20;
const ALIGNMENT = 8;

/** Holds a file to its limits by what its buffers claim, before any of them is decompressed. */
export class InflationBudget {
  readonly #limits: SourceLimits;
  readonly #storedBytes: number;
  #inflated = 0;

  /** @param storedBytes Of the file. */
  constructor(limits: SourceLimits, storedBytes: number) {
    this.#limits = limits;
    this.#storedBytes = storedBytes;
  }

  /** @throws TableDamage when a batch of so many bytes goes beyond a limit. */
  take(batchBytes: number, offset: number): void {
    const { maxDecodedBytes, maxExpansionRatio, expansionFloorBytes } = this.#limits;
    this.#inflated += batchBytes;
    const isDense = this.#inflated > maxExpansionRatio * Math.max(1, this.#storedBytes);
    if (batchBytes > MAX_BATCH_BYTES) throw overLimit(`a batch of ${MAX_BATCH_BYTES} bytes`, offset);
    if (this.#inflated > maxDecodedBytes) throw overLimit(`maxDecodedBytes ${maxDecodedBytes}`, offset);
    if (isDense && this.#inflated > expansionFloorBytes)
      throw overLimit(`maxExpansionRatio ${maxExpansionRatio}`, offset);
  }
}

function overLimit(limit: string, offset: number): TableDamage {
  return new TableDamage(`Stopped at the limit ${limit}: compressed Arrow data claims more`, { isLimit: true, offset });
}

/**
 * A message with its body decompressed; the same message when it is not compressed.
 * @param position Of the message in the file. @throws TableDamage naming the buffer's place
 */
export function inflateMessage(message: Uint8Array, position: number, budget: InflationBudget): Uint8Array {
  const whole = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const prefix = whole.readInt32LE(0) === -1 ? 8 : 4;
  const bodyStart = prefix + whole.readInt32LE(prefix - 4);
  const found = compressionOf(whole.subarray(prefix, bodyStart));
  if (found === null) return message;
  const { codec, buffers } = found;
  const body = whole.subarray(bodyStart);
  const packed = buffers.map(({ offset, length }) => {
    return readPacked(body.subarray(offset, offset + length), position + bodyStart + offset);
  });
  const size = packed.reduce((sum, { bytes, claimed }) => sum + padded(claimed ?? bytes.length), 0);
  budget.take(size, position);
  const inflated = Buffer.alloc(bodyStart + size);
  inflated.set(whole.subarray(0, bodyStart));
  let at = 0;
  const layout = packed.map((buffer) => {
    const bytes = buffer.claimed === null ? buffer.bytes : inflate(codec, buffer, buffer.claimed);
    inflated.set(bytes, bodyStart + at);
    const region = { offset: at, length: bytes.length };
    at += padded(bytes.length);
    return region;
  });
  const metadata = inflated.subarray(prefix, bodyStart);
  setLayout(metadata, layout, size);
  // Tables of a hostile message may share what was just rewritten.
  if (compressionOf(metadata) !== null || readMetadata(metadata, position).bodyBytes !== size) {
    throw unsound(position, 'is laid out in a way that cannot be');
  }
  return inflated;
}

interface PackedBuffer {
  readonly bytes: Buffer;
  /** Bytes after decompression; null when it is not compressed. */
  readonly claimed: number | null;
  /** Where it lies in the file. */
  readonly place: number;
}

function readPacked(bytes: Buffer, place: number): PackedBuffer {
  if (bytes.length === 0) return { bytes, claimed: null, place };
  if (bytes.length < PREFIX_BYTES) throw unsound(place, `holds a compressed buffer of ${bytes.length} bytes`);
  const claimed = bytes.readBigInt64LE(0);
  const rest = bytes.subarray(PREFIX_BYTES);
  if (claimed === NOT_COMPRESSED) return { bytes: rest, claimed: null, place };
  if (claimed < 0n) throw unsound(place, `holds a compressed buffer that claims ${claimed} bytes`);
  // Larger than any limit, and still a number that sums stay exact with.
  return { bytes: rest, claimed: Number(claimed > 2n ** 40n ? 2n ** 40n : claimed), place };
}

function inflate(codec: 'lz4' | 'zstd', { bytes, place }: PackedBuffer, claimed: number): Buffer {
  if (claimed === 0) return Buffer.alloc(0);
  if (codec === 'lz4' && claimed > MAX_LZ4_RATIO * bytes.length) {
    throw unsound(place, `holds a buffer of ${bytes.length} bytes of LZ4 that claims ${claimed}`);
  }
  try {
    return codec === 'lz4' ? decodeLz4Frame(bytes, claimed) : inflateZstd(bytes, claimed);
  } catch (cause) {
    throw unsound(place, faultOf(cause));
  }
}

function inflateZstd(bytes: Buffer, claimed: number): Buffer {
  let inflated: Buffer;
  try {
    inflated = zstdDecompressSync(bytes, { maxOutputLength: claimed });
  } catch (cause) {
    const { code } = cause as { code?: string };
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new Error('holds zstd data longer than it claims', { cause });
    throw new Error(`holds damaged zstd data (${code})`, { cause });
  }
  if (inflated.length < claimed) {
    throw new Error(`holds zstd data of ${inflated.length} bytes that claims ${claimed}`);
  }
  return inflated;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
