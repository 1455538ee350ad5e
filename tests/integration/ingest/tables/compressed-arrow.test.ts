import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, expandPaths, FIRST_BLOCK } from '../../../../src-main/ingest/sources/index.ts';
import { openArrow } from '../../../../src-main/ingest/tables/arrow-rows.ts';
import { TableDamage } from '../../../../src-main/ingest/tables/table-rows.ts';
import { memoryBytes } from '../../../unit/main/ingest/sources/memory-reader.ts';
import { claim, compressStream, lz4Frame, type PackBuffer, packBuffer } from './compress-arrow.ts';
import { writeArrow } from './make-tables.ts';
import { PYARROW } from './pyarrow-streams.ts';

const ROWS = 900;
const BATCH_ROWS = 300;

let folder: string;
let plain: Buffer;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sentinel-arrow-'));
  writeArrow(join(folder, 'plain'), 'stream', ROWS, BATCH_ROWS);
  plain = readFileSync(join(folder, 'plain'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rows up to the damage, and the damage. */
async function readAll(bytes: Buffer) {
  const rows: string[] = [];
  try {
    const table = await openArrow(memoryBytes(bytes), 'arrow-stream');
    for await (const batch of table.read(0, undefined)) rows.push(...batch);
    return { rows, damage: null };
  } catch (damage) {
    return { rows, damage: damage as TableDamage };
  }
}

describe.each(['lz4', 'zstd'] as const)('Arrow batches compressed by %s', (codec) => {
  it('give the rows that they give uncompressed', async () => {
    const compressed = await compressStream(plain, codec);
    expect(compressed.length).toBeLessThan(plain.length * 0.6);
    const { rows, damage } = await readAll(compressed);
    expect(damage).toBeNull();
    expect(rows).toEqual((await readAll(plain)).rows);
    expect(rows).toHaveLength(ROWS);
  });

  it('are read as another program wrote them, dictionaries too', async () => {
    const { rows, damage } = await readAll(PYARROW[codec]);
    expect(damage).toBeNull();
    expect(rows).toHaveLength(40);
    expect(rows[39]).toBe(
      '{"ts":"2024-05-01T12:00:39.123456789Z","message":"request 39 done by the same worker","level":"ERROR"}',
    );
  });

  const compress = codec === 'lz4' ? lz4Frame : zstdCompressSync;
  const hostile: ReadonlyArray<readonly [string, PackBuffer, RegExp]> = [
    ['claims less than it gives', (bytes) => claim(bytes.length - 1, compress(bytes)), /longer than it claims/],
    ['claims more than it gives', (bytes) => claim(bytes.length + 1, compress(bytes)), /bytes that claims/],
    ['claims a length below zero', (bytes) => claim(-2, compress(bytes)), /claims -2 bytes/],
    ['claims 2^62 bytes', (bytes) => claim(2n ** 62n, compress(bytes)), /claims (?:more|\d+)/],
    [
      'claims half a GiB and more',
      (bytes) => claim(600 * 2 ** 20, compress(bytes)),
      /limit a batch of 536870912 bytes/,
    ],
    ['is shorter than its claim', () => Buffer.alloc(5), /compressed buffer of 5 bytes/],
    [
      'is cut',
      (bytes) => claim(bytes.length, compress(bytes).subarray(0, -9)),
      /leads outside|damaged zstd|bytes that claims/,
    ],
    ['is no compressed data', (bytes) => claim(bytes.length, bytes), /without its magic|damaged zstd/],
  ];
  it.each(hostile)(
    'are refused with their place where a buffer %s, the batches before kept',
    async (_what, pack, told) => {
      const usual = packBuffer(codec);
      const whole = await compressStream(plain, codec);
      // Four columns of two or three buffers: the third batch is spoilt.
      const perBatch = (await countBuffers()) / 3;
      const spoilt = await compressStream(plain, codec, (bytes, index) =>
        index === 2 * perBatch + 1 ? pack(bytes, index) : usual(bytes, index),
      );
      const { rows, damage } = await readAll(spoilt);
      expect(rows).toHaveLength(2 * BATCH_ROWS);
      expect(damage).toBeInstanceOf(TableDamage);
      expect(damage?.message).toMatch(told);
      expect(damage?.offset).toBeGreaterThan(whole.length / 3);
      expect(damage?.offset).toBeLessThan(spoilt.length);
    },
  );

  it('are read up to a word of any bytes anywhere, or refused, at once', async () => {
    const small = await compressStream(await smallStream(), codec);
    for (const byte of [0xff, 0x7f, 0x00]) {
      for (let at = 0; at + 4 <= small.length; at += 4) {
        const { rows, damage } = await readAll(Buffer.from(small).fill(byte, at, at + 4));
        expect(rows.length, `rows with damage at ${at}`).toBeLessThanOrEqual(12);
        for (const row of rows) expect(() => JSON.parse(row) as unknown).not.toThrow();
        expect(damage === null || damage instanceof TableDamage, String(damage)).toBe(true);
      }
    }
  });

  it('are counted against the limits of the file by what they claim', async () => {
    const path = join(folder, `${codec}.arrows`);
    writeFileSync(path, await compressStream(plain, codec));
    const { files } = await expandPaths([path], { signal: new AbortController().signal });
    const limits = { maxExpansionRatio: 1, expansionFloorBytes: 1000 };
    const source = await openSource(files[0]!, { limits });
    let lines = 0;
    for await (const block of source.blocks(FIRST_BLOCK, new AbortController().signal)) lines += block.lineCount;
    const outcome = source.outcome();
    await source.close();
    expect(outcome.errors).toMatchObject([{ class: 'E_LIMIT_EXPANSION', offset: expect.any(Number) }]);
    expect(lines).toBeLessThan(ROWS);
  });
});

async function countBuffers(): Promise<number> {
  let count = 0;
  await compressStream(plain, 'zstd', (bytes) => {
    count++;
    return claim(-1, bytes);
  });
  return count;
}

async function smallStream(): Promise<Buffer> {
  writeArrow(join(folder, 'small'), 'stream', 12, 4);
  return readFileSync(join(folder, 'small'));
}
