import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeatureLineage } from '#shared/domain/feature-table.ts';
import { QueryEngine } from '../../../src-main/lake/query-engine.ts';
import { transitionClaims } from '../../../src-main/pipelines/analysis/claim-sql.ts';
import { followedSql } from '../../../src-main/pipelines/analysis/missed-sql.ts';

const LINEAGE: FeatureLineage = {
  service: null,
  host: null,
  minimumBand: null,
  templateId: 'b',
  previousTemplateId: 'a',
  parameter: null,
};
/** Template `c` has its key in another place than the others; `x` has none. */
const LINK = {
  parameters: new Map([
    ['a', 1],
    ['b', 1],
    ['c', 2],
  ]),
};
const AROUND = { fromNs: 0n, toNs: 100n };
const SPAN = { fromNs: 40n, toNs: 60n };

/** Time, template and parameters. */
const EVENTS: readonly (readonly [timeNs: number, template: string, ...parameters: string[]])[] = [
  // Key 1: a then b, before the span.
  [10, 'a', 'k1'],
  [11, 'b', 'k1'],
  // Key 2 begins before the span, its second event lies in it; k3 comes between and is no part of it.
  [39, 'a', 'k2'],
  [40, 'c', 'k2', 'k3'],
  [41, 'b', 'k2'],
  // Key 3: c (by its second parameter), then b: not after a.
  [42, 'b', 'k3'],
  // Key 4: a, x in between without a key, b.
  [50, 'a', 'k4'],
  [51, 'x', 'k4'],
  [59, 'b', 'k4'],
  // Key 5: at the same time, by id; the end of the span is not in it.
  [60, 'a', 'k5'],
  [60, 'b', 'k5'],
  // Beyond what is looked at.
  [99, 'a', 'k6'],
  [100, 'b', 'k6'],
];

describe('claims about what follows what in a key', () => {
  let engine: QueryEngine;
  beforeAll(async () => {
    engine = await QueryEngine.open({ threads: 1, memoryBytes: 64 * 2 ** 20, temporaryFolder: null });
    const rows = EVENTS.map(
      ([time, template, ...parameters], id) =>
        `(${id}, ${time}, '${template}', [${parameters.map((each) => `'${each}'`).join(', ')}])`,
    );
    await engine.execute(
      `CREATE TABLE events AS SELECT * FROM (VALUES ${rows.join(', ')}) v(event_id, time_ns, template_id, parameters)`,
    );
  });
  afterAll(() => engine.close());

  const numbers = async (sql: string): Promise<number[]> =>
    Object.values((await engine.rows(sql))[0] ?? {}).map((cell) => Number(cell));

  it('counts transitions in a span and around it, each by a query of its own as in one pass', async () => {
    const { insideSql, outsideSql, bothSql } = transitionClaims(LINEAGE, LINK, { span: SPAN, around: AROUND });
    expect(await numbers(bothSql)).toEqual([2, 2]);
    expect(await numbers(insideSql)).toEqual([2]);
    expect(await numbers(outsideSql)).toEqual([2]);
  });

  it('counts statements of a span that were the last of their key, and those that were not', async () => {
    const first = { ...LINEAGE, templateId: 'a' };
    const span = { fromNs: 0n, toNs: 61n };
    expect(await numbers(followedSql(first, LINK, { span, isFollowed: true }))).toEqual([4]);
    const last = { fromNs: 40n, toNs: 43n };
    expect(await numbers(followedSql(LINEAGE, LINK, { span: last, isFollowed: false }))).toEqual([2]);
    expect(await numbers(followedSql({ ...LINEAGE, templateId: 'c' }, LINK, { span: last, isFollowed: true }))).toEqual(
      [1],
    );
  });
});
