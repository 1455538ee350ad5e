import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { LakeLayer } from '#shared/domain/segment.ts';
import type { Shape } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { eventLine, fillCase } from '../../helpers/case-builder.ts';
import { writeGold } from '../../helpers/gold-builder.ts';

const shape: Shape = { shapeId: '00000000000000d1', parts: ['x ', ''], maskNames: ['number'] };
const T = 1_700_000_000;

let folder: string;
let catalog: CaseCatalog;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quality-'));
  catalog = await openCase(folder, { mode: 'create' });
});
afterEach(async () => {
  catalog.close();
  await rm(folder, { recursive: true });
});

/** Ids of the checks of a layer that did not pass, with what they saw. */
async function problems(layer: LakeLayer, change: (manifest: LakeManifest) => LakeManifest = (same) => same) {
  const source = { manifest: () => change(catalog.manifest()), revision: 1 };
  const reader = await CaseReader.open(source, catalog.lakeDir);
  const checks =
    layer === 'gold'
      ? await reader.checkGold(source.manifest().gold)
      : await reader.checkLayer(layer, catalog.sources.list());
  reader.close();
  expect(checks.length).toBeGreaterThan(0);
  return checks
    .filter((check) => check.status !== 'pass')
    .map(({ checkId, status, observed }) => [checkId, status, observed]);
}

const good = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => eventLine(shape, [String(i)], { epochSeconds: T + from + i, service: 's' }));

describe('quality checks', () => {
  it('pass a sound case', async () => {
    await fillCase(
      catalog,
      [
        { path: 'a', blocks: [good(3), [{ text: '', kind: 'blank' }, ...good(2, 3)]] },
        { path: 'b', blocks: [good(1)] },
      ],
      [shape],
      null,
    );
    expect(await problems('bronze')).toEqual([]);
    expect(await problems('silver')).toEqual([]);
  });

  it('fail when a block is missing or there twice', async () => {
    await fillCase(catalog, [{ path: 'a', blocks: [good(3), good(2, 3)] }], [shape], null);
    const without = (manifest: LakeManifest) => ({
      ...manifest,
      segments: manifest.segments.filter((file) => file.name !== 's1-b0'),
    });
    expect(await problems('bronze', without)).toEqual([
      ['bronze.kinds:1', 'fail', '2 + 0 + 0 + 0'],
      ['bronze.lines:1', 'fail', '2 of 4..5'],
    ]);
    expect((await problems('silver', without)).map(([id]) => id)).toEqual([
      'silver.ids',
      'silver.events:1',
      'silver.volume:1',
    ]);
    const doubled = (manifest: LakeManifest) => ({
      ...manifest,
      segments: manifest.segments.map((file) =>
        file.name === 's1-b0' ? file : { ...file, relativePath: file.relativePath.replace('s1-b1', 's1-b0') },
      ),
    });
    expect((await problems('bronze', doubled)).map(([id]) => id)).toContain('bronze.lines:1');
  });

  it('see a number that is missing where another one is doubled', async () => {
    // Lines 1, 2, 2, 4: the count and both bounds are right.
    const bad = await openCase(join(folder, 'bad'), { mode: 'create' });
    await fillCase(bad, [{ path: 'a', blocks: [good(4)] }], [shape], null);
    const reader = await CaseReader.open(bad, bad.lakeDir);
    await reader.engine.execute(
      'CREATE OR REPLACE VIEW bronze AS SELECT 1 AS source_id, unnest([1, 2, 2, 4])::BIGINT AS line, 0 AS kind, 0 AS byte_offset',
    );
    const checks = await reader.checkLayer('bronze', bad.sources.list());
    expect(checks.find((check) => check.checkId === 'bronze.lines:1')).toMatchObject({
      status: 'fail',
      observed: '4 of 1..4, some twice',
    });
    reader.close();
    bad.close();
  });

  it('warn about times that are missing, implausible or going back, and about rejected lines', async () => {
    const lines = [
      ...good(3),
      eventLine(shape, ['1'], { epochSeconds: T - 50, service: 's' }),
      eventLine(shape, ['1'], { epochSeconds: 5, service: 's' }),
      eventLine(shape, ['1'], { service: 's' }),
      { text: '<<', kind: 'rejected' as const },
    ];
    await fillCase(catalog, [{ path: 'a', blocks: [lines] }], [shape], null);
    expect(await problems('bronze')).toEqual([['bronze.rejected:1', 'warn', '1 of 7']]);
    expect(await problems('silver')).toEqual([
      ['silver.untimed:1', 'warn', '1 of 6'],
      ['silver.range:1', 'warn', '1 of 5'],
      ['silver.order:1', 'warn', '2 of 5'],
    ]);
  });

  it('fail for shapes the catalog does not know', async () => {
    await fillCase(catalog, [{ path: 'a', blocks: [good(3)] }], [shape], null);
    expect(await problems('silver', (manifest) => ({ ...manifest, shapes: [] }))).toEqual([
      ['silver.shapes:1', 'fail', '3'],
    ]);
  });

  it('check scores for range, number and one a unit', async () => {
    await fillCase(catalog, [{ path: 'a', blocks: [good(2)] }], [shape], null);
    const store = async (values: string) => {
      const file = await writeGold(catalog.lakeDir, 'scores', catalog.runs.nextRunId(), values);
      const run = { kind: 'analysis', options: {}, result: null, threshold: null, anomalies: [], incidents: [] };
      catalog.commitRun({ ...run, gold: [file] });
    };
    await store(`('a', 0, 1, 1, 'd', 0, false), ('b', 1, 2, 1, 'd', 1, true)`);
    expect(await problems('gold')).toEqual([]);
    await store(`('a', 0, 1, 1, 'd', 1.5, true), ('a', 0, 1, 1, 'd', 'NaN', false)`);
    expect(await problems('gold')).toEqual([
      ['gold.scores-finite', 'fail', '1'],
      ['gold.score-range', 'fail', '2'],
      ['gold.score-once', 'fail', '1'],
    ]);
  });
});
