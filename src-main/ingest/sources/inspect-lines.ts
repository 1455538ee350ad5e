import { isUtf8 } from 'node:buffer';
import type { WarningTally } from './warning-tally.ts';

const LF = 0x0a;
const CR = 0x0d;
const REPLACEMENT = Buffer.from('\uFFFD');

/** Where the lines of a block lie in the source, for naming the first one in trouble. */
export interface LinePlaces {
  /** Lines before the block. */
  readonly linesBefore: number;
  readonly blockOffset: number;
  readonly lineOffsets: ArrayLike<number> | null;
}

export interface InspectOptions {
  /** How undecodable bytes show: as bytes that are not UTF-8 (verbatim text), as U+FFFD, or not here at all. */
  readonly invalidAs: 'bytes' | 'replacement' | 'known';
  /** True where lone CRs are looked for (not in a file that is split at CR). */
  readonly checksLoneCr: boolean;
}

export const INVALID_BYTES = 'Lines hold bytes that are no characters in this encoding; they are shown as U+FFFD.';

function holdsInvalid(bytes: Buffer, invalidAs: InspectOptions['invalidAs']): boolean {
  if (invalidAs === 'bytes') return !isUtf8(bytes);
  return invalidAs === 'replacement' && bytes.includes(REPLACEMENT);
}

/** True when the bytes hold a CR that is not followed by LF; a final CR counts as followed by one. */
function hasLoneCr(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(CR); at !== -1; at = bytes.indexOf(CR, at + 1)) {
    if (at + 1 < bytes.length && bytes[at + 1] !== LF) return true;
  }
  return false;
}

/**
 * Counts lines with undecodable bytes, NULs and lone CRs. Whole-block native checks first; only a block with something odd
 * is walked line by line.
 */
export function inspectLines(bytes: Buffer, places: LinePlaces, options: InspectOptions, tally: WarningTally): void {
  const isInvalid = holdsInvalid(bytes, options.invalidAs);
  const hasNul = bytes.includes(0);
  const hasCr = options.checksLoneCr && hasLoneCr(bytes);
  if (!isInvalid && !hasNul && !hasCr) return;
  for (let index = 0, at = 0; at < bytes.length; index++) {
    const found = bytes.indexOf(LF, at);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(at, end);
    const number = places.linesBefore + index + 1;
    const offset = places.lineOffsets?.[index] ?? places.blockOffset + at;
    if (isInvalid && holdsInvalid(line, options.invalidAs)) {
      tally.add('W_INVALID_BYTES', INVALID_BYTES, number, offset);
    }
    if (hasNul && line.includes(0)) {
      tally.add('W_NUL', 'Lines hold NUL bytes; long runs of them are shortened.', number, offset);
    }
    if (hasCr && hasInnerCr(line)) {
      tally.add(
        'W_LONE_CR',
        'Lines hold a carriage return that does not end them; it is kept as text.',
        number,
        offset,
      );
    }
    at = end + 1;
  }
}

function hasInnerCr(line: Buffer): boolean {
  const at = line.indexOf(CR);
  return at !== -1 && at < line.length - 1;
}
