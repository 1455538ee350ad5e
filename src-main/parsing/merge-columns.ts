/**
 * Finds columns of plain words that hold values: `Invalid user <*> from ...`.
 *
 * Candidates that differ in one word only form a column. Whether its words are values or program text is read from the
 * column (how many words, how many seen once, are they values elsewhere) and from what stands around it.
 */
import { type Candidate, CandidateSet, hashOf, hashWithout } from './candidates.ts';
import { HashGroups } from './hash-groups.ts';
import { isValueColumn, type Learned, wordBefore } from './column-evidence.ts';
import { openSparseColumns } from './sparse-columns.ts';
import { hasHole, UnitKind } from './units.ts';
import { type UnitTable, WILD } from './unit-table.ts';

/** Each round may open one column of a candidate. */
const MAX_ROUNDS = 6;

/** Words in a wildcard at least, for the word before it to count as a name for values. */
const NAMING_VALUES = 8;

interface Column {
  readonly position: number;
  /** Candidate indexes with a word at `position`, then one with a wildcard there, or -1. */
  readonly members: number[];
  wild: number;
}

/**
 * Merges candidates whose differing words are values.
 * @param units Units of each shape, as read.
 * @returns Candidates in order of first appearance.
 */
export function mergeColumns(
  candidates: readonly Candidate[],
  table: UnitTable,
  units: readonly Int32Array[],
): readonly Candidate[] {
  let current = openSparseColumns(candidates, table);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const opened = chooseColumns(current, table, learn(current, table, units));
    if (opened.size === 0) return current;
    const next = new CandidateSet();
    current.forEach((candidate, index) => {
      const position = opened.get(index);
      const signature = position === undefined ? candidate.signature : candidate.signature.with(position, WILD);
      next.add(candidate.columns, signature, candidate.shapes, candidate.count);
    });
    current = next.list;
  }
  return current;
}

/** What the wildcards found so far hold, and which words stand before those with many values. */
function learn(candidates: readonly Candidate[], table: UnitTable, units: readonly Int32Array[]): Learned {
  const values = new Set<string>();
  const naming = new Set<string>();
  for (const { columns, signature, shapes } of candidates) {
    if (shapes.length < 2) continue;
    columns.forEach((column, position) => {
      if (column !== WILD) return;
      const words = new Set<string>();
      for (const shape of shapes) {
        const text = table.text[(units[shape] as Int32Array)[position] as number] as string;
        if (/^\p{L}[\p{L}_-]+$/u.test(text)) words.add(text);
      }
      for (const word of words) values.add(word);
      if (words.size >= NAMING_VALUES) naming.add(wordBefore(signature, position, table));
    });
  }
  naming.delete('');
  return { values, naming };
}

/** Position to open, by candidate index. Columns with most words go first; a candidate takes part in one. */
function chooseColumns(candidates: readonly Candidate[], table: UnitTable, learned: Learned): Map<number, number> {
  const columns = collectColumns(candidates, table);
  columns.sort(
    (a, b) =>
      b.members.length - a.members.length ||
      a.position - b.position ||
      (a.members[0] as number) - (b.members[0] as number),
  );
  const opened = new Map<number, number>();
  for (const { position, members, wild } of columns) {
    const free = members.filter((index) => !opened.has(index));
    if (free.length === 0 || (free.length < 2 && wild < 0)) continue;
    const first = candidates[free[0] as number] as Candidate;
    const isValue = isValueColumn({
      texts: free.map((index) => table.text[(candidates[index] as Candidate).signature[position] as number] as string),
      counts: free.map((index) => (candidates[index] as Candidate).count),
      hasWildcard: wild >= 0,
      signature: first.signature,
      position,
      table,
      learned,
    });
    if (isValue) for (const index of free) opened.set(index, position);
  }
  return opened;
}

/** All sets of candidates that differ in one word, and candidates with a word where another has a wildcard. */
function collectColumns(candidates: readonly Candidate[], table: UnitTable): Column[] {
  const hashes = candidates.map(({ signature }) => hashOf(signature));
  const groups = new HashGroups();
  // An entry is twice the candidate, plus one where it is there by its whole signature: it may hold the wildcard.
  candidates.forEach(({ signature }, index) => {
    const hash = hashes[index] as number;
    groups.add(hash, index * 2 + 1);
    for (let position = 0; position < signature.length; position++) {
      const unit = signature[position] as number;
      if (unit !== WILD && table.kind[unit] === UnitKind.word)
        groups.add(hashWithout(hash, signature, position), index * 2);
    }
  });
  const columns: Column[] = [];
  groups.forEach((entries) => {
    if (entries.length < 2) return;
    const members = entries.filter((entry) => entry % 2 === 0).map((entry) => entry / 2);
    const whole = entries.find((entry) => entry % 2 === 1);
    const column =
      members.length > 0 ? toColumn(members, whole === undefined ? -1 : (whole - 1) / 2, candidates) : null;
    if (column === null) return;
    if (!holdsValues(column, candidates, table)) column.wild = -1;
    if ((column.members.length > 1 || column.wild >= 0) && isSound(column, candidates)) columns.push(column);
  });
  return columns;
}

function toColumn(members: number[], wild: number, candidates: readonly Candidate[]): Column | null {
  const first = candidates[members[0] as number] as Candidate;
  const other = candidates[wild >= 0 ? wild : (members[1] as number)] as Candidate;
  const position = first.signature.findIndex((unit, i) => unit !== other.signature[i]);
  return position < 0 ? null : { position, members, wild };
}

/** Whether the wildcard of the column is one in fact: it varies, or holds a parameter. */
function holdsValues({ wild, position }: Column, candidates: readonly Candidate[], table: UnitTable): boolean {
  if (wild < 0) return false;
  const unit = (candidates[wild] as Candidate).columns[position];
  return unit === WILD || (unit !== undefined && hasHole(table.text[unit] as string));
}

/** Guards against equal hashes: all members must agree outside the position. */
function isSound({ position, members, wild }: Column, candidates: readonly Candidate[]): boolean {
  const first = (candidates[members[0] as number] as Candidate).signature;
  const others = wild < 0 ? members : [...members, wild];
  return others.every((index) => {
    const { signature } = candidates[index] as Candidate;
    return signature.length === first.length && signature.every((unit, i) => i === position || unit === first[i]);
  });
}
