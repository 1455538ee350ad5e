import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Shape } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { eventLine, fillCase } from '../../helpers/case-builder.ts';

const shape: Shape = { shapeId: '00000000000000a1', parts: ['lost ', ''], maskNames: ['number'] };

let folder: string;
let catalog: CaseCatalog;
let reader: CaseReader;

beforeAll(async () => {
  // A quote in the path: it must not end the literal that fences the engine in.
  folder = join(await mkdtemp(join(tmpdir(), 'sql-')), "it's a case");
  catalog = await openCase(folder, { mode: 'create' });
  const lines = Array.from({ length: 5000 }, (_, i) =>
    eventLine(shape, [String(i)], { epochSeconds: 1_700_000_000 + i, nanos: 123_456_789, severity: 9, service: 'db' }),
  );
  await fillCase(catalog, [{ path: 'a.log', blocks: [lines] }], [shape], {
    templates: [{ templateId: 't1', text: 'lost <*>', parts: ['lost ', ''], maskNames: ['number'] }],
    alignments: [{ shapeId: shape.shapeId, templateId: 't1', wildcards: [[{ index: 0 }]] }],
  });
  await writeFile(join(folder, 'lake', 'notes.txt'), 'inside');
  await writeFile(join(folder, 'secret.txt'), 'outside');
  reader = await CaseReader.open(catalog, catalog.lakeDir);
});
afterAll(async () => {
  reader.close();
  catalog.close();
  await rm(join(folder, '..'), { recursive: true });
});

describe('user SQL', () => {
  it('offers the documented views, first with their stable columns', async () => {
    const schema = new Map((await reader.sqlSchema()).map(({ view, columns }) => [view, columns.map((c) => c.name)]));
    const stable = {
      lines: 'path member line byte_offset kind text',
      events:
        'event_id path line line_count time_ns time severity severity_text service host component template_id content parameters attributes',
      templates: 'template_id template name count first_time last_time',
      features: 'unit_id start end name value',
      scores: 'unit_id start end detector score is_anomaly',
      anomalies: 'unit_id start end score',
      incidents: 'incident_id start end score summary',
    };
    for (const [view, columns] of Object.entries(stable)) {
      const names = columns.split(' ');
      expect(schema.get(view)?.slice(0, names.length)).toEqual(names);
    }
    for (const view of schema.keys())
      expect((await reader.userSql(`SELECT count(*) FROM ${view}`, 1)).rows).toHaveLength(1);
  });

  it('gives plain values: exact integers, UTC times, lists as JSON', async () => {
    const table = await reader.userSql(
      `SELECT event_id, time_ns, time, content, parameters, true, NULL, 1.5, '\\xFF'::BLOB, {'a': 1::BIGINT} FROM events WHERE event_id = 7`,
      10,
    );
    expect(table.rows).toEqual([
      [
        7n,
        1_700_000_007_123_456_789n,
        '2023-11-14T22:13:27.123456Z',
        'lost 7',
        '["7"]',
        true,
        null,
        1.5,
        '\\xff',
        '{"a":1}',
      ],
    ]);
    expect(table.columns.slice(0, 3)).toEqual([
      { name: 'event_id', type: 'BIGINT' },
      { name: 'time_ns', type: 'BIGINT' },
      { name: 'time', type: 'TIMESTAMP' },
    ]);
    expect((await reader.userSql('FROM templates SELECT template, count, first_time', 10)).rows).toEqual([
      ['lost <*>', 5000n, '2023-11-14T22:13:20.123456Z'],
    ]);
  });

  it('gives the rows that were asked for and says when there are more', async () => {
    const ids = 'SELECT event_id FROM events ORDER BY 1';
    const page = await reader.userSql(ids, 3, { offset: 4097 });
    expect([page.rows, page.isTruncated]).toEqual([[[4097n], [4098n], [4099n]], true]);
    expect(await reader.userSql(ids, 3, { offset: 4997 })).toMatchObject({
      isTruncated: false,
      rows: [[4997n], [4998n], [4999n]],
    });
    let rows = 0;
    for await (const batch of reader.userSqlStream(ids)) rows += batch.kind === 'rows' ? batch.rows.length : 0;
    expect(rows).toBe(5000);
  });

  it.each([
    ['SELECT 1; SELECT 2', 'sql.statement-count'],
    ['', 'sql.statement-count'],
    [' -- nothing\n/* at all */ ;', 'sql.statement-count'],
    ['SELEC 1', 'sql.invalid'],
    ['SELECT nothing FROM events', 'sql.invalid'],
    [`COPY (SELECT 1) TO '{lake}/x.csv'`, 'sql.not-read-only'],
    [`EXPLAIN ANALYZE COPY (SELECT 1) TO '{lake}/x.csv'`, 'sql.not-read-only'],
    [`EXPLAIN (ANALYZE) COPY (SELECT 1) TO '{lake}/x.csv'`, 'sql.not-read-only'],
    [`EXPLAIN /* */ ANALYZE COPY (SELECT 1) TO '{lake}/x.csv'`, 'sql.'],
    [`EXPLAIN EXPORT DATABASE '{lake}/x'`, 'sql.not-read-only'],
    [`SELECT 1; EXPORT DATABASE '{lake}/x'`, 'sql.not-read-only'],
    [`SELECT 1; SELECT 2; -- EXPLAIN`, 'sql.statement-count'],
    [`EXPLAIN ANALYZE INSERT INTO dim_sources VALUES (1)`, 'sql.'],
    [`ATTACH '{lake}/x.db'`, 'sql.not-read-only'],
    [`EXPORT DATABASE '{lake}/x'`, 'sql.not-read-only'],
    ['PRAGMA enable_profiling', 'sql.not-read-only'],
    ['SET threads = 64', 'sql.not-read-only'],
    ['RESET lock_configuration', 'sql.not-read-only'],
    ['CREATE TABLE x (a INT)', 'sql.not-read-only'],
    ['DROP VIEW events', 'sql.not-read-only'],
    ['INSERT INTO extra_lines VALUES (1, 1)', 'sql.not-read-only'],
    ['CALL pragma_version()', 'sql.not-read-only'],
    ['INSTALL httpfs', 'sql.not-read-only'],
    [`SELECT * FROM read_text('{case}/secret.txt')`, 'sql.forbidden'],
    [`SELECT * FROM read_text('{lake}/../secret.txt')`, 'sql.forbidden'],
    [`SELECT * FROM read_blob('/proc/self/environ')`, 'sql.forbidden'],
    [`SELECT * FROM read_csv('/etc/passwd')`, 'sql.forbidden'],
    [`SELECT * FROM glob('/*')`, 'sql.forbidden'],
    [`SELECT * FROM read_csv('http://127.0.0.1:9/x')`, 'sql.forbidden'],
    [`SELECT * FROM '/etc/passwd'`, 'sql.invalid'],
    [`SELECT * FROM query('COPY (SELECT 1) TO ''{lake}/x.csv''')`, 'sql.invalid'],
  ])('refuses %s', async (sql, code) => {
    const text = sql.replaceAll('{lake}', quoted(catalog.lakeDir)).replaceAll('{case}', quoted(folder));
    const before = await readdir(catalog.lakeDir);
    await expect(reader.userSql(text, 10)).rejects.toMatchObject({ code: expect.stringContaining(code) as string });
    expect(await readdir(catalog.lakeDir)).toEqual(before);
    expect(existsSync(join(folder, 'x.csv'))).toBe(false);
    expect((await reader.userSql('SELECT count(*) FROM events', 1)).rows).toEqual([[5000n]]);
  });

  it('explains a query, and lets it read the lake itself', async () => {
    expect((await reader.userSql('EXPLAIN ANALYZE SELECT * FROM events', 10)).rows).toHaveLength(1);
    const inside = await reader.userSql(`SELECT content FROM read_text('${quoted(catalog.lakeDir)}/notes.txt')`, 1);
    expect(inside.rows).toEqual([['inside']]);
  });

  it('stops an endless query at its deadline and when it is cancelled', async () => {
    const endless = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = 7';
    const startedMs = performance.now();
    await expect(reader.userSql(endless, 1, { deadlineMs: 200 })).rejects.toMatchObject({ code: 'sql.timeout' });
    const signal = AbortSignal.timeout(200);
    await expect(reader.userSql(endless, 1, { signal })).rejects.toMatchObject({ code: 'job.cancelled' });
    expect(performance.now() - startedMs).toBeLessThan(5000);
    expect((await reader.userSql('SELECT 1', 1)).rows).toEqual([[1]]);
  });

  it('stops a query that wants more memory than it may have', async () => {
    const greedy = 'SELECT list(a.range || b.range) FROM range(20000) a, range(20000) b';
    await expect(reader.userSql(greedy, 1)).rejects.toMatchObject({ code: 'lake.out-of-memory' });
  });
});

function quoted(path: string): string {
  return path.replaceAll("'", "''");
}
