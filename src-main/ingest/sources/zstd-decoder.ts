// Walks zstd frames and blocks itself and feeds the codec one block at a time: several frames, damage and truncation then cost
// no block that is whole (the codec alone stops after one frame and drops what it decoded in a failing step).
import { constants, createZstdDecompress } from 'node:zlib';
import { throwIfAborted } from '../../base/abort.ts';
import type { DecodeReport } from './decoding-reader.ts';
import { errnoOf, fileError, fileWarning } from './file-issues.ts';
import type { StoredCursor } from './stored-cursor.ts';
import { isZstdMagic, MAX_FRAME_HEADER_BYTES, readZstdBlock, readZstdHeader } from './zstd-frame.ts';
import { PUMP_OPTIONS, ZlibPump } from './zlib-pump.ts';

/** 128 MiB of history: what the zstd tool itself accepts without --long. */
const MAX_WINDOW_LOG = 27;
const SCAN_BYTES = 256 * 1024;
const CHECKSUM_BYTES = 4;
const LINE_FEED = new Uint8Array([0x0a]);

/** Decodes all frames of a zstd file. @throws CancelledError */
export async function* decodeZstd(
  cursor: StoredCursor,
  report: DecodeReport,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let lastByte = -1;
  let isAfterDamage = false;
  while (true) {
    throwIfAborted(signal);
    report.storedOffset = Math.min(cursor.position, cursor.sizeBytes);
    const start = cursor.position;
    const bytes = await cursor.peek(MAX_FRAME_HEADER_BYTES);
    const header = readZstdHeader(bytes);
    if (bytes.length === 0) {
      if (start > cursor.sizeBytes) report.errors.push(truncated(report, cursor.sizeBytes, 'inside a skippable frame'));
      return;
    }
    if (header.kind === 'skippable') {
      cursor.advance(header.length);
      continue;
    }
    if (header.kind === 'truncated') {
      report.errors.push(truncated(report, cursor.sizeBytes, 'inside a frame header'));
      return;
    }
    if (header.kind === 'not-zstd') {
      const isFound = await findNextFrame(cursor, signal);
      if (!isAfterDamage && isFound)
        report.errors.push(corrupt(report, start, 'bytes between two frames are not zstd'));
      if (!isAfterDamage && !isFound) report.warnings.push(trailing(start));
      if (!isFound) return;
      isAfterDamage = true;
      continue;
    }
    if (header.kind === 'frame' && header.needsDictionary) {
      const message =
        'The zstd frame needs a dictionary, which is not at hand. Decompress it with its dictionary first.';
      report.errors.push(fileError('E_UNSUPPORTED', message, { offset: start, decodedOffset: report.decodedOffset }));
      return;
    }
    if (isAfterDamage && lastByte !== -1 && lastByte !== 0x0a) yield LINE_FEED; // a half line must not swallow the next frame's first
    isAfterDamage = false;
    if (header.kind === 'corrupt') {
      report.errors.push(corrupt(report, start, 'the frame header is damaged'));
      cursor.advance(1);
      isAfterDamage = true;
      continue;
    }
    const isSound = yield* decodeFrame(cursor, header, report, signal, (byte) => {
      lastByte = byte;
    });
    isAfterDamage = !isSound;
  }
}

function truncated(report: DecodeReport, offset: number, where: string) {
  const message = `The zstd data ends ${where}, at stored offset ${offset}. All lines before it are kept; fetch the whole file again.`;
  return fileError('E_TRUNCATED', message, { offset, decodedOffset: report.decodedOffset });
}

function corrupt(report: DecodeReport, offset: number, what: string) {
  const message = `Damaged zstd data at stored offset ${offset}: ${what}. Everything that could be decoded is kept; fetch the file again.`;
  return fileError('E_CORRUPT', message, { offset, decodedOffset: report.decodedOffset });
}

function failed(error: Error, report: DecodeReport, offset: number, what: string) {
  if (errnoOf(error) !== 'ZSTD_error_frameParameter_windowTooLarge')
    return corrupt(report, offset, `${what}: ${error.message}`);
  const message = `The zstd frame at stored offset ${offset} needs more history than the limit of ${2 ** (MAX_WINDOW_LOG - 20)} MiB. Decompress it first: zstd -d --long=31.`;
  return fileError('E_LIMIT_SIZE', message, { offset, decodedOffset: report.decodedOffset });
}

function trailing(offset: number) {
  return fileWarning(
    'W_TRAILING_GARBAGE',
    `Bytes behind the last zstd frame are not zstd and were ignored, from stored offset ${offset}.`,
    offset,
  );
}

/** Yields one frame's bytes; returns false after damage, with the cursor where the search for the next frame begins. */
async function* decodeFrame(
  cursor: StoredCursor,
  header: { readonly length: number; readonly hasChecksum: boolean },
  report: DecodeReport,
  signal: AbortSignal | undefined,
  noteLastByte: (byte: number) => void,
): AsyncGenerator<Uint8Array, boolean> {
  const params = { [constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG };
  const pump = new ZlibPump(createZstdDecompress({ ...PUMP_OPTIONS, params }));
  let isDamaged = false;
  /** Feeds stored bytes; after damage only moves over them, which finds the frame's end. */
  async function* take(length: number, what: string): AsyncGenerator<Uint8Array, boolean> {
    throwIfAborted(signal);
    const piece = await cursor.peek(length);
    if (piece.length < length) {
      if (!isDamaged) report.errors.push(truncated(report, cursor.position + piece.length, `inside ${what}`));
      cursor.advance(piece.length);
      return false;
    }
    if (!isDamaged) {
      for await (const output of pump.push(piece)) {
        noteLastByte(output.at(-1) ?? 0x0a);
        yield output;
      }
      if (pump.error !== null) {
        report.errors.push(failed(pump.error, report, cursor.position, what));
        isDamaged = true;
      }
    }
    cursor.advance(length);
    report.storedOffset = cursor.position;
    return true;
  }
  try {
    if (!(yield* take(header.length, 'a frame header'))) return false;
    for (let isLast = false; !isLast; ) {
      const blockHeader = await cursor.peek(3);
      const block = blockHeader.length === 3 ? readZstdBlock(blockHeader) : null;
      if (blockHeader.length === 3 && block === null) {
        if (!isDamaged) report.errors.push(corrupt(report, cursor.position, 'a block header is damaged'));
        return false;
      }
      if (!(yield* take(block?.length ?? 3, 'a block'))) return false;
      isLast = block?.isLast ?? true;
    }
    if (header.hasChecksum && !(yield* take(CHECKSUM_BYTES, "a frame's checksum"))) return false;
    return !isDamaged;
  } finally {
    pump.close();
  }
}

async function findNextFrame(cursor: StoredCursor, signal: AbortSignal | undefined): Promise<boolean> {
  while (true) {
    throwIfAborted(signal);
    const bytes = await cursor.peek(SCAN_BYTES);
    for (let at = bytes.indexOf(0xfd); at !== -1; at = bytes.indexOf(0xfd, at + 1)) {
      if (at < 3 || !isZstdMagic(bytes, at - 3)) continue;
      cursor.advance(at - 3);
      return true;
    }
    if (bytes.length < SCAN_BYTES) {
      cursor.advance(bytes.length);
      return false;
    }
    cursor.advance(bytes.length - 3);
  }
}
