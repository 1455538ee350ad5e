/** Judges whether the words of a column are values or program text. */
import { UnitKind } from './units.ts';
import type { UnitTable } from './unit-table.ts';

export interface ColumnEvidence {
  /** Distinct words of the column. */
  readonly texts: readonly string[];
  /** Events with each word. */
  readonly counts: readonly number[];
  /** Whether a template with a wildcard in this column exists already. */
  readonly hasWildcard: boolean;
  /** Signature of one member; all agree outside `position`. */
  readonly signature: Int32Array;
  readonly position: number;
  readonly table: UnitTable;
  readonly learned: Learned;
}

/** What the wildcards found so far tell. */
export interface Learned {
  /** Words that fill them. */
  readonly values: ReadonlySet<string>;
  /** Words, in lower case, right before one with many values. */
  readonly naming: ReadonlySet<string>;
}

/** The word behind one of these names somebody or something. */
const NAMING = new Set('user username login account host hostname'.split(' '));
/** A noun phrase behind one of these is often a value. */
const PREPOSITIONS = new Set('for from by to of at on via with in'.split(' '));

/** Words of an open column at least; fewer are more likely alternatives of the program's text. */
const OPEN_WORDS = 8;
const OPEN_WORDS_BEHIND_PREPOSITION = 5;
/** Share of an open column's words that were seen in one event only. */
const OPEN_SHARE = 0.3;

/** Joined words (`cart_items`, `fast-lane`) inside a sentence are names of things: so many are values. */
const NAME = /^[A-Za-z]+(?:[_-][A-Za-z]+)+$/;
const FEW_NAMES = 3;
/** So many words are values even if each is seen often. */
const MANY_WORDS = 200;

export function isValueColumn(evidence: ColumnEvidence): boolean {
  const { texts, counts, hasWildcard, learned, signature, position, table } = evidence;
  const { words, keys } = restOf(evidence);
  if (hasWildcard) return words + Math.min(keys, 1) >= 2;
  if (words < 1) return false;
  const before = wordBefore(signature, position, table);
  const once = counts.filter((count) => count === 1).length;
  const isOpen = once >= texts.length * OPEN_SHARE;
  if (NAMING.has(before) && (isOpen || hasWordBefore(signature, position - 2, table))) return true;
  if (words < 2) return false;
  const isBehindPreposition = PREPOSITIONS.has(before);
  const isNamed = isBehindPreposition || learned.naming.has(before);
  if (isNamed && texts.every((text) => learned.values.has(text))) return true;
  if (words > 2 && position > 0 && texts.length >= MANY_WORDS) return true;
  if (texts.length >= FEW_NAMES && isBehindSpace(signature, position, table) && texts.every((text) => NAME.test(text)))
    return true;
  return isOpen && texts.length >= (isBehindPreposition ? OPEN_WORDS_BEHIND_PREPOSITION : OPEN_WORDS);
}

/** Constant words (of two letters or more) and keys outside the column. */
function restOf({ signature, position, table }: ColumnEvidence): { words: number; keys: number } {
  let words = 0;
  let keys = 0;
  signature.forEach((unit, i) => {
    if (i === position) return;
    if (table.isWord(unit) && /\p{L}{2}/u.test(table.text[unit] as string)) words++;
    if (table.kind[unit] === UnitKind.key) keys++;
  });
  return { words, keys };
}

/** The word right before the column, one blank between, in lower case; '' when there is none. */
export function wordBefore(signature: Int32Array, position: number, table: UnitTable): string {
  const gap = signature[position - 1];
  const word = signature[position - 2];
  if (gap === undefined || word === undefined || table.kind[gap] !== UnitKind.space || !table.isWord(word)) return '';
  return (table.text[word] as string).toLowerCase();
}

function isBehindSpace(signature: Int32Array, position: number, table: UnitTable): boolean {
  const before = signature[position - 1];
  return before !== undefined && table.kind[before] === UnitKind.space;
}

/** Whether a word stands anywhere before `position`: a name in first place may be the subject (`user created`). */
function hasWordBefore(signature: Int32Array, position: number, table: UnitTable): boolean {
  for (let i = 0; i < position; i++) if (table.isWord(signature[i] as number)) return true;
  return false;
}
