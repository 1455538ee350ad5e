import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import { encodingFromLabel, type TextEncoding } from './text-encoding.ts';
import { hasControls } from './text-windows.ts';

export interface CodePageGuess {
  readonly encoding: TextEncoding;
  /** (0, 1]. */
  readonly confidence: number;
}

const LF = 0x0a;
const EVIDENCE_BYTES = 64 * 1024;
/** So many invalid lines for each valid one beyond ASCII before a file counts as no UTF-8; two-byte text can look valid by chance. */
const INVALID_PER_VALID = 5;
const SURE_MULTI_BYTE = 50;

interface Evidence {
  validLines: number;
  invalidLines: number;
  /** Invalid lines joined: what a code page would be read from. */
  readonly sample: Buffer[];
  sampleBytes: number;
}

/** A legacy code page, or null when the text is UTF-8 (or UTF-8 with damaged lines). */
export function detectCodePage(windows: readonly Buffer[]): CodePageGuess | null {
  const isShifted = (window: Buffer): boolean =>
    (window.includes('\x1b$B') || window.includes('\x1b$@')) &&
    (window.includes('\x1b(B') || window.includes('\x1b(J'));
  if (windows.some(isShifted)) return guess('iso-2022-jp', 0.9);
  const evidence: Evidence = { validLines: 0, invalidLines: 0, sample: [], sampleBytes: 0 };
  for (const [index, window] of windows.entries()) gather(window, index === 0, evidence);
  if (evidence.invalidLines === 0 || evidence.validLines * INVALID_PER_VALID >= evidence.invalidLines) return null;
  const sample = Buffer.concat(evidence.sample);
  return sample.length === 0 ? null : chooseCodePage(sample);
}

/** Sorts a window's lines beyond ASCII into valid and invalid UTF-8; cut lines at window edges do not count. */
function gather(window: Buffer, isHead: boolean, evidence: Evidence): void {
  if (isUtf8(window) && !window.some((byte) => byte >= 0x80)) return;
  const firstLineEnd = window.indexOf(LF);
  for (let at = isHead ? 0 : firstLineEnd === -1 ? window.length : firstLineEnd + 1; at < window.length; ) {
    const found = window.indexOf(LF, at);
    const line = window.subarray(at, found === -1 ? window.length : found);
    at += line.length + 1;
    if (isUtf8(found === -1 ? withoutCutCharacter(line) : line)) {
      if (line.some((byte) => byte >= 0x80)) evidence.validLines++;
      continue;
    }
    if (hasControls(line)) continue;
    evidence.invalidLines++;
    if (evidence.sampleBytes > EVIDENCE_BYTES) continue;
    evidence.sample.push(line.subarray(0, EVIDENCE_BYTES), Buffer.from([LF]));
    evidence.sampleBytes += line.length + 1;
  }
}

function withoutCutCharacter(line: Buffer): Buffer {
  for (let cut = 1; cut <= 3 && cut <= line.length; cut++) {
    const byte = line[line.length - cut] as number;
    if (byte >= 0xc2) return line.subarray(0, line.length - cut);
    if (byte < 0x80) break;
  }
  return line;
}

function chooseCodePage(sample: Buffer): CodePageGuess | null {
  const matches = analyse(sample).filter(
    ({ name, confidence }) =>
      confidence > 0 && name !== 'ASCII' && !name.startsWith('UTF-16') && !name.startsWith('UTF-32'),
  );
  const best = matches[0];
  if (best?.name === 'UTF-8') return null;
  const isMultiByte = best !== undefined && /^(?:Shift_JIS|EUC-|GB|Big5)/i.test(best.name);
  if (isMultiByte && best.confidence >= SURE_MULTI_BYTE) return guess(best.name, best.confidence / 100);
  if (looksCp866(sample)) return guess('ibm866', 0.5);
  const single = matches.find(
    ({ name }) => encodingFromLabel(name) !== null && !/^(?:Shift_JIS|EUC-|GB|Big5|UTF)/i.test(name),
  );
  if (single === undefined || !looksLikeWords(sample)) return null;
  return guess(single.name, single.confidence / 100);
}

function guess(label: string, confidence: number): CodePageGuess | null {
  const encoding = encodingFromLabel(label);
  return encoding === null ? null : { encoding, confidence: Math.min(1, Math.max(0.01, confidence)) };
}

/** Runs of bytes >= 0x80 that are words: at least three long, or letters next to an ASCII letter; else it is damage. */
function looksLikeWords(sample: Buffer): boolean {
  let inWords = 0;
  let high = 0;
  for (let at = 0; at < sample.length; ) {
    if ((sample[at] as number) < 0x80) {
      at++;
      continue;
    }
    let end = at;
    while (end < sample.length && (sample[end] as number) >= 0x80) end++;
    high += end - at;
    const isBesideLetter = isLetter(sample[at - 1]) || isLetter(sample[end]);
    const areLetters = sample.subarray(at, end).every((byte) => byte >= 0xc0 && byte !== 0xff && byte !== 0xfe);
    if (end - at >= 3 || (isBesideLetter && areLetters)) inWords += end - at;
    at = end;
  }
  return inWords * 2 >= high;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
}

/** DOS Cyrillic, unknown to chardet: its letters lie where Windows and ISO pages have almost none. */
function looksCp866(sample: Buffer): boolean {
  let high = 0;
  let letters = 0;
  let capitals = 0;
  for (const byte of sample) {
    if (byte < 0x80) continue;
    high++;
    if (byte < 0xb0 || (byte >= 0xe0 && byte < 0xf2)) letters++;
    if (byte < 0xa0) capitals++;
  }
  return (
    high >= 8 &&
    letters > high * 0.95 &&
    letters - capitals > high * 0.5 &&
    sample.some((byte) => byte >= 0xa0 && byte < 0xb0) &&
    capitals > 0
  );
}
