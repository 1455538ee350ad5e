import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tar } from '../../integration/ingest/bad-input/tar-builder.ts';
import { compressStream } from '../../integration/ingest/tables/compress-arrow.ts';
import { writeArrow, writeParquet, writeSqlite } from '../../integration/ingest/tables/make-tables.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { BINARY_TOKENS } from '../tokens.ts';
import { describeReading, outcomeOf, readBytes } from './read-file.ts';

const ROWS = 60;

/** Parquet, Arrow and SQLite files, also packed and compressed: their rows up to the damage, which is told; twice the same. */
export async function tableTarget(): Promise<FuzzTarget> {
  const folder = mkdtempSync(join(tmpdir(), 'log-sentinel-fuzz-'));
  const path = (name: string): string => join(folder, name);
  await writeParquet(path('a.parquet'), ROWS);
  writeSqlite(path('a.sqlite'), ROWS);
  writeArrow(path('a.arrow'), 'file', ROWS, 20);
  writeArrow(path('a.arrows'), 'stream', ROWS, 20);
  const seeds = ['a.parquet', 'a.sqlite', 'a.arrow', 'a.arrows'].map(
    (name) => new Uint8Array(readFileSync(path(name))),
  );
  rmSync(folder, { recursive: true, force: true });
  seeds.push(new Uint8Array(gzipSync(seeds[3] as Uint8Array, { level: 0 })));
  seeds.push(
    new Uint8Array(tar([1, 2].map((index) => ({ name: `${index}`, body: Buffer.from(seeds[index] as Uint8Array) })))),
  );
  const stream = Buffer.from(seeds[3] as Uint8Array);
  for (const codec of ['lz4', 'zstd'] as const) seeds.push(new Uint8Array(await compressStream(stream, codec)));
  return {
    name: 'tables',
    seeds,
    tokens: BINARY_TOKENS,
    async run(input) {
      const { readings, issues } = await readBytes(input, { blockBytes: 4096 });
      const again = await readBytes(input, { blockBytes: 4096 });
      assert.deepEqual([again.readings.map(describeReading), again.issues], [readings.map(describeReading), issues]);
      return outcomeOf(readings, issues);
    },
  };
}
