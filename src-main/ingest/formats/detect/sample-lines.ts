const MAX_LINES = 320;
/** Lines taken from the head without a gap, so that a file's header is seen whole. */
const HEAD_LINES = 120;
/** Longer lines are left out where there are shorter ones: they tell nothing more. */
const MAX_LINE_BYTES = 65_536;
/** Long lines looked at where there are no others. */
const MAX_LONG_LINES = 3;

/** The lines formats are tried on. */
export interface SampleLines {
  readonly bytes: Uint8Array;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Picks up to 320 non-blank lines of a sample: the head, then an even spread over the rest. */
export function pickSampleLines(bytes: Uint8Array): SampleLines {
  const all = listLines(bytes);
  const isShort = (i: number): boolean => all.ends[i]! - all.starts[i]! <= MAX_LINE_BYTES;
  const indexes = all.starts.map((_, i) => i);
  const short = indexes.filter(isShort);
  const lines = short.length > 0 ? short : indexes.slice(0, MAX_LONG_LINES);
  const picks =
    lines.length <= MAX_LINES ? lines : Array.from({ length: MAX_LINES }, (_, i) => lines[pickIndex(i, lines.length)]!);
  return { bytes, starts: picks.map((i) => all.starts[i]!), ends: picks.map((i) => all.ends[i]!) };
}

/** Every line of the bytes that is not blank, without its line end. */
function listLines(bytes: Uint8Array): { starts: number[]; ends: number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, at);
    const next = newline < 0 ? bytes.length : newline + 1;
    let end = newline < 0 ? bytes.length : newline;
    if (end > at && bytes[end - 1] === 0x0d) end--;
    if (!isBlankRange(bytes, at, end)) {
      starts.push(at);
      ends.push(end);
    }
    at = next;
  }
  return { starts, ends };
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
