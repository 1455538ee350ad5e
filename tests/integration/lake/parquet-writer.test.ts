import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ParquetColumn } from '../../../src-main/lake/parquet/column-types.ts';
import {
  bigintColumn,
  constantColumn,
  idColumn,
  integerColumn,
  sequenceColumn,
  smallColumn,
  timeColumn,
} from '../../../src-main/lake/parquet/number-columns.ts';
import { ParquetWriter } from '../../../src-main/lake/parquet/parquet-writer.ts';
import {
  emptyColumn,
  repeatedColumn,
  sliceColumn,
  type Slices,
  wordColumn,
} from '../../../src-main/lake/parquet/text-columns.ts';

type Value = bigint | string | null;

/** A column and the values a reader has to find in it. */
interface Given {
  readonly column: ParquetColumn;
  readonly values: readonly Value[];
}

const folder = mkdtempSync(join(tmpdir(), 'parquet-'));
const path = join(folder, 'file.parquet');
const writer = new ParquetWriter();
const encoder = new TextEncoder();
let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => {
  connection.closeSync();
  rmSync(folder, { recursive: true });
});

/** Writes a file of these columns and reads it by DuckDB's reader, which shares no code with the writer. */
async function read(rows: number, given: readonly Given[]): Promise<Value[][]> {
  const file = writer.write(
    rows,
    given.map(({ column }) => column),
  );
  expect(file.pieces.reduce((sum, { length }) => sum + length, 0)).toBe(file.sizeBytes);
  writeFileSync(path, Buffer.concat(file.pieces));
  const cells = given.map(({ column: { name, type } }) => {
    if (type === 'VARCHAR') return `hex(encode(${name}))`;
    return type === 'BLOB' ? `hex(${name})` : `${name}::HUGEINT`;
  });
  const result = await connection.run(`SELECT ${cells.join(', ')} FROM '${path}'`);
  return (await result.getColumns()) as Value[][];
}

/** Least, greatest and missing values by the footer against the values themselves. */
async function expectBoundsToHold(given: readonly Given[]): Promise<void> {
  const result = await connection.run(
    `SELECT path_in_schema, sum(stats_null_count)::BIGINT, bool_and(stats_min_value IS NOT NULL),
       min(try_cast(stats_min_value AS HUGEINT)), max(try_cast(stats_max_value AS HUGEINT)) FROM parquet_metadata('${path}') GROUP BY ALL`,
  );
  const told = new Map((await result.getRows()).map(([name, ...rest]) => [name, rest]));
  for (const { column, values } of given) {
    const present = values.filter((value) => value !== null);
    const [nulls, hasBounds, min, max] = told.get(column.name) ?? [];
    expect(nulls, column.name).toBe(BigInt(values.length - present.length));
    if (hasBounds !== true || typeof present[0] !== 'bigint') continue;
    const sorted = (present as bigint[]).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect([min, max], column.name).toEqual([sorted[0], sorted.at(-1)]);
  }
}

function slicesOf(texts: readonly (Uint8Array | null)[]): Slices {
  const bytes = Buffer.concat(texts.map((text) => text ?? new Uint8Array()));
  const offsets = new Uint32Array(texts.length + 1);
  texts.forEach((text, row) => {
    offsets[row + 1] = offsets[row]! + (text?.length ?? 0);
  });
  const isDefined = texts.includes(null) ? Uint8Array.from(texts, (text) => (text === null ? 0 : 1)) : null;
  return { bytes, start: offsets, end: offsets.subarray(1), isDefined };
}

/** The same texts in reverse order in their buffer, with bytes between them that belong to none. */
function scattered(texts: readonly (Uint8Array | null)[]): Slices {
  const pieces = texts.map((text) => Buffer.concat([text ?? new Uint8Array(), Buffer.from('~~')])).toReversed();
  const start = new Uint32Array(texts.length);
  const end = new Uint32Array(texts.length);
  let at = 0;
  pieces.forEach((piece, place) => {
    const row = texts.length - 1 - place;
    start[row] = at;
    end[row] = at + piece.length - 2;
    at += piece.length;
  });
  return { ...slicesOf(texts), bytes: Buffer.concat(pieces), start, end };
}

const hex = (text: Uint8Array | null): string | null =>
  text === null ? null : Buffer.from(text).toString('hex').toUpperCase();

const texts = (rows: number) =>
  fc.oneof(
    fc.array(fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }), { freq: 5 }), {
      minLength: rows,
      maxLength: rows,
    }),
    fc.array(fc.constantFrom('a', 'bb', '', null), { minLength: rows, maxLength: rows }),
    fc.constant(Array.from({ length: rows }, () => 'x'.repeat(300))),
    fc.constant(Array.from({ length: rows }, () => null)),
  );
const wholes = (rows: number, max: number) =>
  fc.oneof(
    fc.array(fc.integer({ min: 0, max }), { minLength: rows, maxLength: rows }),
    fc.array(fc.integer({ min: 0, max: 3 }), { minLength: rows, maxLength: rows }),
    fc.constant(Array.from({ length: rows }, (_, row) => row % (max + 1))),
    fc.constant(Array.from({ length: rows }, (_, row) => (row % 2) * max)),
  );
const flags = (rows: number) =>
  fc.option(fc.array(fc.constantFrom(0, 1), { minLength: rows, maxLength: rows }), { freq: 2 });

/** Every kind of column, over the same rows. */
const table = fc.integer({ min: 1, max: 700 }).chain((rows) =>
  fc
    .record({
      constant: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      small: wholes(rows, 255),
      counts: wholes(rows, 2 ** 31 - 1),
      offsets: wholes(rows, Number.MAX_SAFE_INTEGER - 2 ** 31),
      base: fc.integer({ min: 0, max: 2 ** 31 }),
      flags: flags(rows),
      ids: fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: 1, maxLength: 40 }),
      seconds: fc.array(fc.option(fc.integer({ min: -9_000_000_000, max: 9_000_000_000 })), {
        minLength: rows,
        maxLength: rows,
      }),
      nanos: wholes(rows, 999_999_999),
      free: texts(rows),
      repeated: texts(rows),
      words: fc.array(fc.string({ maxLength: 6 }), { minLength: 1, maxLength: 5 }),
      wordIds: fc.array(fc.integer({ min: -1, max: 4 }), { minLength: rows, maxLength: rows }),
    })
    .map((given) => ({ rows, ...given })),
);

describe('ParquetWriter', () => {
  it('writes what another reader finds, whatever the columns hold, with true bounds and counts', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (t) => {
        const isThere = t.flags ?? Array.from({ length: t.rows }, () => 1);
        const bytesOf = (values: readonly (string | null)[]) =>
          values.map((text) => (text === null ? null : encoder.encode(text)));
        const ids = Array.from({ length: t.rows }, (_, row) => t.ids[row % t.ids.length]!);
        const wordIds = t.wordIds.map((id) => Math.min(id, t.words.length - 1));
        const words = wordColumn('words', { ids: Int32Array.from(wordIds), values: t.words }, t.rows);
        const given: Given[] = [
          { column: constantColumn('constant', t.constant), values: ids.map(() => BigInt(t.constant)) },
          { column: sequenceColumn('sequence', t.base), values: ids.map((_, row) => BigInt(t.base + row)) },
          { column: smallColumn('small', Uint8Array.from(t.small)), values: t.small.map(BigInt) },
          { column: integerColumn('counts', Uint32Array.from(t.counts)), values: t.counts.map(BigInt) },
          {
            column: bigintColumn('offsets', Float64Array.from(t.offsets), t.base, t.flags && Uint8Array.from(t.flags)),
            values: t.offsets.map((offset, row) => (isThere[row] === 1 ? BigInt(t.base) + BigInt(offset) : null)),
          },
          { column: idColumn('ids', BigUint64Array.from(ids)), values: ids },
          {
            column: timeColumn(
              'times',
              Float64Array.from(t.seconds, (one) => one ?? Number.NaN),
              Int32Array.from(t.nanos),
            ),
            values: t.seconds.map((one, row) =>
              one === null ? null : BigInt(one) * 1_000_000_000n + BigInt(t.nanos[row]!),
            ),
          },
          { column: sliceColumn('free', 'VARCHAR', slicesOf(bytesOf(t.free))), values: bytesOf(t.free).map(hex) },
          { column: sliceColumn('blobs', 'BLOB', scattered(bytesOf(t.free))), values: bytesOf(t.free).map(hex) },
          { column: repeatedColumn('repeated', scattered(bytesOf(t.repeated))), values: bytesOf(t.repeated).map(hex) },
          { column: emptyColumn('nothing', 'VARCHAR'), values: ids.map(() => null) },
        ];
        if (words !== null) {
          const values = wordIds.map((id) => (id < 0 ? null : hex(encoder.encode(t.words[id]))));
          given.push({ column: words, values });
        }
        const columns = await read(t.rows, given);
        for (const [at, { column, values }] of given.entries()) expect(columns[at], column.name).toEqual(values);
        await expectBoundsToHold(given);
      }),
      { numRuns: 120 },
    );
  });

  it('parts rows beyond a row group, and gives up dictionaries that grow too large', async () => {
    const rows = 250_000;
    const ids = BigUint64Array.from({ length: rows }, (_, row) => BigInt(row) * 0x9e37_79b9_7f4a_7c15n);
    const many = Array.from({ length: rows }, (_, row) => encoder.encode(`value ${row % 9000}`));
    const values = Array.from({ length: 70_000 }, (_, id) => `w${id}`);
    const wordIds = Int32Array.from({ length: rows }, (_, row) => row % values.length);
    const given: Given[] = [
      { column: idColumn('ids', ids), values: [...ids] },
      { column: repeatedColumn('many', slicesOf(many)), values: many.map(hex) },
      {
        column: wordColumn('words', { ids: wordIds, values }, rows)!,
        values: Array.from(wordIds, (id) => hex(encoder.encode(values[id]))),
      },
      { column: sequenceColumn('sequence', 7), values: Array.from({ length: rows }, (_, row) => BigInt(7 + row)) },
    ];
    const columns = await read(rows, given);
    // One comparison each: a million of them by the test library take minutes.
    for (const [at, { values: expected }] of given.entries())
      expect(columns[at]!.every((value, row) => value === expected[row])).toBe(true);
    const groups = await connection.run(`SELECT count(DISTINCT row_group_id) FROM parquet_metadata('${path}')`);
    expect(await groups.getRows()).toEqual([[3n]]);
    await expectBoundsToHold(given);
  });

  it('gives the same bytes for the same columns, whatever it wrote before', () => {
    const columns = [sliceColumn('free', 'VARCHAR', slicesOf([encoder.encode('a'), null, encoder.encode('bc')]))];
    const bytes = () => Buffer.concat(writer.write(3, columns).pieces);
    const first = bytes();
    writer.write(9, [sequenceColumn('free', 1)]);
    expect(bytes().equals(first)).toBe(true);
    expect(Buffer.concat(new ParquetWriter().write(3, columns).pieces).equals(first)).toBe(true);
  });
});
