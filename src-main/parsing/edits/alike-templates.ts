import { hashOf, hashWithout } from '../candidates.ts';
import { HashGroups } from '../hash-groups.ts';
import { WILD } from '../unit-table.ts';
import { tokensOf, WORD } from './common-text.ts';
import { HOLE } from '../units.ts';

const LETTER = /\p{L}/u;
/** Longer texts are not compared. */
const MAX_TOKENS = 400;

/**
 * Sets of templates whose texts share a word and differ in one word only, or where one has a wildcard in place of a
 * word; largest first. A template is in one set at most. Takes time in proportion to the length of all texts.
 * @returns Indexes into `texts`, ascending.
 */
export function findAlike(texts: readonly string[]): number[][] {
  const numbers = new Map<string, number>([[HOLE, WILD]]);
  const isWord = [true];
  const hasLetter = [false];
  const lines = texts.map((text) =>
    Int32Array.from(tokensOf(text), (token) => {
      const known = numbers.get(token);
      if (known !== undefined) return known;
      isWord.push(WORD.test(token));
      hasLetter.push(LETTER.test(token));
      return numbers.set(token, numbers.size).size - 1;
    }),
  );
  const groups = new HashGroups();
  lines.forEach((line, index) => {
    if (line.length > MAX_TOKENS) return;
    const hash = hashOf(line);
    const letters = line.reduce((sum, unit) => sum + Number(hasLetter[unit]), 0);
    for (let at = 0; at < line.length; at++) {
      const shared = letters - Number(hasLetter[line[at] as number]);
      if (shared > 0 && isWord[line[at] as number] === true) groups.add(hashWithout(hash, line, at), index);
    }
  });
  const sets: number[][] = [];
  groups.forEach((members) => {
    const unique = [...new Set(members)];
    if (unique.length > 1 && differInOnePlace(unique.map((index) => lines[index] as Int32Array))) sets.push(unique);
  });
  sets.sort((a, b) => b.length - a.length || (a[0] as number) - (b[0] as number));
  const taken = new Set<number>();
  return sets.flatMap((set) => {
    const free = set.filter((index) => !taken.has(index));
    if (free.length < 2) return [];
    for (const index of free) taken.add(index);
    return [free];
  });
}

/** Guards against equal hashes. */
function differInOnePlace([first, ...others]: readonly Int32Array[]): boolean {
  if (first === undefined || others.length === 0) return false;
  const places = new Set<number>();
  for (const other of others) {
    if (other.length !== first.length) return false;
    other.forEach((unit, at) => unit !== first[at] && places.add(at));
  }
  return places.size === 1;
}
