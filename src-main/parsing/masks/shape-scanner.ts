/**
 * Finds the variable parts of one content, on bytes.
 *
 * A content is read chunk by chunk (runs of bytes without a hard separator). A chunk without digit, slash or boolean
 * word is constant; any other is looked at more closely: URL, path, IP, UUID, MAC, time, host, else word by word.
 * The outcome is a function of the content's bytes and of the keys learned in its block (`learnKeys`): a value behind a
 * key whose values differ is one parameter, whatever its words, or a log of quoted texts would have a shape for each line.
 */
import type { Bytes, int } from '../../base/portable.ts';
import { BYTE_CLASS, COLON, DIGIT, DOT, HARD, HEX_LETTER, NON_HEX, SLASH, SOFT } from './byte-class.ts';
import { continuesWord, hasDot, isNamedAddress, isSign, isTrailing } from './chunk-bytes.ts';
import { isBehindEventKey, isEventName } from './event-name.ts';
import { isHost } from './host-mask.ts';
import { KeyedParameters, shapeLimit } from './keyed-parameters.ts';
import * as Mask from './mask-codes.ts';
import * as path from './path-mask.ts';
import { skipPlainWords } from './plain-words.ts';
import { timePhraseEnd } from './time-phrase.ts';
import { isTimestamp } from './timestamp-mask.ts';
import { isQuoteAt, isSentence, valueKeyHash } from './value-span.ts';
import * as word from './word-mask.ts';

/** A content with more parameters than this keeps the rest as one. */
export const MAX_PARAMETERS: int = 200;
const MAX_CHUNK_BYTES: int = 256;

const LETTERS: int = HEX_LETTER | NON_HEX;
/** A chunk with none of these is program text, unless it is a month, a boolean or all hex letters. */
const TELLING: int = DIGIT | SLASH | COLON | DOT;
const COLON_BYTE: int = 0x3a;
const EQUALS_BYTE: int = 0x3d;
const LESS_BYTE: int = 0x3c;
const QUOTE_BYTE: int = 0x22;
const SLASH_BYTE: int = 0x2f;
const COMMA_BYTE: int = 0x2c;
const QUESTION_BYTE: int = 0x3f;
const UUID_BYTES: int = 36;
const MAC_BYTES: int = 17;

export class ShapeScanner extends KeyedParameters {
  constructor() {
    super(MAX_PARAMETERS);
  }

  /** Finds the parameters of `[start, end)`. */
  scan(bytes: Bytes, start: int, end: int): void {
    this.restart(bytes, start);
    this.endless = 0;
    const at = this.read(start, shapeLimit(start, end), end, this.keys.open > 0);
    if (at < end) this.add(Mask.TEXT, at, end);
  }

  /**
   * Reads from `start` until `limit` is reached or passed, or there is room for one parameter only.
   * @param hasKeys Whether values behind keys are looked at.
   * @returns Where reading ended.
   */
  private read(start: int, limit: int, end: int, hasKeys: boolean): int {
    const bytes = this.bytes;
    const classes = BYTE_CLASS;
    let at = start;
    while (at < limit) {
      if (this.count < MAX_PARAMETERS - 1) {
        at = skipPlainWords(bytes, at, limit, hasKeys);
        if (at >= limit) break;
      }
      const byte = bytes[at] as int;
      let flags = classes[byte] as int;
      if ((flags & HARD) !== 0 && byte !== LESS_BYTE) {
        at++;
        if (hasKeys && byte === EQUALS_BYTE) at = this.openValue(at, end);
        continue;
      }
      if (this.count >= MAX_PARAMETERS - 1) break;
      if (byte === LESS_BYTE) {
        at = this.wildcardText(at, end);
        continue;
      }
      const from = at++;
      while (at < end) {
        const next = classes[bytes[at] as int] as int;
        if ((next & HARD) !== 0) break;
        flags |= next;
        at++;
      }
      // Most chunks end here: words of six letters or more that nothing tells apart from program text.
      const length = at - from;
      if ((flags & (TELLING | NON_HEX)) === NON_HEX && length > 5 && length <= MAX_CHUNK_BYTES) continue;
      if (flags === DIGIT && length <= MAX_CHUNK_BYTES) this.add(Mask.NUMBER, from, at);
      else if ((flags & (DIGIT | SLASH)) === 0 && length <= MAX_CHUNK_BYTES) at = this.plainChunk(from, at, end, flags);
      else at = this.closerLook(from, at, end, flags);
    }
    return at;
  }

  /**
   * Makes the value that starts at `at`, right behind `=`, one parameter if values of its key differ; one that is a
   * parameter anyway keeps its mask. Returns where reading goes on.
   */
  private openValue(at: int, end: int): int {
    const bytes = this.bytes;
    const before = this.count;
    const key = before < MAX_PARAMETERS - 2 ? valueKeyHash(bytes, this.from, at - 1) : 0;
    if (key === 0) return at;
    const isQuoted = isQuoteAt(bytes, at, end);
    const from = isQuoted ? at + 1 : at;
    const stop = this.valueEnd(from, end, isQuoted);
    if (stop <= from || !this.keys.isOpen(key, isSentence(bytes, from, stop))) return at;
    this.read(from, stop, stop, false);
    const isWhole = this.count === before + 1 && this.start[before] === from && this.end[before] === stop;
    if (!isWhole) {
      this.count = before;
      this.add(Mask.TEXT, from, stop);
    }
    return stop;
  }

  /** As {@link scan}, with every value behind a key as one parameter. */
  protected scanOpen(bytes: Bytes, start: int, end: int): void {
    this.keys.isAllOpen = true;
    this.restart(bytes, start);
    this.endless = 0;
    const at = this.read(start, shapeLimit(start, end), end, true);
    if (at < end) this.add(Mask.TEXT, at, end);
    this.keys.isAllOpen = false;
  }

  /** The whole content as one parameter. */
  scanWhole(bytes: Bytes, start: int, end: int): void {
    this.restart(bytes, start);
    if (start < end) this.add(Mask.TEXT, start, end);
  }

  /** A literal `<*>` would read as a wildcard in the template text: it becomes one. */
  private wildcardText(at: int, end: int): int {
    if (at + 2 >= end || this.bytes[at + 1] !== 0x2a || this.bytes[at + 2] !== 0x3e) return at + 1;
    this.add(Mask.TEXT, at, at + 3);
    return at + 3;
  }

  /** A chunk without digits and slashes may still be a month, a host, a boolean or a hex word. */
  private plainChunk(start: int, chunkEnd: int, end: int, flags: int): int {
    const length = chunkEnd - start;
    if (length === 3) {
      const stop = timePhraseEnd(this.bytes, start, end);
      if (stop > 0) this.add(Mask.TIMESTAMP, start, stop);
      return stop > 0 ? stop : chunkEnd;
    }
    if (length < 4) return chunkEnd;
    if ((flags & (SOFT | LETTERS)) === HEX_LETTER) {
      if (length >= 8) this.add(Mask.HEX, start, chunkEnd);
      return chunkEnd;
    }
    if ((flags & DOT) !== 0) {
      const last = this.withoutTrailing(start, chunkEnd);
      if (hasDot(this.bytes, start, last) && isHost(this.bytes, start, last)) {
        this.add(Mask.HOST, start, last);
        return chunkEnd;
      }
    }
    this.maskBoolean(start, chunkEnd, flags);
    return chunkEnd;
  }

  /** Masks a boolean that is the chunk, or stands behind its last colon. */
  private maskBoolean(start: int, end: int, flags: int): void {
    let from = start;
    if ((flags & COLON) !== 0) {
      for (let i = end - 1; i >= start && i >= end - 6; i--)
        if (this.bytes[i] === COLON_BYTE) {
          from = i + 1;
          break;
        }
    }
    if (word.isBooleanWord(this.bytes, from, end)) this.add(Mask.BOOLEAN, from, end);
  }

  private closerLook(start: int, chunkEnd: int, end: int, flags: int): int {
    const bytes = this.bytes;
    if ((flags & SLASH) !== 0) {
      const done = this.urlOrPath(start, chunkEnd, end);
      if (done > 0) return done;
      if ((flags & DIGIT) === 0) {
        if (chunkEnd - start > MAX_CHUNK_BYTES) this.add(Mask.TEXT, start, chunkEnd);
        else this.maskBoolean(start, chunkEnd, flags);
        return chunkEnd;
      }
    }
    const last = this.withoutTrailing(start, chunkEnd);
    const before = start > this.from ? (bytes[start - 1] as int) : 0;
    const mayBeEvent = before === EQUALS_BYTE || before === QUOTE_BYTE;
    const isKey = chunkEnd < end && bytes[chunkEnd] === EQUALS_BYTE;
    if (mayBeEvent && isBehindEventKey(bytes, this.from, start) && isEventName(bytes, start, last)) return chunkEnd;
    if (last - start > MAX_CHUNK_BYTES) this.add(Mask.TEXT, start, last);
    else if ((flags & SOFT) === 0) this.maskWord(start, last, isKey, flags);
    else if (!this.whole(start, last, flags)) this.words(start, last, isKey, flags);
    return last === chunkEnd && last + 4 <= end && bytes[last] === COMMA_BYTE ? this.fraction(last, end) : chunkEnd;
  }

  /** `10:20:30,123`: takes the fraction behind the comma into the time just added. */
  private fraction(comma: int, end: int): int {
    const i = this.count - 1;
    if (i < 0 || this.end[i] !== comma || this.mask[i] !== Mask.TIMESTAMP) return comma;
    let at = comma + 1;
    while (at < end && at - comma <= 9 && word.isDigit(this.bytes[at] as int)) at++;
    const isCut = at === end || ((BYTE_CLASS[this.bytes[at] as int] as int) & HARD) !== 0;
    if (at - comma < 4 || !isCut) return comma;
    this.end[i] = at;
    return at;
  }

  /** Masks a URL or a path that starts in this chunk; returns where reading goes on, or -1. */
  private urlOrPath(start: int, chunkEnd: int, end: int): int {
    const bytes = this.bytes;
    if (bytes[start] === SLASH_BYTE) {
      const ipEnd = word.ipv4End(bytes, start + 1, chunkEnd);
      if (ipEnd > 0 && ipEnd >= chunkEnd - 1) {
        this.add(Mask.IP, start, ipEnd);
        return chunkEnd;
      }
      // `</tag>`
      if (start > this.from && bytes[start - 1] === LESS_BYTE) return -1;
    }
    const isQuery = bytes[start] === SLASH_BYTE && chunkEnd < end && bytes[chunkEnd] === QUESTION_BYTE;
    if (isQuery || path.isPathStart(bytes, start, chunkEnd)) return this.addLong(Mask.PATH, start, chunkEnd, end);
    const colon = path.colonBeforeSlash(bytes, start, chunkEnd);
    if (colon < 0) return -1;
    if (path.isScheme(bytes, start, colon)) return this.addLong(Mask.URL, start, chunkEnd, end);
    return word.isLetter(bytes[start] as int) ? this.addLong(Mask.PATH, colon + 1, chunkEnd, end) : -1;
  }

  private addLong(code: int, start: int, chunkEnd: int, end: int): int {
    const stop = path.longEnd(this.bytes, chunkEnd, end, code === Mask.URL);
    let last = stop;
    while (last > start + 1 && this.bytes[last - 1] !== SLASH_BYTE && isTrailing(this.bytes[last - 1] as int)) last--;
    this.add(code, start, last);
    return stop;
  }

  /** Tries the masks that take a whole chunk. */
  private whole(start: int, end: int, flags: int): boolean {
    const bytes = this.bytes;
    if (end - start === UUID_BYTES && word.isUuid(bytes, start, end)) this.add(Mask.UUID, start, end);
    else if (word.isDigit(bytes[start] as int) && isTimestamp(bytes, start, end)) this.addTime(start, end);
    else if ((flags & SLASH) !== 0 && isNamedAddress(bytes, start, end)) this.add(Mask.HOST, start, end);
    else if ((flags & COLON) !== 0 && word.isIpv6(bytes, start, end)) this.add(Mask.IP, start, end);
    else if (end - start >= MAC_BYTES && word.isMac(bytes, start, end)) this.add(Mask.MAC, start, end);
    else if ((flags & (DOT | COLON)) !== 0 && (flags & LETTERS) !== 0 && isHost(bytes, start, end))
      this.add(Mask.HOST, start, end);
    else return false;
    return true;
  }

  /** Word by word: words with a value are masked; neighbours joined by one soft byte become one parameter. */
  private words(start: int, end: int, isKey: boolean, chunkFlags: int): void {
    const bytes = this.bytes;
    let at = start;
    while (at < end) {
      const byte = bytes[at] as int;
      let flags = BYTE_CLASS[byte] as int;
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
        const next = BYTE_CLASS[bytes[at] as int] as int;
        if ((next & SOFT) !== 0 && !continuesWord(bytes, from, at, end)) break;
        flags |= next;
        at++;
      }
      if (flags === DIGIT) this.join(Mask.NUMBER, from, at);
      else if ((flags & DIGIT) !== 0) this.maskWord(from, at, isKey && at === end, flags);
      else if (at === end) this.maskBoolean(from, at, 0);
    }
  }

  /** Masks an IPv4 address or a UUID inside a chunk; returns its end, or -1. */
  private wholeWordEnd(at: int, end: int, flags: int, chunkFlags: int): int {
    if (flags === DIGIT && (chunkFlags & DOT) !== 0) {
      const stop = word.ipv4End(this.bytes, at, end);
      if (stop > 0) {
        this.join(Mask.IP, at, stop);
        return stop;
      }
    }
    if (end - at < UUID_BYTES || !word.isUuid(this.bytes, at, at + UUID_BYTES)) return -1;
    this.join(Mask.UUID, at, at + UUID_BYTES);
    return at + UUID_BYTES;
  }

  private maskWord(start: int, end: int, isKey: boolean, flags: int): void {
    const isHex = !isKey && word.isLongHex(this.bytes, start, end, flags);
    const code = isHex ? Mask.HEX : word.maskOfWord(this.bytes, start, end, isKey);
    if (code >= 0) this.join(code, start, end);
  }

  private withoutTrailing(start: int, end: int): int {
    let last = end;
    while (last > start && isTrailing(this.bytes[last - 1] as int)) last--;
    return last;
  }
}
