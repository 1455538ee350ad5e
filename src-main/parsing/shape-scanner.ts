/**
 * Finds the variable parts of one content, on bytes.
 *
 * A content is read chunk by chunk (runs of bytes without a hard separator). A chunk without digit, slash or boolean
 * word is constant; any other is looked at more closely: URL, path, IP, UUID, MAC, time, host, else word by word.
 * The outcome is a pure function of the content's bytes.
 */
import { BYTE_CLASS, ByteFlag } from './byte-class.ts';
import { isBehindEventKey, isEventName } from './event-keys.ts';
import { isHost } from './host-mask.ts';
import { Mask, type MaskCode } from './mask.ts';
import { timePhraseEnd } from './time-phrase.ts';
import * as word from './word-mask.ts';

/** A content with more parameters than this keeps the rest as one. */
export const MAX_PARAMETERS = 200;
/** Only this much of a content is read for its shape; the rest is one parameter. */
export const MAX_SHAPE_BYTES = 8192;
const MAX_CHUNK_BYTES = 256;
/** Coarse shapes keep this many leading words. */
const COARSE_WORDS = 4;
const COARSE_WORD_BYTES = 24;

const {
  hard: HARD,
  soft: SOFT,
  digit: DIGIT,
  nonHex: NON_HEX,
  hexLetter: HEX_LETTER,
  slash: SLASH,
  colon: COLON_FLAG,
} = ByteFlag;
const DOT_FLAG = ByteFlag.dot;
const SPACE = 0x20;
const COLON = 0x3a;
const DOT = 0x2e;
const DASH = 0x2d;
const EQUALS = 0x3d;
const LESS = 0x3c;
const LETTERS = HEX_LETTER | NON_HEX;

export class ShapeScanner {
  count = 0;
  readonly start = new Int32Array(MAX_PARAMETERS + 1);
  readonly end = new Int32Array(MAX_PARAMETERS + 1);
  readonly mask = new Uint8Array(MAX_PARAMETERS + 1);
  private bytes: Uint8Array = new Uint8Array(0);
  private from = 0;

  /** Fills `start`, `end`, `mask` with the parameters of `[start, end)`, in order, never empty nor touching. */
  scan(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.from = start;
    this.count = 0;
    const limit = end - start > MAX_SHAPE_BYTES ? start + MAX_SHAPE_BYTES : end;
    let at = start;
    while (at < end) {
      const flags = BYTE_CLASS[bytes[at] as number] as number;
      if ((flags & HARD) === 0) {
        if (at >= limit || this.count >= MAX_PARAMETERS - 1) return this.addRest(at, end);
        at = this.chunk(at, end);
      } else if (bytes[at] === LESS && bytes[at + 1] === 0x2a && bytes[at + 2] === 0x3e && at + 2 < end) {
        // A literal `<*>` would read as a wildcard in the template text: it becomes one.
        if (at >= limit || this.count >= MAX_PARAMETERS - 1) return this.addRest(at, end);
        this.add(Mask.text, at, at + 3);
        at += 3;
      } else {
        if (at >= limit) return this.addRest(at, end);
        at++;
      }
    }
  }

  /** As {@link scan}, with few shapes: the leading plain words stay, the rest is one parameter. */
  scanCoarse(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.from = start;
    this.count = 0;
    let at = start;
    for (let kept = 0; kept < COARSE_WORDS && at < end; kept++) {
      const from = at;
      while (at < end && ((BYTE_CLASS[bytes[at] as number] as number) & LETTERS) !== 0 && (bytes[at] as number) < 0x80)
        at++;
      const isPlain = at > from && at - from <= COARSE_WORD_BYTES && bytes[at] === SPACE && at < end;
      if (!isPlain) return this.addRest(from, end);
      at++;
    }
    if (at < end) this.addRest(at, end);
  }

  /** The whole content as one parameter. */
  scanWhole(start: number, end: number): void {
    this.count = 0;
    if (start < end) this.push(Mask.text, start, end);
  }

  private chunk(start: number, end: number): number {
    const bytes = this.bytes;
    let at = start;
    let flags = 0;
    while (at < end) {
      const next = BYTE_CLASS[bytes[at] as number] as number;
      if ((next & HARD) !== 0) break;
      flags |= next;
      at++;
    }
    const length = at - start;
    if ((flags & (DIGIT | SLASH)) === 0 && length <= MAX_CHUNK_BYTES) {
      if (length === 3) return this.timePhrase(start, at, end);
      if ((flags & NON_HEX) === 0 && length >= 8 && (flags & (SOFT | HEX_LETTER)) === HEX_LETTER)
        this.add(Mask.hex, start, at);
      else if (length >= 4) this.plainChunk(start, at, flags);
      return at;
    }
    return this.closerLook(start, at, end, flags);
  }

  /** A chunk without digits may still be a host or a boolean. */
  private plainChunk(start: number, end: number, flags: number): void {
    if ((flags & DOT_FLAG) !== 0) {
      let last = end;
      while (last > start && isTrailing(this.bytes[last - 1] as number)) last--;
      if (isHost(this.bytes, start, last)) return this.add(Mask.host, start, last);
    }
    this.maskBoolean(start, end, flags);
  }

  private timePhrase(start: number, chunkEnd: number, end: number): number {
    const stop = timePhraseEnd(this.bytes, start, end);
    if (stop < 0) return chunkEnd;
    this.add(Mask.timestamp, start, stop);
    return stop;
  }

  private maskBoolean(start: number, end: number, flags: number): void {
    let from = start;
    if ((flags & SOFT) !== 0) {
      for (let i = end - 1; i >= start && i >= end - 6; i--)
        if (this.bytes[i] === COLON) {
          from = i + 1;
          break;
        }
    }
    if (word.isBooleanWord(this.bytes, from, end)) this.add(Mask.boolean, from, end);
  }

  private closerLook(start: number, chunkEnd: number, end: number, flags: number): number {
    const bytes = this.bytes;
    if ((flags & SLASH) !== 0) {
      const done = this.urlOrPath(start, chunkEnd, end);
      if (done > 0) return done;
      if ((flags & DIGIT) === 0) {
        this.maskBoolean(start, chunkEnd, flags);
        if (chunkEnd - start > MAX_CHUNK_BYTES) this.add(Mask.text, start, chunkEnd);
        return chunkEnd;
      }
    }
    let last = chunkEnd;
    while (last > start && isTrailing(bytes[last - 1] as number)) last--;
    const before = start > this.from ? bytes[start - 1] : 0;
    const mayBeEvent = before === EQUALS || before === 0x22;
    if (mayBeEvent && isBehindEventKey(bytes, this.from, start) && isEventName(bytes, start, last)) return chunkEnd;
    if (last - start > MAX_CHUNK_BYTES) this.add(Mask.text, start, last);
    else if ((flags & SOFT) === 0) this.word(start, last, bytes[chunkEnd] === EQUALS && chunkEnd < end);
    else if (!this.whole(start, last, flags)) this.words(start, last, bytes[chunkEnd] === EQUALS && chunkEnd < end);
    return this.fraction(chunkEnd, last, end);
  }

  /** `10:20:30,123`: takes the fraction behind the comma into the time just added. */
  private fraction(chunkEnd: number, last: number, end: number): number {
    const bytes = this.bytes;
    if (last !== chunkEnd || bytes[last] !== 0x2c || last + 3 >= end) return chunkEnd;
    const i = this.count - 1;
    if (i < 0 || this.end[i] !== last || this.mask[i] !== Mask.timestamp) return chunkEnd;
    let at = last + 1;
    while (at < end && at - last <= 9 && word.isDigit(bytes[at] as number)) at++;
    const isFraction = at - last >= 4 && (at === end || ((BYTE_CLASS[bytes[at] as number] as number) & HARD) !== 0);
    if (!isFraction) return chunkEnd;
    this.end[i] = at;
    return at;
  }

  /** Masks a URL or an absolute path that starts in this chunk; returns where reading goes on, or -1. */
  private urlOrPath(start: number, chunkEnd: number, end: number): number {
    const bytes = this.bytes;
    const first = bytes[start] as number;
    const second = bytes[start + 1] as number;
    if (first === 0x2f && start + 1 < chunkEnd) {
      const ipEnd = word.ipv4End(bytes, start + 1, chunkEnd);
      if (ipEnd > 0 && ipEnd >= chunkEnd - 1) {
        this.add(Mask.ip, start, ipEnd);
        return chunkEnd;
      }
      if (start > this.from && bytes[start - 1] === LESS) return -1;
      return this.addLong(Mask.path, start, this.longEnd(chunkEnd, end, false));
    }
    if ((first === 0x7e || first === DOT) && (second === 0x2f || (second === DOT && bytes[start + 2] === 0x2f)))
      return this.addLong(Mask.path, start, this.longEnd(chunkEnd, end, false));
    const isDrive = second === COLON && isLetter(first) && (bytes[start + 2] === 0x5c || bytes[start + 2] === 0x2f);
    const isShare = first === 0x5c && chunkEnd - start > 2;
    if ((isDrive && start + 3 < chunkEnd) || isShare)
      return this.addLong(Mask.path, start, this.longEnd(chunkEnd, end, false));
    for (let i = start + 1; i + 2 < chunkEnd; i++) {
      if (bytes[i] !== COLON || bytes[i + 1] !== 0x2f) continue;
      if (bytes[i + 2] === 0x2f || isFileScheme(bytes, start, i))
        return this.addLong(Mask.url, start, this.longEnd(chunkEnd, end, true));
      if (isLetter(first)) return this.addLong(Mask.path, i + 1, this.longEnd(chunkEnd, end, false));
    }
    return -1;
  }

  /** Extends a path or URL over separators that belong to it, up to white space, quotes and brackets. */
  private longEnd(chunkEnd: number, end: number, isUrl: boolean): number {
    const bytes = this.bytes;
    let at = chunkEnd;
    while (at < end) {
      const byte = bytes[at] as number;
      if (((BYTE_CLASS[byte] as number) & HARD) === 0) at++;
      else if (isPathByte(byte) || (isUrl && isUrlByte(byte))) at++;
      else break;
    }
    return at;
  }

  private addLong(mask: MaskCode, start: number, stop: number): number {
    let last = stop;
    while (last > start + 1 && this.bytes[last - 1] !== 0x2f && isTrailing(this.bytes[last - 1] as number)) last--;
    this.add(mask, start, last);
    return stop;
  }

  /** Tries the masks that take a whole chunk. */
  private whole(start: number, end: number, flags: number): boolean {
    const bytes = this.bytes;
    if (word.isUuid(bytes, start, end)) return this.added(Mask.uuid, start, end);
    if (word.isTimestamp(bytes, start, end)) return this.addedTime(start, end);
    if ((flags & SLASH) !== 0 && isNamedAddress(bytes, start, end)) return this.added(Mask.host, start, end);
    if ((flags & COLON_FLAG) !== 0) {
      if (word.isMac(bytes, start, end)) return this.added(Mask.mac, start, end);
      if (word.isIpv6(bytes, start, end)) return this.added(Mask.ip, start, end);
    }
    if ((flags & DOT_FLAG) !== 0 && (flags & LETTERS) !== 0 && isHost(bytes, start, end))
      return this.added(Mask.host, start, end);
    return false;
  }

  /** Word by word: words with a value are masked; neighbours joined by one soft byte become one parameter. */
  private words(start: number, end: number, isKey: boolean): void {
    const bytes = this.bytes;
    let at = start;
    while (at < end) {
      const byte = bytes[at] as number;
      if (((BYTE_CLASS[byte] as number) & SOFT) !== 0) {
        const isSign = (byte === DASH || byte === 0x2b) && at + 1 < end && word.isDigit(bytes[at + 1] as number);
        if (!isSign || !(at === start || bytes[at - 1] === COLON || bytes[at - 1] === 0x5f)) {
          at++;
          continue;
        }
      }
      const ip = word.isDigit(byte) ? word.ipv4End(bytes, at, end) : -1;
      if (ip > 0) {
        this.join(Mask.ip, at, ip);
        at = ip;
        continue;
      }
      if (end - at >= 36 && word.isUuid(bytes, at, at + 36)) {
        this.join(Mask.uuid, at, at + 36);
        at += 36;
        continue;
      }
      const from = at++;
      while (at < end) {
        const next = BYTE_CLASS[bytes[at] as number] as number;
        if ((next & SOFT) !== 0 && !continuesWord(bytes, from, at, end)) break;
        at++;
      }
      if (hasDigit(bytes, from, at)) this.maskWord(from, at, isKey && at === end);
      else if (at === end) this.maskBoolean(from, at, 0);
    }
  }

  private word(start: number, end: number, isKey: boolean): void {
    this.maskWord(start, end, isKey);
  }

  private maskWord(start: number, end: number, isKey: boolean): void {
    const bytes = this.bytes;
    if (word.isConstantWord(bytes, start, end)) return;
    if (isKey && isLetter(bytes[start] as number) && countDigits(bytes, start, end) <= 3) return;
    this.join(word.maskOfWord(bytes, start, end), start, end);
  }

  /** Adds a parameter, or widens the last one when only one soft byte lies between. */
  private join(mask: MaskCode, start: number, end: number): void {
    const i = this.count - 1;
    if (
      i >= 0 &&
      start - (this.end[i] as number) <= 1 &&
      start > this.from &&
      ((BYTE_CLASS[this.bytes[start - 1] as number] as number) & HARD) === 0
    ) {
      this.end[i] = end;
      this.mask[i] = this.mask[i] === Mask.number && mask === Mask.number ? Mask.number : Mask.identifier;
      return;
    }
    this.add(mask, start, end);
  }

  private added(mask: MaskCode, start: number, end: number): boolean {
    this.add(mask, start, end);
    return true;
  }

  /** A clock time right behind a date is part of the same timestamp. */
  private addedTime(start: number, end: number): boolean {
    const i = this.count - 1;
    if (
      i >= 0 &&
      this.mask[i] === Mask.timestamp &&
      this.end[i] === start - 1 &&
      this.bytes[start - 1] === SPACE &&
      end - start >= 7
    ) {
      this.end[i] = end;
      return true;
    }
    return this.added(Mask.timestamp, start, end);
  }

  private addRest(start: number, end: number): void {
    this.add(Mask.text, start, end);
  }

  private add(mask: MaskCode, start: number, end: number): void {
    const bytes = this.bytes;
    let from = start;
    const floor = this.count > 0 ? (this.end[this.count - 1] as number) : this.from;
    // Padding belongs to the value: `%5d` must not make one shape a width.
    while (from - 1 > floor && bytes[from - 1] === SPACE && bytes[from - 2] === SPACE) from--;
    if (this.count > 0 && from === floor) {
      this.end[this.count - 1] = end;
      this.mask[this.count - 1] = Mask.text;
      return;
    }
    this.push(mask, from, end);
  }

  private push(mask: MaskCode, start: number, end: number): void {
    const i = this.count++;
    this.start[i] = start;
    this.end[i] = end;
    this.mask[i] = mask;
  }
}

/** `name/10.0.0.1:80`, as Java writes a socket address. */
function isNamedAddress(bytes: Uint8Array, start: number, end: number): boolean {
  const slash = bytes.indexOf(0x2f, start);
  return slash > start && slash < end && word.ipv4End(bytes, slash + 1, end) === end;
}

/** Inside a word although soft: a dot between digits, a sign behind an underscore, an exponent. */
function continuesWord(bytes: Uint8Array, start: number, at: number, end: number): boolean {
  const byte = bytes[at];
  if (at + 1 >= end) return false;
  const previous = bytes[at - 1] as number;
  const next = bytes[at + 1] as number;
  if (byte === DOT) return at > start && word.isDigit(previous) && word.isDigit(next);
  if (byte === DASH) return previous === 0x5f && word.isDigit(next);
  return false;
}

function hasDigit(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (word.isDigit(bytes[i] as number)) return true;
  return false;
}

function countDigits(bytes: Uint8Array, start: number, end: number): number {
  let digits = 0;
  for (let i = start; i < end; i++) if (word.isDigit(bytes[i] as number)) digits++;
  return digits;
}

function isTrailing(byte: number): boolean {
  return (
    byte === DOT ||
    byte === COLON ||
    byte === DASH ||
    byte === 0x2f ||
    byte === 0x2c ||
    byte === 0x3b ||
    byte === 0x29 ||
    byte === 0x5d
  );
}

/** `= $ # % ? &`: hard elsewhere, part of a path or its query here. */
function isPathByte(byte: number): boolean {
  return byte === EQUALS || (byte >= 0x23 && byte <= 0x26) || byte === 0x3f;
}

function isUrlByte(byte: number): boolean {
  return byte === 0x2c || byte === 0x3b || byte === 0x21 || byte === 0x2a;
}

function isLetter(byte: number): boolean {
  const lower = byte | SPACE;
  return lower >= 0x61 && lower <= 0x7a;
}

/** `file:/x`, `jar:file:/x`: schemes written with one slash. */
function isFileScheme(bytes: Uint8Array, start: number, colon: number): boolean {
  let name = '';
  for (let i = colon - 1; i >= start && isLetter(bytes[i] as number) && name.length < 8; i--)
    name = String.fromCharCode(bytes[i] as number) + name;
  return name === 'file' || name === 'jar' || name === 'hdfs' || name === 'zip';
}
