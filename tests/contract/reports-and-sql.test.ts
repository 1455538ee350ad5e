import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportUrl } from '#shared/contract/tables.ts';
import { readLog } from './read-log.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

const LINES = [
  '2024-05-01T00:00:00Z INFO web-1: user=alice.smith from 203.0.113.77 mail alice@example.com',
  '2024-05-01T00:00:01Z INFO web-1: =HYPERLINK("http://evil.test","x") <script>alert(1)</script>',
  '   at a stack line of alice.smith',
  '',
  '2024-05-01T00:00:02Z ERROR web-1: password=hunter2-horse token',
];

describe.each(Object.entries(TRANSPORTS))('reports and SQL over the %s', (_name, open) => {
  let transport: Transport;
  let caseId: string;

  beforeAll(async () => {
    transport = await open();
    caseId = await readLog(transport, 'reports', `${LINES.join('\n')}\n`);
  });
  afterAll(() => transport.dispose());

  const download = async (format: 'html' | 'md' | 'json' | 'csv' | 'parquet', isRedacted = false) => {
    const report = await transport.client.reports.create({ caseId, format, isRedacted });
    const response = await transport.request(reportUrl(caseId, report.name));
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${report.name}"`);
    return Buffer.from(await response.arrayBuffer());
  };

  it('exports every line once, in order, as JSON and as CSV', async () => {
    const json = JSON.parse((await download('json')).toString()) as {
      lines: { line: number; kind: string; text: string }[];
    };
    expect(json.lines.map((line) => line.text)).toEqual(LINES);
    expect(json.lines.map((line) => line.kind)).toEqual(['event', 'event', 'continuation', 'blank', 'event']);
    const csv = (await download('csv')).toString();
    expect(csv.split('\r\n')).toHaveLength(LINES.length + 2);
    const parquet = await download('parquet');
    expect(parquet.subarray(0, 4).toString()).toBe('PAR1');
  });

  it('writes one closed page with the account and the way to reproduce it', async () => {
    const page = (await download('html')).toString();
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).not.toContain('<script>');
    expect(page).toContain('5 lines = 3 events + 1 continuation + 1 blank + 0 rejected');
    expect(page).toContain('log-sentinel analyze ');
    expect((await download('md')).toString()).toContain('## Account');
  });

  it('keeps personal data out of redacted exports, the same value under the same name', async () => {
    for (const format of ['json', 'csv', 'html', 'md'] as const) {
      const text = (await download(format, true)).toString();
      for (const secret of ['alice', '203.0.113.77', 'hunter2']) expect(text).not.toContain(secret);
    }
    const csv = (await download('csv', true)).toString();
    const pseudonyms = new Set(csv.match(/user-[0-9a-f]{8}/g));
    expect(pseudonyms.size).toBe(1);
    const parquet = transport.client.reports.create({ caseId, format: 'parquet', isRedacted: true });
    await expect(parquet).rejects.toMatchObject({ code: 'report.not-redactable' });
  });

  it('lists reports and serves no other file', async () => {
    const reports = await transport.client.reports.list({ caseId });
    expect(reports.length).toBeGreaterThan(3);
    expect(readFileSync(reports[0]!.path).length).toBe(reports[0]!.sizeBytes);
    for (const name of ['../catalog.sqlite', '..%2fcatalog.sqlite', '/etc/passwd', '.hidden', 'a\0b', 'none.html']) {
      const response = await transport.request(reportUrl(caseId, name));
      expect([400, 404]).toContain(response.status);
    }
  });

  it('runs one read-only statement over the views and nothing else', async () => {
    const { sql } = transport.client;
    const counted = await sql.run({ caseId, sql: 'SELECT kind, count(*) AS n FROM lines GROUP BY kind ORDER BY kind' });
    expect(counted.rows).toEqual([
      ['blank', 1n],
      ['continuation', 1n],
      ['event', 3n],
    ]);
    const cut = await sql.run({ caseId, sql: 'SELECT line FROM lines ORDER BY line', maxRows: 2 });
    expect(cut).toMatchObject({ rows: [[1n], [2n]], isTruncated: true });
    for (const bad of [
      `COPY lines TO '${transport.homeDir}/x.csv'`,
      "SELECT * FROM read_text('/etc/passwd')",
      "ATTACH '/tmp/x.db'",
      'SELECT 1; SELECT 2',
      'SELEC',
    ]) {
      await expect(sql.run({ caseId, sql: bad }), bad).rejects.toMatchObject({ code: expect.stringMatching(/^sql\./) });
    }
    const streamed: unknown[] = [];
    for await (const event of await sql.stream({ caseId, sql: 'SELECT line FROM lines ORDER BY line' }))
      streamed.push(event.type);
    expect(streamed).toEqual(['columns', 'rows']);
    const failing = async () => {
      for await (const event of await sql.stream({ caseId, sql: 'SELECT nothing FROM lines' })) streamed.push(event);
    };
    await expect(failing()).rejects.toMatchObject({ code: 'sql.invalid' });
    const views = await sql.schema({ caseId });
    expect(views.map((view) => view.view)).toContain('events');
  });
});
