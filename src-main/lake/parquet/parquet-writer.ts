import { constants, zstdCompressSync } from 'node:zlib';
import { ByteWriter } from './byte-writer.ts';
import { COLUMN_TYPES, type EncodedRows, Encoding, type ParquetColumn } from './column-types.ts';
import { encodeStruct, type ThriftStruct, type ThriftValue } from './compact-thrift.ts';

const MAGIC = new TextEncoder().encode('PAR1');
/** Rows that a reader decodes at a time, and skips at a time. */
const ROW_GROUP_ROWS = 122_880;
/** Level 1 takes half the time of the default 3; log text becomes smaller by it, as matches of blocks are near. */
const LEVEL = 1;
/** What is shorter is not worth a call. */
const MIN_COMPRESSED = 128;

const OPTIONAL = 1;
const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;
const NO_CODEC = 0;
const ZSTD = 6;

/** A file that was put together, as pieces that follow each other. */
export interface ParquetFile {
  readonly pieces: readonly Uint8Array[];
  readonly sizeBytes: number;
}

/**
 * Puts Parquet files together from typed columns. Each column of a row group is one page, behind a page with its dictionary;
 * pages are compressed by zstd. The bytes are a function of the columns alone.
 * Source: Apache Parquet format 2.9, "Encodings.md" and "parquet.thrift".
 */
export class ParquetWriter {
  /** Memory of the pages of a column, from one file to the next. */
  readonly #pages = new Map<string, ByteWriter>();

  /** @param rows Rows of every column. */
  write(rows: number, columns: readonly ParquetColumn[]): ParquetFile {
    const file: FileState = { pieces: [MAGIC], sizeBytes: MAGIC.length };
    const groups: ThriftValue[] = [];
    for (let from = 0; from < rows; from += ROW_GROUP_ROWS) {
      groups.push(this.#writeGroup(file, columns, from, Math.min(from + ROW_GROUP_ROWS, rows)));
    }
    const footer = encodeStruct(fileFooter(rows, columns, groups));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, footer.length, true);
    for (const piece of [footer, length, MAGIC]) append(file, piece);
    return file;
  }

  #writeGroup(file: FileState, columns: readonly ParquetColumn[], from: number, to: number): ThriftValue {
    const chunks = columns.map((column) => this.#encodeChunk(column, from, to));
    const placed = chunks.map((chunk) => placeChunk(file, chunk));
    const total = chunks.reduce((sum, { uncompressedBytes }) => sum + uncompressedBytes, 0);
    return { struct: { 1: { list: placed }, 2: { i64: total }, 3: { i64: to - from } } };
  }

  #encodeChunk(column: ParquetColumn, from: number, to: number): Chunk {
    const page = this.#pages.get(column.name) ?? new ByteWriter();
    this.#pages.set(column.name, page);
    page.clear();
    const rows = column.encode(page, from, to);
    const { dictionary } = rows;
    const isCompressed = page.length + (dictionary?.bytes.length ?? 0) >= MIN_COMPRESSED;
    const dictionaryPage =
      dictionary === undefined
        ? []
        : wrap(dictionary.bytes, isCompressed ? compress(dictionary.bytes) : dictionary.bytes, {
            1: { i32: DICTIONARY_PAGE },
            7: { struct: { 1: { i32: dictionary.count }, 2: { i32: Encoding.plain } } },
          });
    const values = page.written;
    const stored = isCompressed ? compress(values) : values.slice();
    const dataPage = wrap(values, stored, {
      1: { i32: DATA_PAGE },
      5: {
        struct: {
          1: { i32: to - from },
          2: { i32: rows.encoding },
          3: { i32: Encoding.runs },
          4: { i32: Encoding.runs },
        },
      },
    });
    const headers = [...dictionaryPage.slice(0, 1), ...dataPage.slice(0, 1)];
    const uncompressedBytes =
      lengthOf(headers) + values.length + (dictionary === undefined ? 0 : dictionary.bytes.length);
    return { column, rows, rowCount: to - from, dictionaryPage, dataPage, isCompressed, uncompressedBytes };
  }
}

interface FileState {
  readonly pieces: Uint8Array[];
  sizeBytes: number;
}

interface Chunk {
  readonly column: ParquetColumn;
  readonly rows: EncodedRows;
  readonly rowCount: number;
  /** Header and stored bytes; empty without a dictionary. */
  readonly dictionaryPage: readonly Uint8Array[];
  readonly dataPage: readonly Uint8Array[];
  readonly isCompressed: boolean;
  /** Of both pages, headers included. */
  readonly uncompressedBytes: number;
}

/** A page behind its header. */
function wrap(bytes: Uint8Array, stored: Uint8Array, header: ThriftStruct): Uint8Array[] {
  const sizes: ThriftStruct = { 2: { i32: bytes.length }, 3: { i32: stored.length } };
  return [encodeStruct({ ...header, ...sizes }), stored];
}

/** Puts the pages of a chunk at the end of the file. @returns What the footer says of it. */
function placeChunk(file: FileState, chunk: Chunk): ThriftValue {
  const { column, rows, rowCount, dictionaryPage, dataPage, isCompressed, uncompressedBytes } = chunk;
  const start = file.sizeBytes;
  for (const piece of dictionaryPage) append(file, piece);
  const dataOffset = file.sizeBytes;
  for (const piece of dataPage) append(file, piece);
  const hasDictionary = dictionaryPage.length > 0;
  const encodings = [...new Set([Encoding.runs, rows.encoding, ...(hasDictionary ? [Encoding.plain] : [])])];
  const { bounds } = rows;
  const metadata: ThriftStruct = {
    1: { i32: COLUMN_TYPES[column.type].physical },
    2: { list: encodings.map((i32) => ({ i32 })) },
    3: { list: [{ binary: column.name }] },
    4: { i32: isCompressed ? ZSTD : NO_CODEC },
    5: { i64: rowCount },
    6: { i64: uncompressedBytes },
    7: { i64: file.sizeBytes - start },
    9: { i64: dataOffset },
    11: hasDictionary ? { i64: start } : undefined,
    12: {
      struct: {
        3: { i64: rows.nulls },
        5: bounds && { binary: bounds.max },
        6: bounds && { binary: bounds.min },
      },
    },
  };
  return { struct: { 2: { i64: start }, 3: { struct: metadata } } };
}

function fileFooter(rows: number, columns: readonly ParquetColumn[], groups: readonly ThriftValue[]): ThriftStruct {
  const root: ThriftValue = { struct: { 4: { binary: 'schema' }, 5: { i32: columns.length } } };
  const leaves = columns.map(({ name, type }): ThriftValue => {
    const { physical, converted } = COLUMN_TYPES[type];
    const meaning = converted === undefined ? undefined : { i32: converted };
    return { struct: { 1: { i32: physical }, 3: { i32: OPTIONAL }, 4: { binary: name }, 6: meaning } };
  });
  // The order of bounds is that of the type.
  const orders = columns.map((): ThriftValue => ({ struct: { 1: { struct: {} } } }));
  return {
    1: { i32: 2 },
    2: { list: [root, ...leaves] },
    3: { i64: rows },
    4: { list: groups },
    6: { binary: 'log-sentinel' },
    7: { list: orders },
  };
}

/** On this thread: what node does aside goes through buffers piece by piece, and takes twice the time. */
function compress(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  return zstdCompressSync(bytes, {
    // Room for whatever comes out: then it is compressed where it lies, in one pass.
    chunkSize: length + (length >> 8) + 512,
    pledgedSrcSize: length,
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
  });
}

function append(file: FileState, piece: Uint8Array): void {
  file.pieces.push(piece);
  file.sizeBytes += piece.length;
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
