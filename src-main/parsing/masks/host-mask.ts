/** Recognises host names, with or without a port: pure functions of the bytes in `[start, end)`. */
import type { Bytes, int } from '../../base/portable.ts';
import { hasDigit, isConstantWord, isDigit, isLetter } from './word-mask.ts';
import { WordSet } from './word-set.ts';

const DOT: int = 0x2e;
const DASH: int = 0x2d;
const COLON: int = 0x3a;
const MAX_HOST_BYTES: int = 253;
/** Fewer digits behind a lone name are a part of it or a place in it. */
const MIN_PORT_DIGITS: int = 2;

const GENERIC_TOP: WordSet = new WordSet(
  'com org net edu gov mil info biz local localdomain internal intranet lan corp',
);
const COUNTRY_TOP: WordSet = new WordSet(
  'ar at au be bg br ca ch cl cn co cz de dk ee es eu fi fr gr hk hu ie il in io ir it jp kr lt lu lv mx my nl no nz pl pt ro ru se sg sk th tr tw ua uk us vn za',
);
/** First labels of reversed names: packages and bundle ids, not hosts. */
const PACKAGE_TOP: WordSet = new WordSet('com org net edu gov io java javax sun android apple');
/** `main.go:12` is a place in a source file. */
const SOURCE_ENDINGS: WordSet = new WordSet(
  'c cc cpp cs go h hpp java js jsx kt m mm php pl py rb rs scala sh swift ts tsx',
);

/**
 * Whether the whole range is a host name: dotted labels that end in a port, in a known top domain, or hold a value
 * (`cp-12.rack.a`); or a numbered name with a port (`web-12:8080`). Versions and dotted program names are not.
 */
export function isHost(bytes: Bytes, start: int, end: int): boolean {
  if (end - start > MAX_HOST_BYTES) return false;
  let nameEnd = end;
  while (nameEnd > start && isDigit(bytes[nameEnd - 1] as int)) nameEnd--;
  const hasPort = nameEnd < end && nameEnd > start && bytes[nameEnd - 1] === COLON;
  nameEnd = hasPort ? nameEnd - 1 : end;
  const dots = dotsOf(bytes, start, nameEnd);
  if (dots === 0) return hasPort && end - nameEnd > MIN_PORT_DIGITS && isNumberedName(bytes, start, nameEnd);
  if (dots < 0) return false;
  let last = nameEnd;
  while (bytes[last - 1] !== DOT) last--;
  if (!isTopLabel(bytes, last, nameEnd)) return dots >= 2 && hasValue(bytes, start, nameEnd);
  if (hasPort) return isLower(bytes, last, nameEnd) && !SOURCE_ENDINGS.has(bytes, last, nameEnd);
  return isInDomain(bytes, start, last, nameEnd, dots) || (dots >= 2 && hasValue(bytes, start, nameEnd));
}

/** A letter first, a dash inside, a digit at the end. */
function isNumberedName(bytes: Bytes, start: int, end: int): boolean {
  if (!isLetter(bytes[start] as int) || !isDigit(bytes[end - 1] as int)) return false;
  for (let i = start; i < end; i++) if (bytes[i] === DASH) return true;
  return false;
}

function isInDomain(bytes: Bytes, start: int, last: int, end: int, dots: int): boolean {
  const isKnown = GENERIC_TOP.has(bytes, last, end) || (dots >= 2 && COUNTRY_TOP.has(bytes, last, end));
  if (!isKnown) return false;
  let first = start;
  while (bytes[first] !== DOT) first++;
  return !PACKAGE_TOP.has(bytes, start, first);
}

/** Dots of a name of ASCII letters, digits, dashes and underscores with a letter; -1 for anything else. */
function dotsOf(bytes: Bytes, start: int, end: int): int {
  let dots = 0;
  let hasLetter = false;
  let previous = DOT;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as int;
    if (byte === DOT) {
      if (previous === DOT) return -1;
      dots++;
    } else if (isLetter(byte)) hasLetter = true;
    else if (!isDigit(byte) && byte !== DASH && byte !== 0x5f) return -1;
    previous = byte;
  }
  return hasLetter && previous !== DOT ? dots : -1;
}

/** 2 to 12 letters. */
function isTopLabel(bytes: Bytes, start: int, end: int): boolean {
  for (let i = start; i < end; i++) if (!isLetter(bytes[i] as int)) return false;
  return end - start >= 2 && end - start <= 12;
}

function isLower(bytes: Bytes, start: int, end: int): boolean {
  for (let i = start; i < end; i++) if (((bytes[i] as int) & 0x20) === 0) return false;
  return true;
}

/** Whether a word of the name is a value, or the name has both digits and dashes. */
function hasValue(bytes: Bytes, start: int, end: int): boolean {
  let from = start;
  let hasDash = false;
  let isNumbered = false;
  for (let i = start; i <= end; i++) {
    const byte = i < end ? (bytes[i] as int) : DOT;
    if (isDigit(byte)) isNumbered = true;
    if (byte === DASH) hasDash = true;
    if (byte !== DOT && byte !== DASH) continue;
    if (i > from && hasDigit(bytes, from, i) && !isConstantWord(bytes, from, i)) return true;
    from = i + 1;
  }
  return hasDash && isNumbered;
}
