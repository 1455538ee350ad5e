/**
 * Finds the variable parts of one content, on bytes.
 *
 * A content is read chunk by chunk (runs of bytes without a hard separator). A chunk without digit, slash or boolean
 * word is constant; any other is looked at more closely: URL, path, IP, UUID, MAC, time, host, else word by word.
 * The outcome is a pure function of the content's bytes.
 */
import { BYTE_CLASS, ByteFlag } from './byte-class.ts';
import { continuesWord, hasDot, isNamedAddress, isSign, isTrailing } from './chunk-bytes.ts';
import { isBehindEventKey, isEventName } from './event-keys.ts';
import { isHost } from './host-mask.ts';
import { Mask, type MaskCode } from './mask.ts';
import { ParameterList } from './parameter-list.ts';
import * as path from './path-mask.ts';
import { timePhraseEnd } from './time-phrase.ts';
import { isTimestamp } from './timestamp-mask.ts';
import * as word from './word-mask.ts';

/** A content with more parameters than this keeps the rest as one. */
export const MAX_PARAMETERS = 200;
/** Only this much of a content is read for its shape; the rest is one parameter. */
export const MAX_SHAPE_BYTES = 8192;
const MAX_CHUNK_BYTES = 256;
/** Coarse shapes keep this many leading words. */
const COARSE_WORDS = 4;
const COARSE_WORD_BYTES = 24;

const { hard: HARD, soft: SOFT, digit: DIGIT, nonHex: NON_HEX, hexLetter: HEX_LETTER, slash: SLASH_FLAG } = ByteFlag;
const { colon: COLON_FLAG, dot: DOT_FLAG } = ByteFlag;
const LETTERS = HEX_LETTER | NON_HEX;
/** A chunk with none of these is program text, unless it is a month, a boolean or all hex letters. */
const TELLING = DIGIT | SLASH_FLAG | COLON_FLAG | DOT_FLAG;
const SPACE = 0x20;
const COLON = 0x3a;
const EQUALS = 0x3d;
const LESS = 0x3c;
const QUOTE = 0x22;
const SLASH = 0x2f;
const COMMA = 0x2c;
const QUESTION = 0x3f;
const UUID_BYTES = 36;
const MAC_BYTES = 17;

export class ShapeScanner extends ParameterList {
  constructor() {
    super(MAX_PARAMETERS + 2);
  }

  /** Finds the parameters of `[start, end)`. */
  scan(bytes: Uint8Array, start: number, end: number): void {
    this.restart(bytes, start);
    const classes = BYTE_CLASS;
    const limit = end - start > MAX_SHAPE_BYTES ? start + MAX_SHAPE_BYTES : end;
    let at = start;
    while (at < limit) {
      const byte = bytes[at] as number;
      let flags = classes[byte] as number;
      if ((flags & HARD) !== 0 && byte !== LESS) {
        at++;
        continue;
      }
      if (this.count >= MAX_PARAMETERS - 1) return this.add(Mask.text, at, end);
      if (byte === LESS) {
        at = this.wildcardText(at, end);
        continue;
      }
      const from = at++;
      while (at < end) {
        const next = classes[bytes[at] as number] as number;
        if ((next & HARD) !== 0) break;
        flags |= next;
        at++;
      }
      // Most chunks end here: words of six letters or more that nothing tells apart from program text.
      const length = at - from;
      if ((flags & (TELLING | NON_HEX)) === NON_HEX && length > 5 && length <= MAX_CHUNK_BYTES) continue;
      if (flags === DIGIT && length <= MAX_CHUNK_BYTES) this.add(Mask.number, from, at);
      else if ((flags & (DIGIT | SLASH_FLAG)) === 0 && length <= MAX_CHUNK_BYTES)
        at = this.plainChunk(from, at, end, flags);
      else at = this.closerLook(from, at, end, flags);
    }
    if (at < end) this.add(Mask.text, at, end);
  }

  /** As {@link scan}, with few shapes: the leading plain words stay, the rest is one parameter. */
  scanCoarse(bytes: Uint8Array, start: number, end: number): void {
    this.restart(bytes, start);
    let at = start;
    for (let kept = 0; kept < COARSE_WORDS && at < end; kept++) {
      const from = at;
      while (at < end && word.isLetter(bytes[at] as number)) at++;
      const isPlain = at > from && at - from <= COARSE_WORD_BYTES && at < end && bytes[at] === SPACE;
      if (!isPlain) return this.add(Mask.text, from, end);
      at++;
    }
    if (at < end) this.add(Mask.text, at, end);
  }

  /** The whole content as one parameter. */
  scanWhole(bytes: Uint8Array, start: number, end: number): void {
    this.restart(bytes, start);
    if (start < end) this.add(Mask.text, start, end);
  }

  /** A literal `<*>` would read as a wildcard in the template text: it becomes one. */
  private wildcardText(at: number, end: number): number {
    if (at + 2 >= end || this.bytes[at + 1] !== 0x2a || this.bytes[at + 2] !== 0x3e) return at + 1;
    this.add(Mask.text, at, at + 3);
    return at + 3;
  }

  /** A chunk without digits and slashes may still be a month, a host, a boolean or a hex word. */
  private plainChunk(start: number, chunkEnd: number, end: number, flags: number): number {
    const length = chunkEnd - start;
    if (length === 3) {
      const stop = timePhraseEnd(this.bytes, start, end);
      if (stop > 0) this.add(Mask.timestamp, start, stop);
      return stop > 0 ? stop : chunkEnd;
    }
    if (length < 4) return chunkEnd;
    if ((flags & (SOFT | LETTERS)) === HEX_LETTER) {
      if (length >= 8) this.add(Mask.hex, start, chunkEnd);
      return chunkEnd;
    }
    if ((flags & DOT_FLAG) !== 0) {
      const last = this.withoutTrailing(start, chunkEnd);
      if (hasDot(this.bytes, start, last) && isHost(this.bytes, start, last)) {
        this.add(Mask.host, start, last);
        return chunkEnd;
      }
    }
    this.maskBoolean(start, chunkEnd, flags);
    return chunkEnd;
  }

  /** Masks a boolean that is the chunk, or stands behind its last colon. */
  private maskBoolean(start: number, end: number, flags: number): void {
    let from = start;
    if ((flags & COLON_FLAG) !== 0) {
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
    if ((flags & SLASH_FLAG) !== 0) {
      const done = this.urlOrPath(start, chunkEnd, end);
      if (done > 0) return done;
      if ((flags & DIGIT) === 0) {
        if (chunkEnd - start > MAX_CHUNK_BYTES) this.add(Mask.text, start, chunkEnd);
        else this.maskBoolean(start, chunkEnd, flags);
        return chunkEnd;
      }
    }
    const last = this.withoutTrailing(start, chunkEnd);
    const before = start > this.from ? bytes[start - 1] : 0;
    const mayBeEvent = before === EQUALS || before === QUOTE;
    const isKey = chunkEnd < end && bytes[chunkEnd] === EQUALS;
    if (mayBeEvent && isBehindEventKey(bytes, this.from, start) && isEventName(bytes, start, last)) return chunkEnd;
    if (last - start > MAX_CHUNK_BYTES) this.add(Mask.text, start, last);
    else if ((flags & SOFT) === 0) this.maskWord(start, last, isKey);
    else if (!this.whole(start, last, flags)) this.words(start, last, isKey, flags);
    return last === chunkEnd && last + 4 <= end && bytes[last] === COMMA ? this.fraction(last, end) : chunkEnd;
  }

  /** `10:20:30,123`: takes the fraction behind the comma into the time just added. */
  private fraction(comma: number, end: number): number {
    const i = this.count - 1;
    if (i < 0 || this.end[i] !== comma || this.mask[i] !== Mask.timestamp) return comma;
    let at = comma + 1;
    while (at < end && at - comma <= 9 && word.isDigit(this.bytes[at] as number)) at++;
    const isCut = at === end || ((BYTE_CLASS[this.bytes[at] as number] as number) & HARD) !== 0;
    if (at - comma < 4 || !isCut) return comma;
    this.end[i] = at;
    return at;
  }

  /** Masks a URL or a path that starts in this chunk; returns where reading goes on, or -1. */
  private urlOrPath(start: number, chunkEnd: number, end: number): number {
    const bytes = this.bytes;
    if (bytes[start] === SLASH) {
      const ipEnd = word.ipv4End(bytes, start + 1, chunkEnd);
      if (ipEnd > 0 && ipEnd >= chunkEnd - 1) {
        this.add(Mask.ip, start, ipEnd);
        return chunkEnd;
      }
      // `</tag>`
      if (start > this.from && bytes[start - 1] === LESS) return -1;
    }
    const isQuery = bytes[start] === SLASH && chunkEnd < end && bytes[chunkEnd] === QUESTION;
    if (isQuery || path.isPathStart(bytes, start, chunkEnd)) return this.addLong(Mask.path, start, chunkEnd, end);
    const colon = path.colonBeforeSlash(bytes, start, chunkEnd);
    if (colon < 0) return -1;
    if (path.isScheme(bytes, start, colon)) return this.addLong(Mask.url, start, chunkEnd, end);
    return word.isLetter(bytes[start] as number) ? this.addLong(Mask.path, colon + 1, chunkEnd, end) : -1;
  }

  private addLong(mask: MaskCode, start: number, chunkEnd: number, end: number): number {
    const stop = path.longEnd(this.bytes, chunkEnd, end, mask === Mask.url);
    let last = stop;
    while (last > start + 1 && this.bytes[last - 1] !== SLASH && isTrailing(this.bytes[last - 1] as number)) last--;
    this.add(mask, start, last);
    return stop;
  }

  /** Tries the masks that take a whole chunk. */
  private whole(start: number, end: number, flags: number): boolean {
    const bytes = this.bytes;
    if (end - start === UUID_BYTES && word.isUuid(bytes, start, end)) this.add(Mask.uuid, start, end);
    else if (word.isDigit(bytes[start] as number) && isTimestamp(bytes, start, end)) this.addTime(start, end);
    else if ((flags & SLASH_FLAG) !== 0 && isNamedAddress(bytes, start, end)) this.add(Mask.host, start, end);
    else if ((flags & COLON_FLAG) !== 0 && word.isIpv6(bytes, start, end)) this.add(Mask.ip, start, end);
    else if (end - start >= MAC_BYTES && word.isMac(bytes, start, end)) this.add(Mask.mac, start, end);
    else if ((flags & DOT_FLAG) !== 0 && (flags & LETTERS) !== 0 && isHost(bytes, start, end))
      this.add(Mask.host, start, end);
    else return false;
    return true;
  }

  /** Word by word: words with a value are masked; neighbours joined by one soft byte become one parameter. */
  private words(start: number, end: number, isKey: boolean, chunkFlags: number): void {
    const bytes = this.bytes;
    let at = start;
    while (at < end) {
      const byte = bytes[at] as number;
      let flags = BYTE_CLASS[byte] as number;
      if ((flags & SOFT) !== 0 && !isSign(bytes, start, at, end)) {
        at++;
        continue;
      }
      const whole = this.wholeWordEnd(at, end, flags, chunkFlags);
      if (whole > 0) {
        at = whole;
        continue;
      }
      const from = at++;
      while (at < end) {
        const next = BYTE_CLASS[bytes[at] as number] as number;
        if ((next & SOFT) !== 0 && !continuesWord(bytes, from, at, end)) break;
        flags |= next;
        at++;
      }
      if (flags === DIGIT) this.join(Mask.number, from, at);
      else if ((flags & DIGIT) !== 0) this.maskWord(from, at, isKey && at === end);
      else if (at === end) this.maskBoolean(from, at, 0);
    }
  }

  /** Masks an IPv4 address or a UUID inside a chunk; returns its end, or -1. */
  private wholeWordEnd(at: number, end: number, flags: number, chunkFlags: number): number {
    if (flags === DIGIT && (chunkFlags & DOT_FLAG) !== 0) {
      const stop = word.ipv4End(this.bytes, at, end);
      if (stop > 0) {
        this.join(Mask.ip, at, stop);
        return stop;
      }
    }
    if (end - at < UUID_BYTES || !word.isUuid(this.bytes, at, at + UUID_BYTES)) return -1;
    this.join(Mask.uuid, at, at + UUID_BYTES);
    return at + UUID_BYTES;
  }

  private maskWord(start: number, end: number, isKey: boolean): void {
    const mask = word.maskOfWord(this.bytes, start, end, isKey);
    if (mask >= 0) this.join(mask as MaskCode, start, end);
  }

  private withoutTrailing(start: number, end: number): number {
    let last = end;
    while (last > start && isTrailing(this.bytes[last - 1] as number)) last--;
    return last;
  }
}
