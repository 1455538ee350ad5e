import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSource, expandPaths, FIRST_BLOCK } from '../../../../src-main/ingest/sources/index.ts';
import { openArrow } from '../../../../src-main/ingest/tables/arrow-rows.ts';
import { TableDamage } from '../../../../src-main/ingest/tables/table-rows.ts';
import { memoryBytes } from '../../../unit/main/ingest/sources/memory-reader.ts';
import { claim, compressStream, lz4Frame, type PackBuffer, packBuffer } from './compress-arrow.ts';
import { writeArrow } from './make-tables.ts';

const ROWS = 900;
const BATCH_ROWS = 300;

/** Streams of pyarrow 26.0.1 (`IpcWriteOptions(compression=...)`), deflated: 40 rows, one of the columns a dictionary. */
const PYARROW = {
  lz4: 'eNqVlV1IFFEUx8+4sx/Kmovt5j5IO5sVGkGOlhoVLUaimautRmYvWg1KrpmuHxVJVj5WPhWVH2kZFpFIESVBCWEvvmgF+VBk9lAU9hD2UELT/87eqdmlJO/y+98558z9OOfOzKqqqjoEIgexFkd2spCZbLhCE0QS0Q3jHtabwE1QA5zExrhxp4WsGOWAJzyHYGYxH5CASOFmBkGlRQmit+HHIkztmm0HVs1mE7BxU1jzJWDzsXmTDXNZQZ0SClVVKyRSeI9sfX0vzOJ7iYseGwOaQuE1LXwnLDM9v91l2zQPllYf8jxJ26ebV8aurUAxIjxE+fSnGfNyaGOS0Yu/x5TzvTj5PvSm52Cif7cU3qfyXjLEhKj5iNdVm3tFkbvSdxpmu34Mscb7YiPvg9m+PRAoDhT484r1OtiEBepgErWcHCbj2pF5XzLknfqXvK0L5O0Swr1biPTr9iNuT3Fb5P10VEF0e63BZ4raD/2H7RMi6vUTlxOuoifq5X3jSa6kik1XbCS/m2uB3u68C21e88VGvq1jaV0SybGVClwvfvRBey68RqA63d2NgDxeCte80gkdo3EEOrssPQjszcqFK2WyDTpbOwJ9YPmG8Kn+9N5Ukgs3B+FyvRqEvm14j8Atu+cqxoUGK+DaknsRan0zicBka3wfAl2JBXApdzqg6/JHod9n5hF+2pbdjwnPuUNw7bk3BPX6PyHw+eOqaxh3/0wVXCeX90ALRqZsdGRpmfM6kuZ1GYh8jgb48+YFueAA6AA3wDPwgb0uKGUa2AGC4DwYBs/BHFiGI8sBFeAE6AWjYAaIOLvVIB8cAmfBEJgAX4ETz1UWKAfHQTd4DKZBDF6ClSDPbDhX3eD7n8XlXGKj0tCshJqkdOlg/WFF2n9MaqpRpFBVnSK11jfWKo1e8sheivdkMMlksp7JBiZZTLKZ5DDZyEQuFBISdgpLPHIREz+TYiYlTHYxCTApZVIGyVi0ZC5ShBItE70OfZHn6MJlKf8rwDcmwU5HSyLeB1X7RhP9AlxqzwU=',
  zstd: 'eNr7////fwFGBgYBBhDgYuBhYGNgZeAAsoCAkYWBBUhtAKoB0cxAvAKIM4BYhAGkRwKoko2BHahLACgCMYORFSTnAMQKQMzCAAGsQJyTWpaaA6Q5gBAkAyJ5wHweIGYH80EGgPTdANp5BYhB5oHMlUEyix2Ic1OLixPTUxlYGCBuBNkPcwuIB3ULF7peJiAuKYbYyQZ1CchnMP+FhjiDRYBW/z8A9ScD2J0S0JDhAdvAwMQCFIH4EwaQ/SUA1iMHpFngehKAWAWIJaDuQAA2sP/ZoP5nZsANZKG0ApSWQpJjxDAXEr4goLFV/68CTyIiMjghTE5keU5PBgbXoCD/IE8/N38GeDiA0gfOcGBmAYevAhOynaj+XoDkbw08/mbH4++rUPoGmjiMXw2lIxgh9Cwo/wcjqnoYXxFJjBnDXYT5DoyIcEtwYJBlY/jCIeq7///M6NPiouJR1rNA9MMvZav7N5VqvbM/qjmbMyH18q8Fc6feSTeQmGN4Ovh3av9RhtP9s9nmRpo5KV+sfZu9czvb18aFBvO8bXJEry+/X/h4JY/8/OLlUbZO09jvXrxYzrtgtpBn6toWfY8DPx/9PlxrvrBXojh88zpFv1evX6gu2tqcWC8313PnDeEQkcVA61UVHlw3yvsS4XKsV677xI6LbT0K5rcmCD5xk05h2QnkSbvdmlB42EPaKE8i8/CpDdqGIC8tQU4PS0KZGZy6JFUmuB+W4ufKq+L9mN49mTPvU5/fpZ4XotFsJ12qTFdosRV4a6Zy2U+SP+Zfyz3/oPiHzH2nvv8Qmn142gbBnLm8m323HSsTP1xawBkz+3SRo97RLwaaPqzCB6bM1Jic7LTnIYe8xfPp7vt+QOx1Y0UKVzcWVxaGohY+kQWrmV1Szh+Peyz4of/Xvr+aYr/XZwET5v7c29vubsuNXqzAprijeltMU8aZhRmnklouzJoi8CDom0UZo4ZCg7EXf3dPecpiifwUd8nzJ9wM753oMbp3os9o3sTeTxXhfWdOBa6S6T810deya8pjV0sjDffKIhb1cw959H4clNT7cFhST/b+BHM7aHwvQA6fBa3QhAHMsr3iTAkHZ16GZYP/4LKLgQEATQoaNw==',
} as const;

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
    const { rows, damage } = await readAll(inflateSync(Buffer.from(PYARROW[codec], 'base64')));
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
