import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isBalanced } from '#shared/domain/line-account.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import { checkRead } from '../../../src-main/pipelines/check-layers.ts';
import { describeCase, ingestInto, type IngestRun, temporaryFolder } from '../../helpers/ingest-case.ts';
import { makeLog } from '../../helpers/log-text.ts';

const EVENTS = 200_000;
/** The span of `makeLog` is 37 ms an event from here on. */
const START_NS = BigInt(Date.UTC(2024, 4, 1)) * 1_000_000n;
const at = (event: number): bigint => START_NS + BigInt(event) * 37_000_000n;

async function withCase<T>(dir: string, run: IngestRun, look: (reader: CaseReader, described: unknown) => Promise<T>) {
  const catalog = await openCase(dir, { mode: 'create' });
  try {
    await ingestInto(catalog, run);
    const reader = await CaseReader.open(catalog, catalog.lakeDir);
    try {
      await checkRead(catalog, reader, new AbortController().signal);
      return { catalog: catalog.sources.list(), result: await look(reader, describeCase(catalog)) };
    } finally {
      reader.close();
    }
  } finally {
    catalog.close();
  }
}

describe('reading a span of time', () => {
  it('reads the lines of the span with their true numbers and accounts for every other one', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'app.log');
    const text = makeLog(EVENTS);
    writeFileSync(path, text);
    const options = { sinceNs: at(100_000), untilNs: at(150_000) };
    const { catalog, result } = await withCase(join(folder.path, 'a.sentinel'), { paths: [path], options }, (reader) =>
      reader.query('SELECT l.line, l.text FROM lines l ORDER BY l.line'),
    );
    const [source] = catalog;
    const lines = text.split('\n').slice(0, -1);
    expect(result.map((row) => [Number(row['line']), row['text']])).toEqual(
      lines
        .map((line, index) => [index + 1, line])
        .slice(Number(result[0]?.['line']) - 1, Number(result.at(-1)?.['line'])),
    );
    expect(source).toMatchObject({ status: 'whole', account: { events: 50_000 }, errors: [] });
    const { account, counters } = source as (typeof catalog)[number];
    const count = (name: string): number => counters[name] as number;
    expect(isBalanced(account)).toBe(true);
    expect(account.lines + count('skippedLinesBefore') + count('skippedLinesAfter')).toBe(lines.length);
    expect(account.bytesIn + count('skippedBytesBefore') + count('skippedBytesAfter')).toBe(statSync(path).size);
    expect(account.bytesOut).toBe(account.bytesIn);
    expect(source?.warnings).toMatchObject([{ class: 'W_SKIPPED', count: lines.length - account.lines }]);
  });

  it('gives the same for any number of threads, and when it was cut off', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'app.log');
    writeFileSync(path, makeLog(EVENTS));
    const span = { sinceNs: at(10_000), untilNs: at(190_000) };
    const read = (name: string, threads: number) =>
      withCase(
        join(folder.path, name),
        { paths: [path], options: { ...span, threads } },
        async (_reader, described) => described,
      );
    const one = await read('one.sentinel', 1);
    expect((await read('three.sentinel', 3)).result).toEqual(one.result);

    const dir = join(folder.path, 'cut.sentinel');
    const stop = new AbortController();
    const early = await openCase(dir, { mode: 'create' });
    const cut = ingestInto(early, {
      paths: [path],
      options: span,
      signal: stop.signal,
      onProgress: ({ events }) => {
        if (events > 0) stop.abort();
      },
    });
    await expect(cut).rejects.toMatchObject({ code: 'job.cancelled' });
    expect(early.sources.list()).toMatchObject([{ status: 'pending' }]);
    expect(early.sources.countEvents()).toBeGreaterThan(0);
    early.close();
    const catalog = await openCase(dir, { mode: 'write' });
    await ingestInto(catalog, { paths: [path], options: span });
    expect(describeCase(catalog)).toEqual(one.result);
    catalog.close();
  });

  it('reads what it cannot place whole and says so', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'app.log.gz');
    writeFileSync(path, gzipSync(makeLog(3000)));
    const { catalog } = await withCase(
      join(folder.path, 'a.sentinel'),
      { paths: [path], options: { sinceNs: at(1000) } },
      async () => null,
    );
    expect(catalog[0]).toMatchObject({ account: { events: 3000 }, warnings: [{ class: 'W_SKIPPED', count: 0 }] });
    expect(catalog[0]?.warnings[0]?.message).toContain('compressed');
  });

  it('says that a file read in part is not read again for more', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'app.log');
    writeFileSync(path, makeLog(3000));
    const catalog = await openCase(join(folder.path, 'a.sentinel'), { mode: 'create' });
    await ingestInto(catalog, { paths: [path], options: { sinceNs: at(1000) } });
    await ingestInto(catalog, { paths: [path], jobId: 'job-2', options: { sinceNs: at(1500) } });
    expect(catalog.sources.list()).toHaveLength(1);
    await ingestInto(catalog, { paths: [path], jobId: 'job-3' });
    expect(catalog.sources.list()).toMatchObject([
      { account: { events: 2000 } },
      { status: 'skipped', account: { events: 0 }, warnings: [{ class: 'W_SKIPPED' }] },
    ]);
    catalog.close();
  });
});
