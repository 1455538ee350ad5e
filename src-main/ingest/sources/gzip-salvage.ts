import { createInflateRaw } from 'node:zlib';
import { throwIfAborted } from '../../base/abort.ts';
import { isPlausibleMember, MEMBER_START_BYTES } from './gzip-header.ts';
import type { StoredCursor } from './stored-cursor.ts';
import { PUMP_OPTIONS, ZlibPump } from './zlib-pump.ts';

const FEED_BYTES = 32 * 1024;
const SCAN_BYTES = 256 * 1024;

/**
 * Decodes a damaged member again up to the very byte where the damage shows. zlib drops what it decoded in the step that
 * fails; with one input byte per step that is next to nothing.
 * @param cursor At the start of the step that failed; left at the damaged byte.
 * @param deliveredBytes Output the caller already has.
 */
export async function* salvageMember(
  cursor: StoredCursor,
  bodyStart: number,
  deliveredBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const failedStep = cursor.position;
  const pump = new ZlibPump(createInflateRaw(PUMP_OPTIONS));
  let toSkip = deliveredBytes;
  cursor.seek(bodyStart);
  try {
    while (true) {
      throwIfAborted(signal);
      const piece = await cursor.peek(
        cursor.position < failedStep ? Math.min(FEED_BYTES, failedStep - cursor.position) : 1,
      );
      if (piece.length === 0) return;
      for await (const output of pump.push(piece)) {
        const skipped = Math.min(toSkip, output.length);
        toSkip -= skipped;
        if (skipped < output.length) yield output.subarray(skipped);
      }
      if (pump.error !== null || pump.hasEnded) return;
      cursor.advance(piece.length);
    }
  } finally {
    pump.close();
  }
}

/** Moves over zero bytes (tape and block padding) and returns how many there were. */
export async function skipZeros(cursor: StoredCursor, signal: AbortSignal | undefined): Promise<number> {
  const start = cursor.position;
  while (true) {
    throwIfAborted(signal);
    const bytes = await cursor.peek(SCAN_BYTES);
    const zeros = bytes.findIndex((byte) => byte !== 0);
    cursor.advance(zeros === -1 ? bytes.length : zeros);
    if (zeros !== -1 || bytes.length === 0) return cursor.position - start;
  }
}

/** Moves the cursor to the next plausible member header, or to the end of the file; returns whether one was found. */
export async function findNextMember(cursor: StoredCursor, signal: AbortSignal | undefined): Promise<boolean> {
  while (true) {
    throwIfAborted(signal);
    const bytes = await cursor.peek(SCAN_BYTES);
    for (let at = bytes.indexOf(0x1f); at !== -1; at = bytes.indexOf(0x1f, at + 1)) {
      if (!isPlausibleMember(bytes, at)) continue;
      cursor.advance(at);
      return true;
    }
    if (bytes.length < SCAN_BYTES) {
      cursor.advance(bytes.length);
      return false;
    }
    cursor.advance(bytes.length - MEMBER_START_BYTES + 1);
  }
}
