import { DataType, Precision, type Table } from 'apache-arrow';

/**
 * Kinds of columns that cross to the window; every one of them reads back without loss in JavaScript.
 * - `count`: whole numbers below 2^53 as doubles (ids, lines, offsets, counts); `int32`, `int8`: small ones;
 * - `timeNs`: epoch nanoseconds, UTC, 64-bit;
 * - `text`: UTF-8; `word`: UTF-8 of few distinct values, dictionary-encoded; `texts`: a list of UTF-8.
 */
export type ColumnKind = 'count' | 'int32' | 'int8' | 'timeNs' | 'text' | 'word' | 'texts';

export interface ColumnSpec {
  readonly kind: ColumnKind;
  /** What null means; a column without it is never null. */
  readonly absent?: string;
}

/** A table that crosses to the window: its columns by name, in order. */
export type TableSpec = Readonly<Record<string, ColumnSpec>>;

/** What of a table differs from its specification, one sentence each; empty when it is as declared. Further columns are free. */
export function findDifferences(table: Table, spec: TableSpec): string[] {
  return Object.entries(spec).flatMap(([name, { kind, absent }]) => {
    const column = table.getChild(name);
    if (column === null) return [`column ${name} is missing`];
    const differences: string[] = [];
    if (!isOfKind(column.type, kind)) differences.push(`column ${name} is ${String(column.type)} instead of ${kind}`);
    if (absent === undefined && column.nullCount > 0) differences.push(`column ${name} has nulls`);
    return differences;
  });
}

function isOfKind(type: DataType, kind: ColumnKind): boolean {
  switch (kind) {
    case 'count':
      return DataType.isFloat(type) && type.precision === Precision.DOUBLE;
    case 'int32':
      return DataType.isInt(type) && type.bitWidth === 32;
    case 'int8':
      return DataType.isInt(type) && type.bitWidth === 8;
    case 'timeNs':
      return DataType.isInt(type) && type.bitWidth === 64;
    case 'text':
      return DataType.isUtf8(type);
    case 'word':
      return DataType.isDictionary(type) && DataType.isUtf8(type.dictionary);
    case 'texts':
      return DataType.isList(type) && DataType.isUtf8(type.children[0]?.type);
  }
}
