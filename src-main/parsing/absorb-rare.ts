/**
 * Repairs templates that were split too far: a rare template whose messages are all messages of a more frequent, wider
 * one is that template. `wpad:80 error : no proxy` is `<*> error : no proxy`, whose other hosts have dots.
 *
 * Its wildcards take one value each. Where very many rare templates would fit with several words in a wildcard, that holds
 * free text, and they are taken as well: a single one may be an event of its own.
 */
import { fitGaps, type ShapeSlice, type TemplatePattern } from './shape-slice.ts';
import { HOLE } from './units.ts';

/** How many times as frequent the wider template is at least. */
const TIMES = 2;
/** Constant words that it has at least: less says too little of what a message is. */
const MIN_WORDS = 2;
/** So many rare templates, each so many times rarer than the wider one, show that a wildcard holds free text. */
const MANY_RARE = 32;
/** Constant words of a template that takes free text, at least. */
const MIN_WORDS_BESIDE_TEXT = 3;
const CONSTANT_WORD = /\p{L}{2,}/gu;
const WORD = /[\p{L}\p{N}_]+/gu;
const WORD_CHARACTER = /[\p{L}\p{N}_]/u;
const BLANK = /\s/;
const PARAMETERS = new RegExp(`^${HOLE}(?: ${HOLE})*$`, 'u');
/** Blanks are part of one value only inside brackets that end it. */
const BRACKETED = /^[^\s[({<]*(?:\[.*\]|\(.*\)|\{.*\}|<.*>)$/s;

interface Use {
  readonly pattern: TemplatePattern;
  events: number;
}

/** @param counts Events of each shape. */
export function absorbRare(slices: readonly ShapeSlice[], counts: readonly number[]): ShapeSlice[] {
  const uses = new Map<string, Use>();
  for (const { pattern, shape } of slices) {
    const use = uses.get(pattern.text) ?? { pattern, events: 0 };
    uses.set(pattern.text, use);
    use.events += counts[shape] as number;
  }
  const wider = new WiderTemplates([...uses.values()]);
  const into = new Map<string, TemplatePattern>();
  const texts = new Map<Use, Use[]>();
  for (const use of uses.values()) {
    const { byValue, byText } = wider.find(use);
    if (byValue !== null) into.set(use.pattern.text, byValue.pattern);
    else if (byText !== null) addTo(texts, byText, use);
  }
  for (const [{ pattern, events }, rare] of texts) {
    const total = rare.reduce((sum, use) => sum + use.events, 0);
    if (rare.length < MANY_RARE || events < total * TIMES) continue;
    for (const use of rare) into.set(use.pattern.text, pattern);
  }
  return slices.map((slice) => {
    const pattern = into.get(slice.pattern.text);
    const gaps = pattern === undefined ? null : fitGaps(slice.flat, pattern.parts);
    return pattern === undefined || gaps === null ? slice : { ...slice, pattern, gaps };
  });
}

function addTo<K>(lists: Map<K, Use[]>, key: K, use: Use): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [use]);
  else known.push(use);
}

/** A template that others may be messages of, with the words that all its messages hold. */
interface Wider {
  readonly use: Use;
  readonly words: readonly string[];
}

/** Templates that others may be messages of, each under the rarest of its words; most frequent first. */
class WiderTemplates {
  readonly #byWord = new Map<string, Use[]>();

  constructor(uses: readonly Use[]) {
    const wider = uses.flatMap(widerOf).toSorted((a, b) => b.use.events - a.use.events);
    const frequency = countWords(uses, new Set(wider.flatMap(({ words }) => words)));
    for (const { use, words } of wider) {
      const rarest = words.reduce((best, word) =>
        (frequency.get(word) ?? 0) < (frequency.get(best) ?? 0) ? word : best,
      );
      addTo(this.#byWord, rarest, use);
    }
  }

  /** The most frequent template that takes all messages of another one: with one value in each wildcard, with text. */
  find({ pattern, events }: Use): { readonly byValue: Use | null; readonly byText: Use | null } {
    let byValue: Use | null = null;
    let byText: Use | null = null;
    if (this.#byWord.size === 0) return { byValue, byText };
    const flat = pattern.parts.join(HOLE);
    for (const word of wordsAmong(flat, this.#byWord)) {
      for (const use of this.#byWord.get(word) ?? []) {
        if (use.events < events * TIMES || use.events <= (byValue?.events ?? 0)) break;
        const gaps = use.pattern.text === pattern.text ? null : fitGaps(flat, use.pattern.parts);
        if (gaps === null || gaps.includes('')) continue;
        if (gaps.every(isValue) || (gaps.every(isValues) && saysEnough(use))) byValue = use;
        else if (use.events > (byText?.events ?? events * MANY_RARE) && saysEnough(use)) byText = use;
      }
    }
    return { byValue, byText };
  }
}

function widerOf(use: Use): Wider[] {
  const { parts } = use.pattern;
  if (parts.length < 2) return [];
  const words = wholeWords(parts);
  return words.length === 0 || constantWords(parts) < MIN_WORDS ? [] : [{ use, words }];
}

/** Templates by word that they hold, of the words that are asked for: where all lines differ, hardly any is. */
function countWords(uses: readonly Use[], asked: ReadonlySet<string>): Map<string, number> {
  const frequency = new Map<string, number>();
  if (asked.size === 0) return frequency;
  for (const { pattern } of uses) {
    for (const word of wordsAmong(pattern.parts.join(HOLE), asked)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  return frequency;
}

/** The words of a text that are known, each once, in order. */
function wordsAmong(text: string, known: { has(word: string): boolean }): Set<string> {
  const found = new Set<string>();
  for (const word of text.match(WORD) ?? []) if (known.has(word)) found.add(word);
  return found;
}

/** Words of the constant text that no wildcard touches: they are words of every message, too. */
function wholeWords(parts: readonly string[]): string[] {
  return parts.flatMap((part, i) => {
    const start = i === 0 ? 0 : wordEndAfter(part);
    const end = i === parts.length - 1 ? part.length : wordStartBefore(part);
    return part.slice(start, end).match(WORD) ?? [];
  });
}

function wordEndAfter(part: string): number {
  let at = 0;
  while (at < part.length && WORD_CHARACTER.test(part[at] as string)) at++;
  return at;
}

function wordStartBefore(part: string): number {
  let at = part.length;
  while (at > 0 && WORD_CHARACTER.test(part[at - 1] as string)) at--;
  return at;
}

function constantWords(parts: readonly string[]): number {
  return parts.join(' ').match(CONSTANT_WORD)?.length ?? 0;
}

/** Whether a gap, of holes and text, is one value. */
function isValue(gap: string): boolean {
  return !BLANK.test(gap) || BRACKETED.test(gap);
}

/** Whether a gap is one value, or parameters alone: words of a free text that is one value elsewhere. */
function isValues(gap: string): boolean {
  return isValue(gap) || PARAMETERS.test(gap);
}

function saysEnough({ pattern }: Use): boolean {
  return constantWords(pattern.parts) >= MIN_WORDS_BESIDE_TEXT;
}
