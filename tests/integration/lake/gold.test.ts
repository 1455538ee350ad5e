import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Incident } from '#shared/domain/detection.ts';
import type { Shape } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { eventLine, fillCase } from '../../helpers/case-builder.ts';
import { writeGold } from '../../helpers/gold-builder.ts';

const shape: Shape = { shapeId: '00000000000000c1', parts: ['key=', ''], maskNames: ['text'] };
const T = 1_700_000_000;

let folder: string;
let catalog: CaseCatalog;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gold-'));
  catalog = await openCase(folder, { mode: 'create' });
  const keys = ['a', 'b', 'a', 'ab', 'c'];
  const lines = keys.map((key, i) => eventLine(shape, [key], { epochSeconds: T + i * 10 }));
  await fillCase(catalog, [{ path: 'a.log', blocks: [lines] }], [shape], null);
});
afterEach(async () => {
  catalog.close();
  await rm(folder, { recursive: true });
});

/** Three units of 20 s each; the last one has no time. */
async function storeRun(unitIds: readonly string[], session: string | null, incidents: Incident[] = []): Promise<void> {
  const at = (unit: number): string => `${BigInt(T + unit * 20) * 1_000_000_000n + 250_000_000n}`;
  const span = (unit: number): string => (unit === 2 ? 'NULL, NULL' : `${at(unit)}, ${at(unit + 1)}`);
  const [a, b, c] = unitIds.map((id, unit) => `'${id}', ${span(unit)}`);
  const runId = catalog.runs.nextRunId();
  const gold = [
    await writeGold(
      catalog.lakeDir,
      'features',
      runId,
      `(${a}, 'rate', 1), (${c}, 'rate', 3), (${b}, 'count of ''x''', 7)`,
    ),
    await writeGold(
      catalog.lakeDir,
      'scores',
      runId,
      `(${a}, 2, 'baseline', 0.1, false), (${b}, 2, 'baseline', 0.9, true), (${c}, 2, 'baseline', 0, false), (${c}, 2, 'forest', 0, false)`,
    ),
  ];
  catalog.commitRun({
    kind: 'analysis',
    options: { session },
    result: null,
    threshold: 0.5,
    gold,
    anomalies: [],
    incidents,
  });
}

function incident(unitIds: string[]): Incident {
  return {
    incidentId: 'i1',
    startNs: BigInt(T) * 1_000_000_000n,
    endNs: null,
    score: 0.9,
    summary: 'Too much.',
    kinds: ['spike'],
    entities: ['db'],
    templateIds: ['t1'],
    unitIds,
    claims: [],
    evidence: [],
  };
}

describe('gold tables', () => {
  it('can be queried as the views features, scores, anomalies and incidents', async () => {
    await storeRun(['w0', 'w1', 'w2'], null, [incident(['w1'])]);
    const reader = await CaseReader.open(catalog, catalog.lakeDir);
    const ask = async (sql: string) => (await reader.userSql(sql, 100)).rows;
    expect(await ask('SELECT unit_id, start, "end", name, value FROM features')).toEqual([
      ['w0', '2023-11-14T22:13:20.25Z', '2023-11-14T22:13:40.25Z', 'rate', 1],
      ['w2', null, null, 'rate', 3],
      ['w1', '2023-11-14T22:13:40.25Z', '2023-11-14T22:14:00.25Z', "count of 'x'", 7],
    ]);
    expect(
      await ask('SELECT unit_id, detector, score, is_anomaly FROM scores WHERE is_anomaly OR unit_id = $$w2$$'),
    ).toEqual([
      ['w1', 'baseline', 0.9, true],
      ['w2', 'baseline', 0, false],
      ['w2', 'forest', 0, false],
    ]);
    expect(await ask('SELECT incident_id, start, score, summary, unit_ids FROM incidents')).toEqual([
      ['i1', '2023-11-14T22:13:20Z', 0.9, 'Too much.', '["w1"]'],
    ]);
    reader.close();
  });

  it('filters events by windows: with their start, without their end', async () => {
    await storeRun(['w0', 'w1', 'w2'], null, [incident(['w1'])]);
    const reader = await CaseReader.open(catalog, catalog.lakeDir);
    expect((await reader.eventIndex({ unitIds: ['w0'] })).ids).toEqual(Uint32Array.of(1, 2));
    expect((await reader.eventIndex({ unitIds: ['w0', 'w1'] })).ids).toEqual(Uint32Array.of(1, 2, 3, 4));
    expect((await reader.eventIndex({ incidentId: 'i1' })).ids).toEqual(Uint32Array.of(3, 4));
    expect((await reader.eventIndex({ incidentId: 'i1', unitIds: ['w0'] })).count).toBe(0);
    expect((await reader.eventIndex({ incidentId: 'gone' })).count).toBe(0);
    reader.close();
  });

  it('filters events by sessions, whole keys only', async () => {
    await storeRun(['a', 'b', 'c'], 'key=(\\w+)', [incident(['a'])]);
    const reader = await CaseReader.open(catalog, catalog.lakeDir);
    expect((await reader.eventIndex({ unitIds: ['a'] })).ids).toEqual(Uint32Array.of(0, 2));
    expect((await reader.eventIndex({ incidentId: 'i1' })).ids).toEqual(Uint32Array.of(0, 2));
    expect((await reader.eventIndex({ query: 'session:b' })).ids).toEqual(Uint32Array.of(1));
    reader.close();
  });
});
