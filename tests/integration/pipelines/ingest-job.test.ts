import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isBalanced } from '#shared/domain/line-account.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import type { IngestProgress } from '../../../src-main/pipelines/ingest/ingest-job.ts';
import { describeCase, ingestFresh, ingestInto, type IngestRun, temporaryFolder } from '../../helpers/ingest-case.ts';
import { makeLog } from '../../helpers/log-text.ts';
import { tar } from '../ingest/bad-input/tar-builder.ts';
import { zip } from '../ingest/bad-input/zip-builder.ts';

/** Larger than two blocks, so that order between threads matters. */
const EVENTS = 260_000;

describe('ingest job', () => {
  it('gives the same rows, account and templates for any number of threads', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'app.log');
    writeFileSync(path, makeLog(EVENTS));
    const one = await ingestFresh(join(folder.path, 'one.sentinel'), { paths: [path], options: { threads: 1 } });
    const three = await ingestFresh(join(folder.path, 'three.sentinel'), { paths: [path], options: { threads: 3 } });
    expect(three).toEqual(one);
    expect(one).toMatchObject({ sources: [{ status: 'whole', account: { events: EVENTS } }] });
  });

  it('goes on after being cut off at any commit and ends as if undisturbed', async () => {
    using folder = temporaryFolder();
    const plain = join(folder.path, 'app.log');
    const packed = join(folder.path, 'old.log.gz');
    writeFileSync(plain, makeLog(EVENTS));
    writeFileSync(packed, gzipSync(makeLog(EVENTS, 2)));
    const paths = [packed, plain];
    const options = { threads: 2 };
    const whole = await ingestFresh(join(folder.path, 'whole.sentinel'), { paths, options });

    expect(await ingestInPieces(join(folder.path, 'cut.sentinel'), { paths, options })).toEqual(whole);
  });

  it('stores the first rows of a case and waits with the rest until they were shown', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'app.log');
    writeFileSync(path, makeLog(EVENTS));
    const catalog = await openCase(join(folder.path, 'case.sentinel'), { mode: 'create' });
    const seen: number[] = [];
    const onFirstRows = async (): Promise<void> => {
      seen.push(catalog.sources.countEvents());
      await wait(200);
      seen.push(catalog.sources.countEvents());
    };
    await ingestInto(catalog, { paths: [path], onFirstRows });
    const [first = 0, later] = seen;
    expect(first).toBeGreaterThan(500);
    expect(first).toBeLessThan(EVENTS / 20);
    // The second block may be stored meanwhile, as it was parsed to end the first.
    expect(later).toBeLessThan(EVENTS / 5);
    expect(seen).toHaveLength(2);
    expect(catalog.sources.countEvents()).toBe(EVENTS);
    catalog.close();
  });

  it('goes on inside the member of an archive it was cut off in', async () => {
    using folder = temporaryFolder();
    const log = (events: number, seed: number): Buffer => Buffer.from(makeLog(events, seed));
    const members = [
      { name: 'app.log', body: log(12_000, 3) },
      { name: 'app.log.1.gz', body: gzipSync(log(12_000, 4)) },
    ];
    const [packed, listed] = [join(folder.path, 'logs.tgz'), join(folder.path, 'logs.zip')];
    writeFileSync(packed, gzipSync(tar(members)));
    writeFileSync(listed, zip(members));
    const paths = [packed, listed];
    const whole = await ingestFresh(join(folder.path, 'whole.sentinel'), { paths });
    expect(whole).toMatchObject({
      sources: [packed, listed].flatMap((path) =>
        ['app.log.1.gz', 'app.log'].map((member) => ({
          path,
          member,
          status: 'whole',
          account: { events: 12_000 },
          errors: [],
        })),
      ),
    });
    expect(await ingestInPieces(join(folder.path, 'cut.sentinel'), { paths })).toEqual(whole);
  });

  it('joins an event over the rotation that cut it, cut off or not', async () => {
    using folder = temporaryFolder();
    const line = (second: number, text: string): string => `2024-03-01 10:00:0${second},000 ERROR shop.cart: ${text}\n`;
    const [older, newer] = [join(folder.path, 'app.log.1'), join(folder.path, 'app.log')];
    writeFileSync(older, `${line(1, 'first')}${line(2, 'boom')}Traceback (most recent call last):\n`);
    writeFileSync(newer, `  File "shop.py", line 3, in cart\nKeyError: 7\n${line(3, 'third')}`);
    const paths = [older, newer];
    const whole = await ingestFresh(join(folder.path, 'whole.sentinel'), { paths });
    expect(whole).toMatchObject({
      sources: [
        { path: older, account: { events: 2, continuationLines: 1 } },
        { path: newer, account: { events: 1, continuationLines: 2 } },
      ],
      extraLines: [{ eventId: 1, lines: 2 }],
    });
    expect(await ingestInPieces(join(folder.path, 'cut.sentinel'), { paths })).toEqual(whole);
  });

  it('says when a file looks like one that was read', async () => {
    using folder = temporaryFolder();
    const [first, second] = [join(folder.path, 'a.log'), join(folder.path, 'b.log')];
    for (const path of [first, second]) writeFileSync(path, makeLog(50));
    const read = await ingestFresh(join(folder.path, 'case.sentinel'), { paths: [first, second] });
    expect(read).toMatchObject({
      sources: [
        { account: { events: 50 }, warnings: [] },
        { account: { events: 50 }, warnings: [{ class: 'W_DUPLICATE_FILE', count: 1 }] },
      ],
    });
  });

  it('reads a file once, and goes on with what an earlier job left', async () => {
    using folder = temporaryFolder();
    const first = join(folder.path, 'a.log');
    const second = join(folder.path, 'b.log');
    writeFileSync(first, makeLog(1000));
    writeFileSync(second, makeLog(2000, 2));
    const catalog = await openCase(join(folder.path, 'case.sentinel'), { mode: 'create' });
    const stop = new AbortController();
    const early = ingestInto(catalog, { paths: [first, second], signal: stop.signal, onProgress: () => stop.abort() });
    await expect(early).rejects.toMatchObject({ code: 'job.cancelled' });
    for (const jobId of ['job-2', 'job-3']) await ingestInto(catalog, { paths: [second, first], jobId });
    const sources = catalog.sources.list();
    catalog.close();
    expect(sources.map(({ status, account }) => [status, account.events])).toEqual([
      ['whole', 1000],
      ['whole', 2000],
    ]);
  });

  it('ends at once when it is cancelled while it mines, and mines when it goes on', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'varied.log');
    const word = (n: number): string => String(n).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');
    const message = (i: number): string =>
      Array.from({ length: 10 }, (_, k) => `${word(i * 41 + k)}="${word(k * 7919 + i)} ${i}"`).join(', ');
    const lines = Array.from({ length: 5000 }, (_, i) => `2024-03-01 10:00:00 INFO shop: ${message(i)}\n`);
    writeFileSync(path, lines.join(''));
    const catalog = await openCase(join(folder.path, 'case.sentinel'), { mode: 'create' });
    const stop = new AbortController();
    const onProgress = ({ stage }: IngestProgress): void => {
      if (stage === 'templates') setTimeout(() => stop.abort(), 100);
    };
    const cancelled = ingestInto(catalog, { paths: [path], signal: stop.signal, onProgress });
    // Mining that is waited for would end the job well.
    await expect(cancelled).rejects.toMatchObject({ code: 'job.cancelled' });
    const shapes = catalog.shapes.list();
    expect(catalog.templates.listAlignments().length).toBeLessThan(shapes.length);
    await ingestInto(catalog, { paths: [path] });
    expect(catalog.templates.listAlignments()).toHaveLength(shapes.length);
    catalog.close();
  });

  it('reads good files whole beside bad ones, and the account of each balances', async () => {
    using folder = temporaryFolder();
    const write = (name: string, content: string | Buffer): string => {
      const path = join(folder.path, name);
      writeFileSync(path, content);
      return path;
    };
    const log = makeLog(2000);
    const packed = gzipSync(log);
    const paths = [
      write('good.log', log),
      write('empty.log', ''),
      write('binary.log', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) & 0xff))),
      write('cut.log.gz', packed.subarray(0, packed.length / 2)),
      join(folder.path, 'absent.log'),
      write('last.log', log),
    ];
    const catalog = await openCase(join(folder.path, 'mixed.sentinel'), { mode: 'create' });
    await ingestInto(catalog, { paths });
    const sources = catalog.sources.list();
    catalog.close();
    const byName = new Map(sources.map((source) => [source.path.split('/').at(-1), source]));
    const lines = log.split('\n').length - 1;
    for (const name of ['good.log', 'last.log']) {
      expect(byName.get(name)).toMatchObject({ status: 'whole', account: { lines }, errors: [] });
    }
    expect(byName.get('empty.log')).toMatchObject({ status: 'rejected', errors: [{ class: 'E_EMPTY' }] });
    expect(byName.get('binary.log')).toMatchObject({ status: 'rejected', errors: [{ class: 'E_BINARY' }] });
    expect(byName.get('absent.log')).toMatchObject({ status: 'rejected', errors: [{ class: 'E_NOT_FOUND' }] });
    const cut = byName.get('cut.log.gz');
    expect(cut).toMatchObject({ status: 'partial', errors: [{ class: 'E_TRUNCATED' }] });
    expect(cut?.account.lines).toBeGreaterThan(500);
    for (const source of sources) expect(isBalanced(source.account)).toBe(true);
  });
});

/** Runs the job over and over, cut off after one commit and then after every second one, until it ends by itself. */
async function ingestInPieces(caseDir: string, run: IngestRun): Promise<unknown> {
  mkdirSync(caseDir);
  for (let stopAfter = 1; ; stopAfter = 2) {
    const catalog = await openCase(caseDir, { mode: 'create' });
    const stop = new AbortController();
    let commits = 0;
    const onProgress = ({ stage }: IngestProgress): void => {
      // A cancel ends mining too, and every run would come to it.
      if (stage !== 'read') return;
      commits++;
      if (commits >= stopAfter) stop.abort();
    };
    const ended = await ingestInto(catalog, { ...run, signal: stop.signal, onProgress }).then(
      () => true,
      (error: { code?: string }) => {
        expect(error.code).toBe('job.cancelled');
        return false;
      },
    );
    const result = describeCase(catalog);
    catalog.close();
    if (ended) return result;
  }
}
