import { FeatureError } from '#shared/base/errors.ts';
import type { TableReader } from './read-table.ts';

/** What the columns of a table are for. */
export interface ColumnRoles {
  /** Path, for errors. */
  readonly table: string;
  readonly labelColumn?: string | undefined;
  readonly timeColumn?: string | undefined;
  readonly valueColumn?: string | undefined;
  readonly ignoreColumns?: readonly string[] | undefined;
}

/**
 * Feature columns: every column but the label, the time and the ignored ones; all of them must be numeric.
 * @throws FeatureError `score.unknown-column` | `score.not-numeric`
 */
export function chooseColumns(table: TableReader, roles: ColumnRoles): string[] {
  const known = new Set(table.columns.map((column) => column.name));
  const special = [roles.labelColumn, roles.timeColumn, roles.valueColumn, ...(roles.ignoreColumns ?? [])];
  const missing = special.find((name) => name !== undefined && !known.has(name));
  if (missing !== undefined) throw unknownColumn(roles, `has no column ${missing}; it has ${[...known].join(', ')}.`);
  const isOther = (name: string) =>
    name === roles.labelColumn || name === roles.timeColumn || roles.ignoreColumns?.includes(name);
  const wanted = table.columns.filter(({ name }) => !isOther(name) && (roles.valueColumn ?? name) === name);
  const text = wanted.filter((column) => !column.isNumeric).map((column) => column.name);
  if (text.length > 0) {
    const advice = `name them with --ignore ${text.join(',')} or give numbers`;
    throw new FeatureError('score.not-numeric', `${roles.table}: not numeric: ${text.join(', ')}; ${advice}.`, {
      location: { path: roles.table },
      details: { columns: text.join(',') },
    });
  }
  if (wanted.length === 0) throw unknownColumn(roles, 'has no numeric column to score.');
  return wanted.map((column) => column.name);
}

/** Numeric columns beside the series that are neither named for something else nor ignored. */
export function companionColumns(table: TableReader, roles: ColumnRoles, value: string): string[] {
  const special = [value, roles.labelColumn, roles.timeColumn, ...(roles.ignoreColumns ?? [])];
  return table.columns.filter(({ name, isNumeric }) => isNumeric && !special.includes(name)).map(({ name }) => name);
}

export function unknownColumn({ table }: ColumnRoles, problem: string): FeatureError {
  return new FeatureError('score.unknown-column', `${table} ${problem}`, { location: { path: table } });
}

/**
 * A model scores exactly the columns it was trained on.
 * @throws FeatureError `score.columns-differ` naming those that are missing and those that are too many.
 */
export function checkColumns(
  table: string,
  found: readonly string[],
  expected: readonly string[],
  model: string,
): void {
  const missing = expected.filter((name) => !found.includes(name));
  const extra = found.filter((name) => !expected.includes(name));
  if (missing.length === 0 && extra.length === 0) return;
  const parts = [
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(extra.length > 0 ? [`not known to the model: ${extra.join(', ')} (name them with --ignore)`] : []),
  ];
  const message = `${table} has other columns than ${model} was trained on; ${parts.join('; ')}.`;
  throw new FeatureError('score.columns-differ', message, {
    location: { path: table },
    details: { missing: missing.join(','), extra: extra.join(',') },
  });
}

const NEGATIVE = /^(?:-|0(?:\.0+)?|false|no|normal|none|null)?$/i;

/** Ground truth of a column, one a row: anything but nothing, 0, false, no, normal, none is anomalous. */
export async function readLabels(table: TableReader, column: string): Promise<boolean[]> {
  return (await table.readTexts(column)).map((text) => !NEGATIVE.test(text.trim()));
}
