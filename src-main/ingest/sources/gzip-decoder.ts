// Own framing of gzip members over raw inflate: header, deflate body, CRC-32 and length. A damaged member keeps every byte
// decoded before the damage; reading goes on at the next member that can be found.
import { crc32, createInflateRaw } from 'node:zlib';
import { throwIfAborted } from '../../base/abort.ts';
import { corrupt, trailingGarbage, truncated } from './compressed-issues.ts';
import type { DecodeReport } from './decoding-reader.ts';
import { type GzipHeader, isPlausibleMember, MEMBER_START_BYTES, readGzipHeader } from './gzip-header.ts';
import { SMALL_MEMBER_BYTES, tryInflateSmall } from './gzip-small-member.ts';
import { findNextMember, salvageMember, skipZeros } from './gzip-salvage.ts';
import type { StoredCursor } from './stored-cursor.ts';
import { PUMP_OPTIONS, ZlibPump } from './zlib-pump.ts';

/** Input bytes per step; small, because the step that hits damage is decoded again byte by byte. */
const FEED_BYTES = 32 * 1024;
const USUAL_HEADER_BYTES = 512;
const MAX_HEADER_BYTES = 1024 * 1024;
const TRAILER_BYTES = 8;
const LINE_FEED = new Uint8Array([0x0a]);

/** What one member gave so far; `lastByte` is -1 before the first. */
interface MemberState {
  checksum: number;
  sizeBytes: number;
  lastByte: number;
  /** Damage was met since the last member began: a half line must not swallow the next member's first. */
  isDamaged: boolean;
  /** The last member was small, so the next is likely to be. */
  isSmall: boolean;
}

/** Decodes all members of a gzip file. @throws CancelledError */
export async function* decodeGzip(
  cursor: StoredCursor,
  report: DecodeReport,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const state: MemberState = { checksum: 0, sizeBytes: 0, lastByte: -1, isDamaged: false, isSmall: false };
  for (let isFirst = true; ; isFirst = false) {
    const start = cursor.position;
    const header = await peekHeader(cursor);
    if (header.kind === 'member') {
      cursor.advance(header.length);
      if (state.isDamaged && state.lastByte !== -1 && state.lastByte !== 0x0a) yield LINE_FEED;
      state.isDamaged = false;
      const isSound = yield* decodeMember(cursor, state, report, signal);
      report.storedOffset = cursor.position;
      if (isSound) continue;
    } else if (!isFirst && header.kind === 'not-gzip') {
      const zeros = await skipZeros(cursor, signal);
      const behind = await cursor.peek(MEMBER_START_BYTES);
      if (behind.length === 0) {
        report.storedOffset = cursor.position;
        return;
      }
      if (zeros > 0 && isPlausibleMember(behind, 0)) continue;
      cursor.seek(start);
    } else if (header.kind === 'truncated') {
      cursor.seek(cursor.sizeBytes);
      report.storedOffset = cursor.position;
      report.errors.push(truncated('gzip', report, cursor.position, 'inside a gzip header'));
      return;
    } else {
      report.errors.push(corrupt('gzip', report, start, 'the gzip header is damaged'));
    }
    const damagedAt = cursor.position;
    const isMemberDamaged = header.kind === 'member' || header.kind === 'corrupt';
    if (isMemberDamaged && (await cursor.peek(1)).length === 0) return;
    cursor.advance(isMemberDamaged ? 1 : 0);
    const isFound = await findNextMember(cursor, signal);
    report.storedOffset = cursor.position;
    if (!isMemberDamaged) {
      if (!isFound) {
        report.warnings.push(trailingGarbage('gzip', report, damagedAt));
        return;
      }
      report.errors.push(corrupt('gzip', report, damagedAt, 'bytes between two gzip members are not gzip'));
    }
    if (!isFound) return;
    state.isDamaged = true;
  }
}

/** A header is short as a rule; only one with a huge name or extra field makes the cursor look far ahead. */
async function peekHeader(cursor: StoredCursor): Promise<GzipHeader> {
  const header = readGzipHeader(await cursor.peek(USUAL_HEADER_BYTES));
  return header.kind === 'truncated' ? readGzipHeader(await cursor.peek(MAX_HEADER_BYTES)) : header;
}

/** Yields one member's bytes from the cursor (behind its header); returns whether its framing still holds. */
async function* decodeMember(
  cursor: StoredCursor,
  state: MemberState,
  report: DecodeReport,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, boolean> {
  const bodyStart = cursor.position;
  state.checksum = 0;
  state.sizeBytes = 0;
  const small = state.isSmall ? tryInflateSmall(await cursor.peek(SMALL_MEMBER_BYTES)) : null;
  if (small !== null) {
    yield account(state, small.output);
    cursor.advance(small.consumedBytes);
    return checkTrailer(cursor, state, report);
  }
  const pump = new ZlibPump(createInflateRaw(PUMP_OPTIONS));
  try {
    while (!pump.hasEnded) {
      throwIfAborted(signal);
      const piece = await cursor.peek(FEED_BYTES);
      if (piece.length === 0) {
        report.errors.push(truncated('gzip', report, cursor.position, 'in the middle of a member'));
        return false;
      }
      const consumedBefore = pump.consumedBytes;
      for await (const output of pump.push(piece)) yield account(state, output);
      if (pump.error !== null) {
        for await (const output of salvageMember(cursor, bodyStart, state.sizeBytes, signal))
          yield account(state, output);
        report.errors.push(corrupt('gzip', report, cursor.position, pump.error.message));
        return false;
      }
      cursor.advance(pump.consumedBytes - consumedBefore);
      report.storedOffset = cursor.position;
    }
  } finally {
    pump.close();
  }
  state.isSmall = cursor.position - bodyStart < SMALL_MEMBER_BYTES;
  return checkTrailer(cursor, state, report);
}

function account(state: MemberState, output: Uint8Array): Uint8Array {
  state.checksum = crc32(output, state.checksum);
  state.sizeBytes += output.length;
  state.lastByte = output.at(-1) ?? state.lastByte;
  return output;
}

async function checkTrailer(cursor: StoredCursor, state: MemberState, report: DecodeReport): Promise<boolean> {
  const trailer = await cursor.peek(TRAILER_BYTES);
  if (trailer.length < TRAILER_BYTES) {
    cursor.advance(trailer.length);
    report.errors.push(truncated('gzip', report, cursor.position, "inside a member's checksum"));
    return false;
  }
  const isChecksumRight = trailer.readUInt32LE(0) === state.checksum;
  if (!isChecksumRight || trailer.readUInt32LE(4) !== state.sizeBytes % 2 ** 32) {
    const what = isChecksumRight ? 'the stored length does not match' : 'the checksum does not match';
    report.errors.push(corrupt('gzip', report, cursor.position, what));
    state.isDamaged = true;
  }
  cursor.advance(TRAILER_BYTES);
  return true;
}
