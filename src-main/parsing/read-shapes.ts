/** Reads shapes into units, and finds which long quoted texts are values: those that differ from line to line. */
import { CandidateSet, signatureOf } from './candidates.ts';
import { keyBeforeQuote, LongQuotes } from './long-quotes.ts';
import { HOLE, UnitKind } from './units.ts';
import type { UnitTable } from './unit-table.ts';

/** So many different texts in one place are values. */
const MANY_TEXTS = 12;

/** Units of each flat text; `counts` are the events of each. */
export function readShapes(flats: readonly string[], counts: readonly number[], table: UnitTable): Int32Array[] {
  const units: Int32Array[] = [];
  const quoted = new CandidateSet();
  const texts: (readonly string[])[] = [];
  const valueKeys = findValueKeys(flats);
  flats.forEach((flat, i) => {
    const quotes = new LongQuotes(undefined, valueKeys);
    units.push(table.read(flat, quotes));
    if (quotes.texts.length === 0) return;
    texts[i] = quotes.texts;
    const closed = table.read(flat, new LongQuotes(() => true));
    quoted.add(closed, signatureOf(closed, table), [i], counts[i] as number);
  });
  for (const { signature, shapes: members } of quoted.list) {
    const hasText = signature.some((unit) => table.kind[unit] === UnitKind.word || table.kind[unit] === UnitKind.key);
    const values = findValues(
      members.map((i) => texts[i] ?? []),
      hasText,
    );
    if (values.size === 0) continue;
    for (const i of members) {
      units[i] = table.read(flats[i] as string, new LongQuotes((ordinal) => values.has(ordinal), valueKeys));
    }
  }
  return units;
}

const QUOTED_HOLE = `="${HOLE}"`;

/** Keys whose quoted text is one parameter in some shape: it is a value in every other, however long. */
function findValueKeys(flats: readonly string[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const flat of flats) {
    for (let at = flat.indexOf(QUOTED_HOLE); at >= 0; at = flat.indexOf(QUOTED_HOLE, at + QUOTED_HOLE.length))
      keys.add(keyBeforeQuote(flat, at + 1));
  }
  keys.delete('');
  return keys;
}

/** Numbers of the quoted texts that are values; where nothing else is text, the one that differs least is not. */
function findValues(texts: readonly (readonly string[])[], hasText: boolean): Set<number> {
  const count = texts[0]?.length ?? 0;
  const distinct = Array.from({ length: count }, (_, n) => new Set(texts.map((own) => own[n])).size);
  const values = new Set(distinct.keys().filter((n) => (distinct[n] as number) >= MANY_TEXTS));
  if (!hasText && values.size === count) values.delete(distinct.indexOf(Math.min(...distinct)));
  return values;
}
