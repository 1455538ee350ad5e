/**
 * Opens several columns of plain words at once: `Agent <*> opened the parcel near <*>`.
 *
 * Where every pair of values is new, no two candidates differ in one word only. Among candidates of the same frame
 * (same units but for the words) a word seen rarely at its position is taken as a value, if what is left is a text
 * that many candidates share and most of them were seen once.
 */
import { type Candidate, CandidateSet, hashOf, isEqual } from './candidates.ts';
import { UnitKind } from './units.ts';
import { type UnitTable, WILD } from './unit-table.ts';

const MIN_FRAME = 50;
const MIN_GROUP = 16;
const MIN_WORDS = 2;
/** Only a column of so many words in the frame can hold values. */
const MIN_DISTINCT = 30;
/** A word is rare when at most this share of the frame's candidates hold it at its position. */
const RARE_SHARE = 0.05;
const ONCE_SHARE = 0.3;
/** Candidates looked at for linked columns, times a word must come back, and how far pairs may outnumber words. */
const LINK_SAMPLE = 5_000;
const MIN_REPEATS = 3;
const LINK_SLACK = 1.2;
/** Stands for any word in a frame; never a unit number. */
const ANY_WORD = -1;

export function openSparseColumns(candidates: readonly Candidate[], table: UnitTable): readonly Candidate[] {
  const opened = new Map<number, Int32Array>();
  for (const frame of groupBy(candidates.keys(), (index) => frameOf(candidates[index] as Candidate, table))) {
    if (frame.length >= MIN_FRAME) openFrame(frame, candidates, table, opened);
  }
  if (opened.size === 0) return candidates;
  const next = new CandidateSet();
  candidates.forEach(({ columns, signature, shapes, count }, index) => {
    next.add(columns, opened.get(index) ?? signature, shapes, count);
  });
  return next.list;
}

function openFrame(
  frame: readonly number[],
  candidates: readonly Candidate[],
  table: UnitTable,
  opened: Map<number, Int32Array>,
): void {
  const length = (candidates[frame[0] as number] as Candidate).signature.length;
  const uses = Array.from({ length }, () => new Map<number, number>());
  for (const index of frame) {
    (candidates[index] as Candidate).signature.forEach((unit, i) => {
      if (isWord(unit, table)) uses[i]?.set(unit, (uses[i]?.get(unit) ?? 0) + 1);
    });
  }
  const mostRare = Math.max(2, frame.length * RARE_SHARE);
  const isLinked = findLinkedColumns(frame, candidates, table, length);
  const isOpen = uses.map((words, i) => words.size >= MIN_DISTINCT && isLinked[i] !== true);
  const reduced = new Map<number, Int32Array>();
  for (const index of frame) {
    const { signature } = candidates[index] as Candidate;
    reduced.set(
      index,
      signature.map((unit, i) =>
        isOpen[i] === true && isWord(unit, table) && (uses[i]?.get(unit) ?? 0) <= mostRare ? WILD : unit,
      ),
    );
  }
  for (const group of groupBy(frame, (index) => reduced.get(index) as Int32Array)) {
    if (isOpenGroup(group, candidates, reduced.get(group[0] as number) as Int32Array, table)) {
      for (const index of group) opened.set(index, reduced.get(index) as Int32Array);
    }
  }
}

/**
 * Columns whose words change together are program text: each word of the one goes with one word of the other, over
 * and over. Judged on the frame's first candidates.
 */
function findLinkedColumns(
  frame: readonly number[],
  candidates: readonly Candidate[],
  table: UnitTable,
  length: number,
): boolean[] {
  const sample = frame.slice(0, LINK_SAMPLE).map((index) => (candidates[index] as Candidate).signature);
  const distinct = Array.from({ length }, (_, i) => new Set(sample.map((signature) => signature[i])).size);
  const open = distinct.flatMap((count, i) => {
    const repeats = count > 1 && count * MIN_REPEATS <= sample.length;
    return repeats && sample.some((signature) => isWord(signature[i] as number, table)) ? [i] : [];
  });
  const isLinked = Array.from({ length }, () => false);
  for (const a of open)
    for (const b of open) {
      const fewest = Math.min(distinct[a] as number, distinct[b] as number);
      if (b <= a || Math.max(distinct[a] as number, distinct[b] as number) > fewest * LINK_SLACK) continue;
      const pairs = new Set(sample.map((signature) => (signature[a] as number) * 0x1000000 + (signature[b] as number)));
      if (pairs.size <= fewest * LINK_SLACK) isLinked[a] = isLinked[b] = true;
    }
  return isLinked;
}

/** Many candidates, a text left, most seen once, and every opened column with many words. */
function isOpenGroup(
  group: readonly number[],
  candidates: readonly Candidate[],
  left: Int32Array,
  table: UnitTable,
): boolean {
  if (group.length < MIN_GROUP) return false;
  const words = left.filter((unit) => isWord(unit, table) && /\p{L}{2}/u.test(table.text[unit] as string)).length;
  if (words < MIN_WORDS) return false;
  const once = group.filter((index) => (candidates[index] as Candidate).count === 1).length;
  if (once < group.length * ONCE_SHARE) return false;
  return left.every((unit, i) => {
    if (unit !== WILD) return true;
    const seen = new Set(group.map((index) => (candidates[index] as Candidate).signature[i]));
    return seen.has(WILD) || seen.size >= Math.min(MIN_GROUP, group.length / 4);
  });
}

function frameOf({ signature }: Candidate, table: UnitTable): Int32Array {
  return signature.map((unit) => (isWord(unit, table) ? ANY_WORD : unit));
}

function isWord(unit: number, table: UnitTable): boolean {
  return unit > WILD && table.kind[unit] === UnitKind.word;
}

/** Groups in order of first appearance, by equal keys. */
function groupBy(indexes: Iterable<number>, keyOf: (index: number) => Int32Array): number[][] {
  const groups: number[][] = [];
  const byHash = new Map<number, { readonly key: Int32Array; readonly group: number[] }[]>();
  for (const index of indexes) {
    const key = keyOf(index);
    const hash = hashOf(key);
    const known = byHash.get(hash);
    const same = known?.find((entry) => isEqual(entry.key, key));
    if (same !== undefined) {
      same.group.push(index);
      continue;
    }
    const group = [index];
    groups.push(group);
    if (known === undefined) byHash.set(hash, [{ key, group }]);
    else known.push({ key, group });
  }
  return groups;
}
