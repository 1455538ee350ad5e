import { CancelledError } from '#shared/base/errors.ts';
import type { FileError, FileWarning } from '#shared/domain/issue-class.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { fileErrorFrom } from '../sources/file-issues.ts';
import { resolveSizes, type ResolvedSizes } from '../sources/sizes.ts';
import type {
  BlockReading,
  BlockStart,
  LineBlock,
  OpenedSource,
  OpenOptions,
  SourceFile,
  SourceOutcome,
} from '../sources/types.ts';
import { WarningTally } from '../sources/warning-tally.ts';
import { openTableRows, type TableFile, tableError } from './open-table.ts';
import { RowBlocks } from './row-blocks.ts';
import { TableDamage, type TableKind, type TableRows } from './table-rows.ts';

/** Rows that tell what the columns are. */
const SAMPLE_ROWS = 200;
const SAMPLE_BYTES = 256 * 1024;

/** What a source is when its lines are rows. */
export interface TableShape {
  readonly kind: TableKind;
  readonly columns: TableRows['columns'];
  /** Rows of the sample as plain data. */
  readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

/**
 * The rows of a table as lines of JSON, one a row: line numbers are row numbers from 1, offsets are those of the JSON text,
 * and the account counts rows.
 */
export class TableSource implements OpenedSource {
  readonly encoding = 'utf-8';
  readonly encodingConfidence = 1;
  readonly fileWarnings: readonly FileWarning[];
  readonly plain = null;
  readonly file: SourceFile;
  readonly sample: Uint8Array<ArrayBuffer>;
  readonly fingerprint: string;
  readonly table: TableShape;
  readonly #opened: TableToOpen;
  readonly #rows: TableRows;
  readonly #sizes: ResolvedSizes;
  #tally = new WarningTally();
  #errors: FileError[] = [];
  #bytesOut = 0;
  #rowsRead = 0;
  #isAtEnd = false;

  private constructor(
    file: SourceFile,
    opened: TableToOpen & { readonly rows: TableRows },
    sampleRows: readonly string[],
    options: OpenOptions,
  ) {
    this.file = file;
    this.#opened = opened;
    this.#rows = opened.rows;
    this.fileWarnings = opened.unpacked?.warnings ?? [];
    this.#sizes = resolveSizes(options);
    this.sample = new TextEncoder().encode(sampleRows.map((row) => `${row}\n`).join(''));
    this.fingerprint = `${opened.stored.fingerprint()}:${file.member ?? ''}`;
    this.table = { kind: opened.kind, columns: opened.rows.columns, rows: sampleRows.flatMap(parseRow) };
  }

  /** @throws TableDamage, CancelledError, and the system's error; the file is released then by the caller. */
  static async open(file: SourceFile, opened: TableToOpen, options: OpenOptions): Promise<TableSource> {
    await opened.stored.readEnds();
    const rows = await openTableRows(opened, resolveSizes(options).limits);
    try {
      return new TableSource(file, { ...opened, rows }, await readSample(rows, options.signal), options);
    } catch (cause) {
      await rows.close();
      throw cause;
    }
  }

  async *blocks(from: BlockStart, signal: AbortSignal, _reading?: BlockReading): AsyncGenerator<LineBlock> {
    this.#tally = new WarningTally();
    this.#errors = [];
    this.#rowsRead = from.line;
    this.#bytesOut = from.decodedOffset;
    this.#isAtEnd = false;
    const cutter = new RowBlocks(from, this.#sizes);
    try {
      for await (const batch of this.#rows.read(from.line, signal)) {
        throwIfAborted(signal);
        for (const row of batch) {
          const block = cutter.add(row);
          if (block !== null) yield this.#finish(block);
        }
      }
      this.#isAtEnd = true;
      const change = await this.#opened.stored.findChange();
      this.#errors.push(...(this.#opened.unpacked?.errors ?? []), ...(change === null ? [] : [change]));
    } catch (cause) {
      if (cause instanceof CancelledError) throw cause;
      const last = cutter.rest();
      if (last !== null) yield this.#finish(last);
      this.#errors.push(...describeDamage(cause, this.#rowsRead, this.#opened.unpacked));
      return;
    }
    const last = cutter.rest();
    if (last !== null) yield this.#finish(last);
  }

  #finish(block: Omit<LineBlock, 'storedOffset'>): LineBlock {
    this.#rowsRead += block.lineCount;
    this.#bytesOut = block.nextDecodedOffset;
    for (const warning of block.warnings) this.#tally.merge(warning);
    return { ...block, storedOffset: this.#storedBytes() };
  }

  /** How much of the file the rows so far stand for: tables are not stored row by row. */
  #storedBytes(): number {
    const size = this.file.sizeBytes ?? this.#opened.stored.sizeBytes;
    if (this.#isAtEnd) return size;
    const { rowCount } = this.#rows;
    return rowCount === null || rowCount === 0 ? 0 : Math.floor((size * Math.min(this.#rowsRead, rowCount)) / rowCount);
  }

  outcome(): SourceOutcome {
    const errors = this.#errors;
    const status = errors.length === 0 ? 'whole' : this.#rowsRead === 0 ? 'rejected' : 'partial';
    const warnings = [...this.fileWarnings, ...this.#tally.list()];
    return { status, errors, warnings, bytesIn: this.#storedBytes(), bytesOut: this.#bytesOut };
  }

  async close(): Promise<void> {
    await this.#rows.close();
    await this.#opened.release();
  }
}

export interface TableToOpen extends TableFile {
  /** How the table came out of an archive or a compression; null for one that is a file itself. */
  readonly unpacked: UnpackedTable | null;
  readonly release: () => Promise<void>;
}

export interface UnpackedTable {
  /** Offset on disk of the packed bytes. */
  readonly start: number;
  /** What the layers met: the table may be cut there. */
  readonly errors: readonly FileError[];
  readonly warnings: readonly FileWarning[];
}

/** What ended the rows. Trouble of the layers is the cause of damage, and is told in its place. */
export function describeDamage(cause: unknown, rowsKept: number, unpacked: UnpackedTable | null): readonly FileError[] {
  if (!(cause instanceof TableDamage)) return [fileErrorFrom(cause)];
  if (unpacked === null || unpacked.errors.length === 0) return [tableError(cause, rowsKept, unpacked?.start)];
  return unpacked.errors;
}

async function readSample(rows: TableRows, signal: AbortSignal | undefined): Promise<string[]> {
  const sample: string[] = [];
  let bytes = 0;
  try {
    for await (const batch of rows.read(0, signal)) {
      for (const row of batch) {
        bytes += row.length;
        if (sample.length === SAMPLE_ROWS || bytes > SAMPLE_BYTES) return sample;
        sample.push(row);
      }
    }
  } catch (cause) {
    // The rows in front of damage are read all the same, and the damage is told then.
    if (!(cause instanceof TableDamage) || sample.length === 0) throw cause;
  }
  return sample;
}

function parseRow(text: string): Array<Record<string, unknown>> {
  try {
    return [JSON.parse(text) as Record<string, unknown>];
  } catch {
    // A row that JSON has no words for is told as malformed when it is read.
    return [];
  }
}
