import { crc32, createInflateRaw } from 'node:zlib';
import { throwIfAborted } from '../../base/abort.ts';
import { decodeBzip2 } from './bzip2-decoder.ts';
import { corrupt, truncated } from './compressed-issues.ts';
import type { Decoder, DecodeReport } from './decoding-reader.ts';
import { fileError } from './file-issues.ts';
import { salvageMember } from './gzip-salvage.ts';
import { SMALL_MEMBER_BYTES, tryInflateWhole } from './gzip-small-member.ts';
import type { ZipLayer } from './packing.ts';
import type { StoredCursor } from './stored-cursor.ts';
import { decodeXz } from './xz-decoder.ts';
import { PUMP_OPTIONS, ZlibPump } from './zlib-pump.ts';
import { decodeZstd } from './zstd-decoder.ts';

const FEED_BYTES = 32 * 1024;
const COPY_BYTES = 256 * 1024;
/** An entry may hold this much more than its directory says before it is stopped; the size is wrong either way. */
const OVERRUN_BYTES = 16 * 1024 * 1024;

const METHODS: Readonly<Record<number, Decoder>> = {
  0: decodeStored,
  8: decodeDeflate,
  12: decodeBzip2,
  93: decodeZstd,
  95: decodeXz,
};

/** Whether entries of this method can be read. */
export function isReadableMethod(method: number): boolean {
  return method in METHODS;
}

/** Makes the decoder of an entry's data: it keeps what can be decoded and holds it to the directory's size and checksum. */
export function zipDecoder(entry: ZipLayer): Decoder {
  return async function* decodeEntry(cursor, report, signal) {
    const body = METHODS[entry.method] as Decoder;
    const limit = entry.sizeBytes === null ? Number.POSITIVE_INFINITY : entry.sizeBytes + OVERRUN_BYTES;
    let checksum = 0;
    let sizeBytes = 0;
    for await (const chunk of body(cursor, report, signal)) {
      checksum = crc32(chunk, checksum);
      sizeBytes += chunk.length;
      yield chunk;
      if (sizeBytes > limit) return noteOverrun(cursor, report, entry);
    }
    if (report.errors.length > 0) return;
    const position = cursor.position;
    if (entry.sizeBytes !== null && entry.sizeBytes !== sizeBytes) {
      const what = `the entry holds ${sizeBytes} bytes, the archive says ${entry.sizeBytes}`;
      report.errors.push(corrupt('zip', report, position, what));
    } else if (entry.checksum !== null && entry.checksum !== checksum) {
      report.errors.push(corrupt('zip', report, position, 'the checksum of the entry does not match'));
    }
  };
}

function noteOverrun(cursor: StoredCursor, report: DecodeReport, entry: ZipLayer): void {
  const offset = report.fileOffset(cursor.position);
  const message = `Stopped at the limit OVERRUN_BYTES ${OVERRUN_BYTES}: the entry holds that much more than the ${entry.sizeBytes} bytes its archive says. The lines up to here are kept; unpack the archive yourself if it is sound.`;
  report.errors.push(fileError('E_LIMIT_EXPANSION', message, { offset, decodedOffset: report.decodedOffset }));
}

async function* decodeStored(
  cursor: StoredCursor,
  report: DecodeReport,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  while (true) {
    throwIfAborted(signal);
    const piece = await cursor.peek(COPY_BYTES);
    if (piece.length === 0) return;
    cursor.advance(piece.length);
    report.storedOffset = cursor.position;
    yield piece;
  }
}

async function* decodeDeflate(
  cursor: StoredCursor,
  report: DecodeReport,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const start = await cursor.peek(SMALL_MEMBER_BYTES + 1);
  const small = start.length <= SMALL_MEMBER_BYTES ? tryInflateWhole(start) : null;
  if (small !== null) {
    cursor.advance(small.consumedBytes);
    report.storedOffset = cursor.position;
    yield small.output;
    return;
  }
  const pump = new ZlibPump(createInflateRaw(PUMP_OPTIONS));
  let delivered = 0;
  try {
    while (!pump.hasEnded) {
      throwIfAborted(signal);
      const piece = await cursor.peek(FEED_BYTES);
      if (piece.length === 0) {
        if (await isComplete(pump)) return;
        report.errors.push(truncated('zip', report, cursor.position, 'in the middle of an entry'));
        return;
      }
      const consumedBefore = pump.consumedBytes;
      for await (const output of pump.push(piece)) {
        delivered += output.length;
        yield output;
      }
      if (pump.error !== null) {
        yield* salvageMember(cursor, 0, delivered, signal);
        report.errors.push(corrupt('zip', report, cursor.position, pump.error.message));
        return;
      }
      cursor.advance(pump.consumedBytes - consumedBefore);
      report.storedOffset = cursor.position;
    }
  } finally {
    pump.close();
  }
}

/** The codec tells that its stream has ended by leaving alone any byte behind it. */
async function isComplete(pump: ZlibPump): Promise<boolean> {
  const before = pump.consumedBytes;
  for await (const _made of pump.push(new Uint8Array(1))) continue;
  return pump.error === null && pump.consumedBytes === before;
}
