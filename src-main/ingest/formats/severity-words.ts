/*
 * Level words by their letters, without strings: letters are folded to lower case and hashed; a table of words
 * confirms the hash.
 */

const COMMON: Readonly<Record<string, number>> = {
  trace: 1,
  trc: 1,
  finest: 1,
  verbose: 1,
  finer: 5,
  fine: 6,
  debug: 5,
  dbg: 5,
  debg: 5,
  dbug: 5,
  debug1: 5,
  debug2: 5,
  debug3: 5,
  debug4: 5,
  debug5: 5,
  config: 7,
  info: 9,
  inf: 9,
  information: 9,
  informational: 9,
  notice: 10,
  warn: 13,
  warning: 13,
  wrn: 13,
  wrng: 13,
  error: 17,
  err: 17,
  severe: 17,
  critical: 18,
  crit: 18,
  crt: 18,
  dpanic: 18,
  alert: 19,
  panic: 19,
  fatal: 21,
  ftl: 21,
  emerg: 21,
  emergency: 21,
};

const MAX_WORD = 16;

/** Level words of one format: the common ones and its own. Lookup is case-insensitive. */
export class SeverityWords {
  private readonly mask: number;
  private readonly words: (Uint8Array | null)[];
  private readonly numbers: Uint8Array;

  /** @param extra Words or marks of the format (`*`, `D`), winning over the common ones. */
  constructor(extra: Readonly<Record<string, number>> = {}, hasCommon = true) {
    const all = new Map<string, number>(hasCommon ? Object.entries(COMMON) : []);
    for (const [word, severity] of Object.entries(extra)) all.set(word.toLowerCase(), severity);
    let size = 256;
    while (size < all.size * 4) size *= 2;
    this.mask = size - 1;
    this.words = Array.from({ length: size }, () => null);
    this.numbers = new Uint8Array(size);
    const encoder = new TextEncoder();
    for (const [word, severity] of all) this.insert(encoder.encode(word), severity);
  }

  /** SeverityNumber of the word in `[start, end)`, or -1 when it is no level word. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length <= 0 || length > MAX_WORD) return -1;
    let hash = length;
    for (let i = start; i < end; i++) hash = Math.imul(hash, 31) + fold(bytes[i]!);
    for (let slot = hash & this.mask; ; slot = (slot + 1) & this.mask) {
      const word = this.words[slot];
      if (word === null || word === undefined) return -1;
      if (isSameWord(word, bytes, start, length)) return this.numbers[slot]!;
    }
  }

  /** Every word, in lower case, with its number. */
  list(): { word: Uint8Array; severity: number }[] {
    return this.words.flatMap((word, slot) => (word === null ? [] : [{ word, severity: this.numbers[slot]! }]));
  }

  private insert(word: Uint8Array, severity: number): void {
    let hash = word.length;
    for (const byte of word) hash = Math.imul(hash, 31) + fold(byte);
    let slot = hash & this.mask;
    while (this.words[slot] !== null) slot = (slot + 1) & this.mask;
    this.words[slot] = word;
    this.numbers[slot] = severity;
  }
}

const known = new Map<string, SeverityWords>();

/** The words of a format; equal ones share one table, since trying every format on a file asks for them all. */
export function severityWords(extra: Readonly<Record<string, number>> = {}, hasCommon = true): SeverityWords {
  const key = JSON.stringify([hasCommon, extra]);
  let words = known.get(key);
  if (words === undefined) known.set(key, (words = new SeverityWords(extra, hasCommon)));
  return words;
}

function fold(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 32 : byte;
}

function isSameWord(word: Uint8Array, bytes: Uint8Array, start: number, length: number): boolean {
  if (word.length !== length) return false;
  for (let i = 0; i < length; i++) if (word[i] !== fold(bytes[start + i]!)) return false;
  return true;
}

const SYSLOG = [21, 19, 18, 17, 13, 10, 9, 5];

/** Syslog severities as the level words of a format that writes their numbers. */
export const SYSLOG_NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(Object.entries(SYSLOG));

/** Syslog severity 0..7 (emergency..debug) as SeverityNumber; 0 for anything else. */
export function syslogSeverity(level: number): number {
  return SYSLOG[level] ?? 0;
}
