// Walks zstd frames itself: the codec alone stops after the first one. Damage costs the block it is in; reading goes on at the
// next frame that can be found.
import { throwIfAborted } from '../../base/abort.ts';
import { corrupt, trailingGarbage, truncated } from './compressed-issues.ts';
import type { DecodeReport } from './decoding-reader.ts';
import { fileError } from './file-issues.ts';
import type { StoredCursor } from './stored-cursor.ts';
import { isZstdMagic, MAX_FRAME_HEADER_BYTES, readZstdHeader } from './zstd-frame.ts';
import { ZstdFrameDecoder } from './zstd-frame-decoder.ts';

const SCAN_BYTES = 256 * 1024;
const LF = 0x0a;
const LINE_FEED = new Uint8Array([LF]);

/** Decodes all frames of a zstd file. @throws CancelledError */
export async function* decodeZstd(
  cursor: StoredCursor,
  report: DecodeReport,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let lastByte = LF;
  let isAfterDamage = false;
  while (true) {
    throwIfAborted(signal);
    const start = cursor.position;
    const header = readZstdHeader(await cursor.peek(MAX_FRAME_HEADER_BYTES));
    if (header.kind === 'skippable') skipFrame(cursor, header.length, report);
    else if (header.kind === 'frame') {
      if (header.needsDictionary) return refuseDictionary(report, start);
      if (isAfterDamage && lastByte !== LF) yield LINE_FEED; // a half line must not swallow the next frame's first
      const frame = new ZstdFrameDecoder(cursor, report, signal).decode(header);
      for (let step = await frame.next(); ; step = await frame.next()) {
        isAfterDamage = step.done === true && !step.value;
        if (step.done === true) break;
        lastByte = step.value.at(-1) ?? lastByte;
        yield step.value;
      }
    } else {
      if ((await cursor.peek(1)).length === 0) {
        // A skippable frame in bytes of unknown length may have gone past their end.
        if (cursor.position > cursor.sizeBytes) noteCutSkip(cursor, report);
        return;
      }
      if (header.kind === 'truncated') {
        report.storedOffset = cursor.sizeBytes;
        report.errors.push(truncated('zstd', report, cursor.sizeBytes, 'inside a frame header'));
        return;
      }
      cursor.advance(header.kind === 'corrupt' ? 1 : 0);
      const isFound = await findNextFrame(cursor, signal);
      report.storedOffset = cursor.position;
      noteStrangeBytes(report, start, { isHeader: header.kind === 'corrupt', isAfterDamage, isFound });
      isAfterDamage = true;
    }
  }
}

function refuseDictionary(report: DecodeReport, position: number): void {
  const offset = report.fileOffset(position);
  const message = 'The zstd frame needs a dictionary, which is not at hand. Decompress it with its dictionary first.';
  report.errors.push(fileError('E_UNSUPPORTED', message, { offset, decodedOffset: report.decodedOffset }));
}

function skipFrame(cursor: StoredCursor, length: number, report: DecodeReport): void {
  const room = cursor.sizeBytes - cursor.position;
  cursor.advance(Math.min(length, room));
  report.storedOffset = cursor.position;
  if (length > room) noteCutSkip(cursor, report);
}

function noteCutSkip(cursor: StoredCursor, report: DecodeReport): void {
  report.storedOffset = cursor.sizeBytes;
  report.errors.push(truncated('zstd', report, cursor.sizeBytes, 'inside a skippable frame'));
}

/** Bytes where a frame should start: behind damage they are part of it, at the end they are garbage, else damage of their own. */
function noteStrangeBytes(
  report: DecodeReport,
  start: number,
  found: { readonly isHeader: boolean; readonly isAfterDamage: boolean; readonly isFound: boolean },
): void {
  if (found.isHeader) report.errors.push(corrupt('zstd', report, start, 'a frame header is damaged'));
  else if (found.isAfterDamage) return;
  else if (found.isFound) report.errors.push(corrupt('zstd', report, start, 'bytes between two frames are not zstd'));
  else report.warnings.push(trailingGarbage('zstd', report, start));
}

/** Moves the cursor to the next frame's magic, or to the end of the file; returns whether one was found. */
async function findNextFrame(cursor: StoredCursor, signal: AbortSignal | undefined): Promise<boolean> {
  while (true) {
    throwIfAborted(signal);
    const bytes = await cursor.peek(SCAN_BYTES);
    for (let at = 0; at + 4 <= bytes.length; at++) {
      if (!isZstdMagic(bytes, at)) continue;
      cursor.advance(at);
      return true;
    }
    if (bytes.length < SCAN_BYTES) {
      cursor.advance(bytes.length);
      return false;
    }
    cursor.advance(bytes.length - 3);
  }
}
