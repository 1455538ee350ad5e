const MAX_LINES = 320;
/** Lines taken from the head without a gap, so that a file's header is seen whole. */
const HEAD_LINES = 120;
/** Longer lines are left out: they tell nothing a shorter one does not. */
const MAX_LINE_BYTES = 65_536;

/** The lines formats are tried on. */
export interface SampleLines {
  readonly bytes: Uint8Array;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Picks up to 320 non-blank lines of a sample: the head, then an even spread over the rest. */
export function pickSampleLines(bytes: Uint8Array): SampleLines {
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, at);
    const next = newline < 0 ? bytes.length : newline + 1;
    let end = newline < 0 ? bytes.length : newline;
    if (end > at && bytes[end - 1] === 0x0d) end--;
    if (end - at <= MAX_LINE_BYTES && !isBlankRange(bytes, at, end)) {
      starts.push(at);
      ends.push(end);
    }
    at = next;
  }
  if (starts.length <= MAX_LINES) return { bytes, starts, ends };
  const picks = Array.from({ length: MAX_LINES }, (_, i) => pickIndex(i, starts.length));
  return { bytes, starts: picks.map((i) => starts[i]!), ends: picks.map((i) => ends[i]!) };
}

function pickIndex(i: number, count: number): number {
  if (i < HEAD_LINES) return i;
  const step = (count - HEAD_LINES) / (MAX_LINES - HEAD_LINES);
  return HEAD_LINES + Math.floor((i - HEAD_LINES) * step);
}

function isBlankRange(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0 && byte !== 0x0d) return false;
  }
  return true;
}

const CONTINUATION =
  /^(?:\s|at |Caused by:|\.\.\. \d+ more|[)}\]]|#\d+ |\[stacktrace\]|File "|Traceback |[\w.$]+(?:Exception|Error)\b)/;

/** True for lines that mostly belong to the event before them: indented ones and pieces of stack traces. */
export function looksLikeContinuation(text: string): boolean {
  return CONTINUATION.test(text);
}
