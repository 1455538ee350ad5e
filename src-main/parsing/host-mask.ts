/** Recognises host names, with or without a port: pure functions of the bytes in `[start, end)`. */
import { isConstantWord, isDigit } from './word-mask.ts';

const DOT = 0x2e;
const DASH = 0x2d;
const COLON = 0x3a;
const MAX_HOST_BYTES = 253;

const GENERIC_TOP = new Set('com org net edu gov mil info biz local localdomain internal intranet lan corp'.split(' '));
const COUNTRY_TOP = new Set(
  'ar at au be bg br ca ch cl cn co cz de dk ee es eu fi fr gr hk hu ie il in io ir it jp kr lt lu lv mx my nl no nz pl pt ro ru se sg sk th tr tw ua uk us vn za'.split(
    ' ',
  ),
);
/** First labels of reversed names: packages and bundle ids, not hosts. */
const PACKAGE_TOP = new Set('com org net edu gov io java javax sun android apple'.split(' '));
/** `main.go:12` is a place in a source file. */
const SOURCE_ENDINGS = new Set(
  'c cc cpp cs go h hpp java js jsx kt m mm php pl py rb rs scala sh swift ts tsx'.split(' '),
);

/**
 * Whether the whole range is a host name: dotted labels that end in a port, in a known top domain, or hold a value
 * (`cp-12.rack.a`). Versions and dotted program names are not.
 */
export function isHost(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > MAX_HOST_BYTES) return false;
  let nameEnd = end;
  while (nameEnd > start && isDigit(bytes[nameEnd - 1] as number)) nameEnd--;
  const hasPort = nameEnd < end && nameEnd > start && bytes[nameEnd - 1] === COLON;
  nameEnd = hasPort ? nameEnd - 1 : end;
  const labels = labelsOf(bytes, start, nameEnd);
  if (labels === null || labels.length < 2) return false;
  const last = labels.at(-1) as string;
  if (!/^[a-z]{2,12}$/.test(last.toLowerCase())) return labels.length >= 3 && hasValue(bytes, start, nameEnd);
  if (hasPort) return last === last.toLowerCase() && !SOURCE_ENDINGS.has(last);
  if (isInDomain(labels, last.toLowerCase())) return true;
  return labels.length >= 3 && hasValue(bytes, start, nameEnd);
}

function isInDomain(labels: readonly string[], last: string): boolean {
  if (PACKAGE_TOP.has((labels[0] as string).toLowerCase())) return false;
  return GENERIC_TOP.has(last) || (labels.length >= 3 && COUNTRY_TOP.has(last));
}

/** Labels of a dotted name of ASCII letters, digits, dashes and underscores; null for anything else. */
function labelsOf(bytes: Uint8Array, start: number, end: number): string[] | null {
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    const lower = byte | 0x20;
    const isPlain = (lower >= 0x61 && lower <= 0x7a) || isDigit(byte) || byte === DASH || byte === DOT || byte === 0x5f;
    if (!isPlain) return null;
    text += String.fromCharCode(byte);
  }
  const labels = text.split('.');
  return labels.some((label) => label === '') || !/[A-Za-z]/.test(text) ? null : labels;
}

/** Whether a word of the name is a value, or the name has both digits and dashes. */
function hasValue(bytes: Uint8Array, start: number, end: number): boolean {
  let from = start;
  let hasDash = false;
  let hasDigit = false;
  for (let i = start; i <= end; i++) {
    const byte = i < end ? (bytes[i] as number) : DOT;
    if (isDigit(byte)) hasDigit = true;
    if (byte === DASH) hasDash = true;
    if (byte !== DOT && byte !== DASH) continue;
    if (i > from && holdsDigit(bytes, from, i) && !isConstantWord(bytes, from, i)) return true;
    from = i + 1;
  }
  return hasDash && hasDigit;
}

function holdsDigit(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isDigit(bytes[i] as number)) return true;
  return false;
}
