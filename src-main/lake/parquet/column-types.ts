import type { ByteWriter } from './byte-writer.ts';

/** Types of columns by DuckDB's names, with Parquet's physical type and what it stands for. */
export const COLUMN_TYPES = {
  INTEGER: { physical: 1, converted: 17 },
  UTINYINT: { physical: 1, converted: 11 },
  BIGINT: { physical: 2, converted: 18 },
  UBIGINT: { physical: 2, converted: 14 },
  VARCHAR: { physical: 6, converted: 0 },
  BLOB: { physical: 6, converted: undefined },
} as const;

export type ColumnType = keyof typeof COLUMN_TYPES;

/** Parquet's numbers of the encodings that are used. */
export const Encoding = { plain: 0, runs: 3, deltas: 5, lengthDeltas: 6, dictionary: 8 } as const;
export type EncodingNumber = (typeof Encoding)[keyof typeof Encoding];

/** What is told of some rows of a column besides their page. */
export interface EncodedRows {
  readonly encoding: EncodingNumber;
  /** Rows without a value. */
  readonly nulls: number;
  /** Distinct values that the page refers to, one after another in plain encoding. */
  readonly dictionary?: { readonly bytes: Uint8Array; readonly count: number };
  /** Least and greatest value in plain encoding; absent: not told. */
  readonly bounds?: { readonly min: Uint8Array; readonly max: Uint8Array } | undefined;
}

/** A column of a file that is to be written. Every column may have rows without a value. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Writes the page of rows `from..to-1`: which of them have a value, then the values. */
  encode(page: ByteWriter, from: number, to: number): EncodedRows;
}
