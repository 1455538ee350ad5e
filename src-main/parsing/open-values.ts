/**
 * Opens suspects that never change but are known to be values: `pkg=com.example.app` in the only line that has it.
 *
 * A text is a value when it fills a wildcard elsewhere; whatever stands behind `key=` is one when another template's
 * values of that key differ. Which messages are one template does not depend on it (suspects are left out of
 * signatures); the texts of templates do, and with it they depend less on how much of a log was seen.
 */
import type { Candidate } from './candidates.ts';
import { hasHole, UnitKind } from './units.ts';
import { type UnitTable, WILD } from './unit-table.ts';

/** A text with a digit (`en0`) is one thing here and another there, and is likely part of a value anyway. */
const DIGIT = /\d/;
const WORD = /\p{L}{2}/u;

/** @param units Units of each shape, as read. */
export function openKnownValues(
  candidates: readonly Candidate[],
  table: UnitTable,
  units: readonly Int32Array[],
): readonly Candidate[] {
  const { values, keys } = learn(candidates, table, units);
  if (values.size === 0 && keys.size === 0) return candidates;
  return candidates.map((candidate) => {
    const columns = candidate.columns.map((unit, at, all) => {
      const isSettled = unit === WILD || !table.isSuspect(unit);
      if (isSettled || hasHole(table.text[unit] as string) || table.text[unit] === '') return unit;
      return values.has(unit) || keys.has(keyBefore(all, at, table)) ? WILD : unit;
    });
    return { ...candidate, columns };
  });
}

/** Units that fill wildcards, and keys before wildcards; -1 is no key. */
function learn(
  candidates: readonly Candidate[],
  table: UnitTable,
  units: readonly Int32Array[],
): { readonly values: ReadonlySet<number>; readonly keys: ReadonlySet<number> } {
  const values = new Set<number>();
  const keys = new Set<number>();
  for (const { columns, shapes } of candidates) {
    columns.forEach((column, at) => {
      if (column !== WILD) return;
      keys.add(keyBefore(columns, at, table));
      for (const shape of shapes) values.add((units[shape] as Int32Array)[at] as number);
    });
  }
  keys.delete(NO_KEY);
  const isText = (unit: number): boolean => {
    const text = table.text[unit] as string;
    return WORD.test(text) && !DIGIT.test(text) && !hasHole(text);
  };
  return { values: new Set(values.values().filter(isText)), keys };
}

const NO_KEY = -1;

/** The key unit before `=` right before a position, a quote and blanks between allowed. */
function keyBefore(columns: Int32Array, position: number, table: UnitTable): number {
  const isText = (at: number, texts: readonly string[]): boolean =>
    at >= 0 && columns[at] !== WILD && texts.includes(table.text[columns[at] as number] as string);
  let at = position - 1;
  if (isText(at, ['"', "'"])) at--;
  if (isText(at, [' '])) at--;
  if (!isText(at, ['='])) return NO_KEY;
  at--;
  if (isText(at, [' '])) at--;
  const key = columns[at];
  return key !== undefined && key !== WILD && table.kind[key] === UnitKind.key ? key : NO_KEY;
}
