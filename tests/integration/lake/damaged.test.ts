import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Shape } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { eventLine, fillCase } from '../../helpers/case-builder.ts';

const shape: Shape = { shapeId: '00000000000000e1', parts: ['n ', ''], maskNames: ['number'] };
const T = 1_700_000_000;

let folder: string;
let catalog: CaseCatalog;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'damaged-'));
  catalog = await openCase(folder, { mode: 'create' });
  const block = (first: number) =>
    Array.from({ length: 10 }, (_, i) => eventLine(shape, [String(first + i)], { epochSeconds: T + first + i }));
  await fillCase(catalog, [{ path: 'a', blocks: [block(0), block(10), block(20)] }], [shape], null);
});
afterEach(async () => {
  catalog.close();
  await rm(folder, { recursive: true });
});

function pathOf(layer: string): string {
  const segment = catalog.segments.list().find((each) => each.layer === layer && each.name === 's1-b1');
  return join(catalog.lakeDir, segment!.relativePath);
}

async function flipBit(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  const byte = at < 0 ? bytes.length + at : at;
  bytes[byte] = (bytes[byte] as number) ^ 4;
  await writeFile(path, bytes);
}

describe('a damaged lake', () => {
  it.each<[string, (path: string) => Promise<void>, string]>([
    ['a missing file', (path) => rm(path), 'missing'],
    ['a cut file', (path) => truncate(path, 100), 'damaged'],
    ['an empty file', (path) => truncate(path, 0), 'damaged'],
    ['a flipped bit in the data', (path) => flipBit(path, 40), 'damaged'],
    ['a flipped bit in the footer', (path) => flipBit(path, -20), 'damaged'],
  ])('with %s gives the rest, and says what is missing', async (_what, damage, reason) => {
    await damage(pathOf('silver'));
    const reader = await CaseReader.open(catalog, catalog.lakeDir);
    expect(reader.damaged.map((each) => [each.segment.name, each.segment.layer, each.reason])).toEqual([
      ['s1-b1', 'silver', reason],
    ]);
    const index = await reader.eventIndex({});
    expect([index.count, index.ids?.[9], index.ids?.[10]]).toEqual([20, 9, 20]);
    expect((await reader.eventPage(index, 9, 2)).map((event) => event.content)).toEqual(['n 9', 'n 20']);
    expect(await reader.locate(index, { timeNs: BigInt(T + 12) * 1_000_000_000n })).toBe(10);
    expect((await reader.eventIndex({ query: 'n 2' })).ids).toEqual(
      Uint32Array.of(2, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
    );
    const failed = (await reader.checkLayer('silver', catalog.sources.list())).filter(
      (check) => check.status === 'fail',
    );
    expect(failed[0]).toMatchObject({ checkId: 'silver.files', observed: '1 bad' });
    expect(failed[0]?.detail).toContain(`s1-b1.parquet is ${reason}`);
    expect(
      (await reader.checkLayer('bronze', catalog.sources.list())).filter((check) => check.status === 'fail'),
    ).toEqual([]);
    expect((await reader.userSql('SELECT count(*) FROM events', 1)).rows).toEqual([[20n]]);
    reader.close();
  });

  it('never gives a wrong number for any single flipped bit of a file', async () => {
    const path = pathOf('silver');
    const whole = await readFile(path);
    for (let at = 0; at < whole.length; at += 97) {
      await flipBit(path, at);
      const reader = await CaseReader.open(catalog, catalog.lakeDir);
      expect(reader.damaged).toHaveLength(1);
      reader.close();
      await writeFile(path, whole);
    }
  });
});
