import { sqlString } from './engine.ts';

/** SQL: a parameter as a number in its base unit (ms, bytes, %); NULL when it is none. */
export function quantitySql(text: string, hasUnits: boolean): string {
  const plain = `TRY_CAST(${text} AS DOUBLE)`;
  if (!hasUnits) return plain;
  const factors = [
    ['ns', 1e-6],
    ['us', 1e-3],
    ['µs', 1e-3],
    ['ms', 1],
    ['s', 1000],
    ['sec', 1000],
    ['m', 60_000],
    ['min', 60_000],
    ['h', 3_600_000],
    ['b', 1],
    ['kb', 1e3],
    ['kib', 1024],
    ['mb', 1e6],
    ['mib', 2 ** 20],
    ['gb', 1e9],
    ['gib', 2 ** 30],
    ['%', 1],
  ] as const;
  const cases = factors.map(([unit, factor]) => `WHEN ${sqlString(unit)} THEN ${factor}`).join(' ');
  const digits = `regexp_extract(${text}, '^([-+]?[0-9.]+)\\s?([a-zA-Zµ%]{0,3})$', 1)`;
  const suffix = `lower(regexp_extract(${text}, '^([-+]?[0-9.]+)\\s?([a-zA-Zµ%]{0,3})$', 2))`;
  return `coalesce(${plain}, TRY_CAST(${digits} AS DOUBLE) * CASE ${suffix} ${cases} END)`;
}
