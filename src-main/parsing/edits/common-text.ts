/** What several templates have in common, as one wider template. */
import { templateParts } from '#shared/domain/template-text.ts';
import { patternOf, type TemplatePattern } from '../shape-slice.ts';
import { HOLE } from '../units.ts';

/** White space, a word, one other character, or a wildcard. */
const TOKEN = /\uD800|\s+|[\p{L}\p{N}_]+|./gsu;
/** Matches a token that is a word. */
export const WORD = /^[\p{L}\p{N}_]/u;
const BLANK = /^\s/u;
/** What a token is worth more right behind another one that is taken. */
const RUN_WEIGHT = 0.5;
/** Longest texts compared token by token; the rest of longer ones is a wildcard. */
const MAX_TOKENS = 1000;

/**
 * The narrowest pattern found that all texts fit: where they are built alike, each place in which they differ is a
 * wildcard; else their longest common sequence of tokens, words first.
 */
export function commonPattern(texts: readonly string[]): TemplatePattern {
  const [first = [], ...others] = texts.map(tokensOf);
  const common = others.reduce(
    (sum, tokens) => (isBuiltAlike(sum, tokens) ? commonPlaces(sum, tokens) : commonSequence(sum, tokens)),
    first,
  );
  const parts: string[] = [''];
  let isOpen = false;
  for (const token of common) {
    if (token !== HOLE) parts[parts.length - 1] += token;
    else if (!isOpen) parts.push('');
    isOpen = token === HOLE;
  }
  return patternOf(parts);
}

/** Words, blanks and single characters of a text; each wildcard is one token. */
export function tokensOf(text: string): string[] {
  const tokens = templateParts(text).join(HOLE).match(TOKEN) ?? [];
  return tokens.length > MAX_TOKENS ? [...tokens.slice(0, MAX_TOKENS), HOLE] : tokens;
}

/** Same tokens but for words and wildcards in the same places. */
function isBuiltAlike(a: readonly string[], b: readonly string[]): boolean {
  return (
    a.length === b.length &&
    a.every((token, i) => token === b[i] || (isWordOrHole(token) && isWordOrHole(b[i] as string)))
  );
}

function isWordOrHole(token: string): boolean {
  return token === HOLE || WORD.test(token);
}

function commonPlaces(a: readonly string[], b: readonly string[]): string[] {
  return a.map((token, i) => (token === b[i] ? token : HOLE));
}

/** A wildcard wherever tokens are left out on either side; wildcards with only a blank between are one. */
function commonSequence(a: readonly string[], b: readonly string[]): string[] {
  const { skipped, taken, width } = weigh(a, b);
  const common: string[] = [];
  const skip = (): void => {
    if (common.at(-1) !== HOLE) common.push(HOLE);
  };
  let [i, j, isRun] = [0, 0, true];
  while (i < a.length && j < b.length) {
    const at = i * width + j;
    // Of equal ways the one that takes a token late: a blank then stands before the word it belongs to.
    const leftOut = Math.max(skipped[at + 1] as number, skipped[at + width] as number);
    isRun = isSame(a[i], b[j]) && ((isRun ? taken : skipped)[at] as number) > leftOut;
    if (isRun) common.push(a[i] as string);
    else skip();
    if (isRun || leftOut !== skipped[at + 1]) i++;
    if (isRun || leftOut === skipped[at + 1]) j++;
  }
  if (i < a.length || j < b.length) skip();
  return common.filter((token, n) => !(BLANK.test(token) && common[n - 1] === HOLE && common[n + 1] === HOLE));
}

/**
 * Weight of the best common sequence of the rests from each pair of places on: where the tokens right before were left
 * out, and where they were taken, which makes taking these worth more.
 */
function weigh(a: readonly string[], b: readonly string[]) {
  const width = b.length + 1;
  const skipped = new Float64Array((a.length + 1) * width);
  const taken = new Float64Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      const leftOut = Math.max(skipped[at + 1] as number, skipped[at + width] as number);
      const here = isSame(a[i], b[j]) ? weightOf(a[i] as string) + (taken[at + width + 1] as number) : 0;
      skipped[at] = Math.max(leftOut, here);
      taken[at] = Math.max(leftOut, here === 0 ? 0 : here + RUN_WEIGHT);
    }
  }
  return { skipped, taken, width };
}

/** Two wildcards have no text in common. */
function isSame(a: string | undefined, b: string | undefined): boolean {
  return a === b && a !== HOLE;
}

/** A common word counts for more than any punctuation around it. */
function weightOf(token: string): number {
  return WORD.test(token) ? 8 + token.length : 1;
}
