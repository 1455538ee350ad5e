import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBalanced } from '#shared/domain/line-account.ts';
import { openCase } from '../../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../../src-main/lake/case-reader.ts';
import { checkRead } from '../../../../src-main/pipelines/check-layers.ts';
import type { IngestOptions } from '../../../../src-main/pipelines/ingest/ingest-job.ts';
import { describeCase, ingestInto, temporaryFolder } from '../../../helpers/ingest-case.ts';
import { START_NS, writeArrow, writeParquet, writeSqlite } from './make-tables.ts';

const ROWS = 5000;
const EVENTS = `SELECT line, time_ns, severity, service, host, content, attributes FROM events ORDER BY event_id`;

let folder: ReturnType<typeof temporaryFolder>;
let cases = 0;
const at = (name: string): string => join(folder.path, name);

beforeAll(async () => {
  folder = temporaryFolder();
  await writeParquet(at('app [1]*.parquet'), ROWS);
  writeSqlite(at('app.db'), ROWS);
  writeArrow(at('app.arrow'), 'file', ROWS);
  writeArrow(at('app.arrows'), 'stream', ROWS);
});
afterAll(() => folder[Symbol.dispose]());

async function read(paths: readonly string[], options: IngestOptions = {}) {
  const catalog = await openCase(at(`${cases++}.sentinel`), { mode: 'create' });
  try {
    await ingestInto(catalog, { paths: paths.map(at), options });
    const reader = await CaseReader.open(catalog, catalog.lakeDir);
    try {
      await checkRead(catalog, reader, new AbortController().signal);
      return { sources: catalog.sources.list(), events: await reader.query(EVENTS) };
    } finally {
      reader.close();
    }
  } finally {
    catalog.close();
  }
}

const utc = (iso: string, extraNs = 0n): bigint => BigInt(Date.parse(iso)) * 1_000_000n + extraNs;

describe('tables as log sources', () => {
  it('reads a Parquet file, its columns told by type and value where names do not tell', async () => {
    const { sources, events } = await read(['app [1]*.parquet']);
    expect(sources).toMatchObject([
      { status: 'whole', format: 'parquet', detection: { unit: 'rows' }, account: { lines: ROWS, events: ROWS } },
    ]);
    expect(sources[0]?.account.bytesIn).toBe(statSync(at('app [1]*.parquet')).size);
    expect(sources[0]?.formatReason).toContain('time is event_dt');
    expect(events).toHaveLength(ROWS);
    expect(events[1]).toMatchObject({
      line: 2n,
      time_ns: utc('2024-05-01T12:00:01.250Z'),
      severity: 9,
      service: 'svc1',
      content: 'worker handled job 1 at once',
    });
    expect(JSON.parse(String(events[1]?.['attributes']))).toMatchObject({ x: 'nan', list: [1, 2] });
    expect(String(events[1]?.['attributes'])).toContain('9007199254740993');
    expect(JSON.parse(String(events[2]?.['attributes']))).toMatchObject({ note: 'a "quoted"\ntext' });
    expect(events[10]).toMatchObject({ severity: 17 });
  });

  it('reads Arrow IPC files and streams to the nanosecond', async () => {
    for (const name of ['app.arrow', 'app.arrows']) {
      const { sources, events } = await read([name]);
      expect(sources).toMatchObject([{ status: 'whole', account: { lines: ROWS, events: ROWS }, warnings: [] }]);
      expect(events).toHaveLength(ROWS);
      expect(events[3000]).toMatchObject({
        line: 3001n,
        time_ns: START_NS + 3_000_000_000_000n,
        severity: 17,
        content: 'request 3000 done',
      });
      expect(String(events[3000]?.['attributes'])).toContain(String(3000n + 9_007_199_254_740_993n));
    }
  });

  it('reads the table of a SQLite file that looks like a log, or those that were named', async () => {
    const before = readFileSync(at('app.db'));
    const { sources, events } = await read(['app.db']);
    expect(sources).toMatchObject([
      { member: 'users', status: 'skipped', warnings: [{ class: 'W_SKIPPED' }] },
      { member: 'events', status: 'whole', format: 'sqlite', account: { lines: ROWS, events: ROWS } },
    ]);
    expect(events[5]).toMatchObject({
      time_ns: utc('2024-05-01T00:00:05Z'),
      severity: 13,
      host: 'h1',
      content: 'user 5 logged in\nagain',
      attributes: '{"id":5,"payload":"0502"}',
    });
    const named = await read(['app.db'], { tables: ['users'] });
    expect(named.sources).toMatchObject([
      { member: 'events', status: 'skipped' },
      { member: 'users', account: { lines: 1, events: 1 } },
    ]);
    expect(named.events).toMatchObject([{ time_ns: null, content: 'id=1 name=ann' }]);
    expect(readFileSync(at('app.db')).equals(before)).toBe(true);
  });

  it('gives the same for any number of threads and when it was cut off', async () => {
    const paths = ['app [1]*.parquet', 'app.arrow', 'app.db'].map(at);
    const whole = await openCase(at('whole.sentinel'), { mode: 'create' });
    await ingestInto(whole, { paths, options: { threads: 2 } });
    const expected = describeCase(whole);
    whole.close();
    const dir = at('cut.sentinel');
    let cuts = 0;
    for (let isCut = true; isCut; cuts++) {
      const stop = new AbortController();
      const catalog = await openCase(dir, { mode: cuts === 0 ? 'create' : 'write' });
      const before = catalog.sources.countEvents();
      const cut = ingestInto(catalog, {
        paths,
        signal: stop.signal,
        // Only once something more is stored: else it would be cut off for ever.
        onProgress: ({ events }) => {
          if (events > before) stop.abort();
        },
      });
      isCut = await cut.then(
        () => false,
        (error: { code: string }) => error.code === 'job.cancelled',
      );
      catalog.close();
    }
    expect(cuts).toBeGreaterThan(2);
    const catalog = await openCase(dir, { mode: 'write' });
    await ingestInto(catalog, { paths });
    expect(describeCase(catalog)).toEqual(expected);
    catalog.close();
  });

  it('refuses damaged tables by class and place, and reads the files beside them', async () => {
    const parquet = readFileSync(at('app [1]*.parquet'));
    const arrow = readFileSync(at('app.arrow'));
    const sqlite = readFileSync(at('app.db'));
    const spoilt = (bytes: Buffer, from: number, to: number): Buffer => Buffer.from(bytes).fill(0xa5, from, to);
    const damaged: ReadonlyArray<readonly [string, Buffer, string, number | null]> = [
      ['cut.parquet', parquet.subarray(0, parquet.length - 100), 'E_TRUNCATED', parquet.length - 100],
      ['length.parquet', spoilt(parquet, parquet.length - 8, parquet.length - 4), 'E_CORRUPT', parquet.length - 8],
      ['footer.parquet', spoilt(parquet, parquet.length - 300, parquet.length - 8), 'E_CORRUPT', 0],
      ['cut.arrow', arrow.subarray(0, arrow.length - 40), 'E_TRUNCATED', arrow.length - 40],
      ['footer.arrow', spoilt(arrow, arrow.length - 200, arrow.length - 6), 'E_CORRUPT', arrow.length - 10],
      ['head.db', spoilt(sqlite, 16, 200), 'E_CORRUPT', 0],
    ];
    for (const [name, bytes] of damaged) writeFileSync(at(name), bytes);
    writeFileSync(at('good.log'), '2024-05-01T12:00:00Z INFO worker fine\n'.repeat(7));
    const { sources } = await read([...damaged.map(([name]) => name), 'good.log']);
    const told = new Map(sources.map((source) => [source.path, source]));
    for (const [name, , error, offset] of damaged) {
      const source = told.get(at(name));
      expect([name, source?.status, source?.errors[0]?.class, source?.errors[0]?.offset]).toEqual([
        name,
        'rejected',
        error,
        offset,
      ]);
    }
    expect(told.get(at('good.log'))).toMatchObject({ status: 'whole', account: { lines: 7 } });
  });

  it('keeps the rows in front of damage in the middle, and never counts wrong', async () => {
    const damage: ReadonlyArray<readonly [string, Buffer]> = [
      ['middle.parquet', readFileSync(at('app [1]*.parquet'))],
      ['middle.db', readFileSync(at('app.db'))],
      ['middle.arrow', readFileSync(at('app.arrow'))],
    ];
    for (const [name, bytes] of damage) {
      const middle = Math.floor(bytes.length * 0.7);
      writeFileSync(at(name), Buffer.from(bytes).fill(0, middle, middle + 9000));
    }
    const { sources } = await read(damage.map(([name]) => name));
    for (const { account, status, errors } of sources) {
      expect(isBalanced(account)).toBe(true);
      expect(account.lines).toBeLessThanOrEqual(ROWS);
      // A table that lost rows must not pass for a whole one.
      if (status === 'whole') expect(account.lines).toBe(ROWS);
      else if (status !== 'skipped') expect(errors[0]?.class).toBe('E_CORRUPT');
    }
    expect(sources.filter(({ status }) => status === 'partial' || status === 'rejected').length).toBeGreaterThan(0);
  });
});
