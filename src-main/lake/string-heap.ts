import duckdb from '@duckdb/node-bindings';

/** Rows of a DuckDB vector, a constant of its build; a data chunk holds no more. */
export const CHUNK_ROWS = 2048;
const CELL_BYTES = 16;
const CELL_WORDS = 4;
const INLINE_BYTES = 12;

/**
 * Text of many rows in one piece of DuckDB's memory, to fill vectors with references instead of strings.
 *
 * A VARCHAR cell is 16 bytes (`duckdb_string_t` of DuckDB's C header): a 32-bit length, then either up to 12 bytes of
 * text, zero-padded, or its first 4 bytes and a 64-bit address. The whole text is assigned once, as a single string;
 * its cell tells the address, and every row's cell is written from that. Handing over each row as a Uint8Array instead
 * costs three times as much, most of it garbage collection.
 */
export class StringHeap {
  readonly #bytes: Uint8Array;
  /** Owns the text: addresses are good until `dispose`. */
  #owner: duckdb.DataChunk | null;
  readonly #address: number;
  readonly #words = new Uint32Array(CHUNK_ROWS * CELL_WORDS);
  readonly #cells = new Uint8Array(this.#words.buffer);

  /** @param bytes What `fill` cuts out of it must be valid UTF-8. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#owner = own(bytes.length > INLINE_BYTES ? bytes : new Uint8Array(INLINE_BYTES + 1));
    const view = cellOf(this.#owner);
    // User-space addresses are below 2^48 on every platform DuckDB's binding is built for.
    this.#address = Number(view.getBigUint64(8, true));
    if (bytes.length > INLINE_BYTES && view.getUint32(0, true) !== bytes.length)
      throw new Error('DuckDB stores strings in another way than expected.');
  }

  /** Whether the binding's cells look as described; asked once, before the first heap is trusted. */
  static isSupported(): boolean {
    const probe = new TextEncoder().encode('a text that is longer than a cell');
    const view = cellOf(own(probe));
    return view.getUint32(0, true) === probe.length && view.getUint8(4) === probe[0] && view.getUint8(7) === probe[3];
  }

  /** Frees the text: only after DuckDB has copied every chunk that was filled. */
  dispose(): void {
    if (this.#owner !== null) duckdb.data_chunk_reset(this.#owner);
    this.#owner = null;
  }

  /** Fills rows 0..count-1 of a vector with the ranges of rows from..from+count-1; at most one chunk of rows. */
  fill(vector: duckdb.Vector, start: Uint32Array, end: Uint32Array, from: number, count: number): void {
    if (this.#owner === null) throw new Error('The text of this heap is gone.');
    const words = this.#words;
    const cells = this.#cells;
    const bytes = this.#bytes;
    for (let row = 0; row < count; row++) {
      const first = start[from + row] as number;
      const length = (end[from + row] as number) - first;
      const word = row * CELL_WORDS;
      words[word] = length;
      if (length <= INLINE_BYTES) {
        words[word + 1] = 0;
        words[word + 2] = 0;
        words[word + 3] = 0;
        const cell = row * CELL_BYTES + 4;
        for (let i = 0; i < length; i++) cells[cell + i] = bytes[first + i] as number;
        continue;
      }
      words[word + 1] =
        (bytes[first] as number) |
        ((bytes[first + 1] as number) << 8) |
        ((bytes[first + 2] as number) << 16) |
        ((bytes[first + 3] as number) << 24);
      const address = this.#address + first;
      words[word + 2] = address % 2 ** 32;
      words[word + 3] = address / 2 ** 32;
    }
    duckdb.copy_data_to_vector(vector, 0, words.buffer, 0, count * CELL_BYTES);
  }
}

/** Copies the bytes into DuckDB's memory: a chunk of one cell, whose reset frees them. BLOB: they are not validated again. */
function own(bytes: Uint8Array): duckdb.DataChunk {
  const chunk = duckdb.create_data_chunk([duckdb.create_logical_type(duckdb.Type.BLOB)]);
  duckdb.vector_assign_string_element_len(duckdb.data_chunk_get_vector(chunk, 0), 0, bytes);
  return chunk;
}

function cellOf(chunk: duckdb.DataChunk): DataView {
  const cell = duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk, 0), CELL_BYTES);
  return new DataView(cell.buffer, cell.byteOffset, CELL_BYTES);
}
