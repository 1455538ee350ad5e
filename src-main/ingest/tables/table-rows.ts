/** What a column's values are, as far as its type tells. */
export type ColumnKind = 'time' | 'text' | 'number' | 'other';

export interface TableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** The rows of one table, as JSON object texts with a member a column. */
export interface TableRows {
  readonly columns: readonly TableColumn[];
  /** Rows in all; null when only reading tells. */
  readonly rowCount: number | null;
  /** Batches of rows from number `from` (0-based) on, in the table's order, which is the same at every reading. */
  read(from: number, signal: AbortSignal | undefined): AsyncIterable<readonly string[]>;
  close(): void | Promise<void>;
}

export type TableKind = 'parquet' | 'arrow' | 'arrow-stream' | 'sqlite';

/** A table that is damaged: what is wrong, and where in the file. */
export class TableDamage extends Error {
  readonly isTruncated: boolean;
  /** Not damaged, but more than a limit allows. */
  readonly isLimit: boolean;
  /** Null when the reader does not say. */
  readonly offset: number | null;

  constructor(
    message: string,
    place: { readonly isTruncated?: boolean; readonly isLimit?: boolean; readonly offset?: number | null } = {},
  ) {
    super(message);
    this.isTruncated = place.isTruncated ?? false;
    this.isLimit = place.isLimit ?? false;
    this.offset = place.offset ?? null;
  }
}
