import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCase } from '../../../../src-main/catalog/open.ts';
import {
  expandPaths,
  FIRST_BLOCK,
  openSource,
  type OpenOptions,
  type SourceLimits,
} from '../../../../src-main/ingest/sources/index.ts';
import { CaseReader } from '../../../../src-main/lake/case-reader.ts';
import { describeCase, ingestInto, temporaryFolder } from '../../../helpers/ingest-case.ts';
import { startCli } from '../../cli/run-cli.ts';
import { tar } from '../bad-input/tar-builder.ts';
import { zip } from '../bad-input/zip-builder.ts';
import { writeArrow, writeParquet, writeSqlite } from './make-tables.ts';

const ROWS = 1200;
const EVENTS = 'SELECT line, time_ns, severity, service, host, content, attributes FROM events ORDER BY event_id';
const signal = new AbortController().signal;

let folder: ReturnType<typeof temporaryFolder>;
let cases = 0;
const at = (...names: string[]): string => join(folder.path, ...names);
/** Table files by name, in the order in which a folder of them is read. */
let tables: Map<string, Buffer>;

beforeAll(async () => {
  folder = temporaryFolder();
  mkdirSync(at('plain'));
  writeArrow(at('plain', 'a.arrow'), 'file', ROWS);
  writeArrow(at('plain', 'b.arrows'), 'stream', ROWS);
  const rows = Array.from({ length: 500 }, (_, i) => ({
    time: new Date(1e12 + i * 1e3).toISOString(),
    msg: `job ${i}`,
  }));
  writeFileSync(at('plain', 'c.csv'), `time,message\n${rows.map(({ time, msg }) => `${time},${msg}\n`).join('')}`);
  writeSqlite(at('plain', 'd.db'), ROWS);
  writeFileSync(at('plain', 'e.json'), JSON.stringify(rows));
  await writeParquet(at('plain', 'f.parquet'), ROWS);
  tables = new Map(readdirSync(at('plain')).map((name) => [name, readFileSync(at('plain', name))]));
});
afterAll(() => folder[Symbol.dispose]());

async function read(path: string) {
  const catalog = await openCase(at(`${cases++}.sentinel`), { mode: 'create' });
  try {
    await ingestInto(catalog, { paths: [path] });
    const reader = await CaseReader.open(catalog, catalog.lakeDir);
    try {
      const sources = catalog.sources.list().filter(({ status }) => status !== 'skipped');
      return { sources, events: await reader.query(EVENTS), left: readdirSync(join(catalog.lakeDir, 'tmp')) };
    } finally {
      reader.close();
    }
  } finally {
    catalog.close();
  }
}

const entries = (): { name: string; body: Buffer }[] => [...tables].map(([name, body]) => ({ name, body }));
const inZip = (method: number): Buffer => zip(entries().map((entry) => ({ ...entry, method })));

describe('tables in archives and compressions', () => {
  const packings: ReadonlyArray<readonly [string, () => Buffer]> = [
    ['deflated.zip', () => inZip(8)],
    ['stored.zip', () => inZip(0)],
    ['all.tar', () => tar(entries())],
    ['all.tar.gz', () => gzipSync(tar(entries()))],
    ['all.tar.zst', () => zstdCompressSync(tar(entries()))],
    ['nested.tar.gz', () => gzipSync(tar([{ name: 'inner.zip', body: inZip(8) }]))],
    ['twice.zip', () => zip(entries().map(({ name, body }) => ({ name: `${name}.gz`, body: gzipSync(body) })))],
  ];

  it.each(packings)('in %s give the events and the account of the files themselves', async (name, pack) => {
    writeFileSync(at(name), pack());
    const plain = await read(at('plain'));
    const packed = await read(at(name));
    expect(plain.sources).toHaveLength(6);
    expect(packed.sources.map(describeSource)).toEqual(plain.sources.map(describeSource));
    expect(packed.events).toEqual(plain.events);
    expect(plain.events).toHaveLength(ROWS * 4 + 1000);
    expect(packed.left).toEqual([]);
  });

  it('compressed by themselves count their bytes as they lie on disk', async () => {
    for (const [name, body] of tables) {
      if (!['b.arrows', 'd.db', 'f.parquet'].includes(name)) continue;
      const path = at(`${name}.zst`);
      writeFileSync(path, zstdCompressSync(body));
      const [plain, packed] = [await read(at('plain', name)), await read(path)];
      expect(packed.events).toEqual(plain.events);
      expect(packed.sources.map(describeSource)).toEqual(plain.sources.map(describeSource));
      expect(packed.sources[0]?.account.bytesIn).toBe(statSync(path).size);
      expect(packed.sources[0]?.member).toBe(name === 'd.db' ? 'events' : null);
    }
  });

  it('are gone on with where reading was cut off, to the same case', async () => {
    writeFileSync(at('cut.zip'), inZip(8));
    const paths = [at('cut.zip')];
    const whole = await openCase(at('whole.sentinel'), { mode: 'create' });
    await ingestInto(whole, { paths });
    const expected = describeCase(whole);
    whole.close();
    let cuts = 0;
    for (let isCut = true; isCut; cuts++) {
      const stop = new AbortController();
      const catalog = await openCase(at('cut.sentinel'), { mode: cuts === 0 ? 'create' : 'write' });
      const before = catalog.sources.countEvents();
      isCut = await ingestInto(catalog, {
        paths,
        signal: stop.signal,
        onProgress: ({ events }) => {
          if (events > before) stop.abort();
        },
      }).then(
        () => false,
        (error: { code: string }) => error.code === 'job.cancelled',
      );
      if (!isCut) expect(describeCase(catalog)).toEqual(expected);
      catalog.close();
    }
    expect(cuts).toBeGreaterThan(3);
  });

  it('are held to the limits, by name and place, and nothing of them stays on disk', async () => {
    const limited = async (name: string, limits: Partial<SourceLimits>) => {
      writeFileSync(at(name), gzipSync(tables.get('f.parquet') as Buffer));
      return readSource(at(name), { limits });
    };
    expect(await limited('size.parquet.gz', { maxDecodedBytes: 10_000 })).toMatchObject({
      status: 'rejected',
      errors: [{ class: 'E_LIMIT_EXPANSION' }],
    });
    expect(await limited('dense.parquet.gz', { expansionFloorBytes: 1000, maxExpansionRatio: 0.1 })).toMatchObject({
      errors: [{ class: 'E_LIMIT_EXPANSION', message: expect.stringContaining('maxExpansionRatio 0.1') }],
    });
    expect(await limited('table.parquet.gz', { maxTableBytes: 10_000 })).toMatchObject({
      status: 'rejected',
      errors: [{ class: 'E_LIMIT_SIZE', message: expect.stringContaining('maxTableBytes 10000') }],
    });
    writeFileSync(at('deep.gz'), gzipSync(gzipSync(gzipSync(tables.get('f.parquet') as Buffer))));
    expect(await readSource(at('deep.gz'), { limits: { maxLayers: 2 } })).toMatchObject({
      errors: [{ class: 'E_LIMIT_DEPTH' }],
    });
    expect(readdirSync(at('spool'))).toEqual([]);
  });

  it('fail the run by name where there is no room for them, and leave the archive to be read later', async () => {
    writeFileSync(at('in-the-way'), '');
    for (const name of ['d.db', 'f.parquet']) {
      writeFileSync(at(`room-${name}.gz`), gzipSync(tables.get(name) as Buffer));
      const spoolDir = at('in-the-way', 'spool');
      await expect(readSource(at(`room-${name}.gz`), { spoolDir })).rejects.toMatchObject({
        code: 'source.not-regular',
        message: expect.stringContaining(spoolDir),
      });
      expect(await readSource(at(`room-${name}.gz`), {})).toMatchObject({ status: 'whole', lines: ROWS });
    }
  });

  it('that are cut or damaged keep the rows in front where rows come one after another, and tell the layer', async () => {
    const stream = gzipSync(tables.get('b.arrows') as Buffer);
    writeFileSync(at('cut.arrows.gz'), stream.subarray(0, Math.floor(stream.length * 0.7)));
    const cut = await readSource(at('cut.arrows.gz'), {});
    expect(cut).toMatchObject({ status: 'partial', errors: [{ class: 'E_TRUNCATED' }] });
    expect(cut.lines).toBeGreaterThanOrEqual(500);
    expect(cut.errors[0]?.offset).toBeGreaterThan(0);

    const parquet = gzipSync(tables.get('f.parquet') as Buffer);
    writeFileSync(at('cut.parquet.gz'), parquet.subarray(0, parquet.length - 500));
    expect(await readSource(at('cut.parquet.gz'), {})).toMatchObject({
      status: 'rejected',
      errors: [{ class: 'E_TRUNCATED' }],
    });

    const sound = tables.get('f.parquet') as Buffer;
    const damaged = Buffer.from(sound).fill(0xa5, sound.length - 300, sound.length - 8);
    writeFileSync(at('bad.tar'), tar([{ name: 'bad.parquet', body: damaged }]));
    expect(await readSource(at('bad.tar'), {})).toMatchObject({
      status: 'rejected',
      errors: [{ class: 'E_CORRUPT', offset: 512, decodedOffset: 0 }],
    });
  });

  it('leave nothing behind a kill once the case is opened again, and are read to the end then', async () => {
    const big = at('big.arrows');
    writeArrow(big, 'stream', 400_000, 5000);
    writeFileSync(at('big.arrows.gz'), gzipSync(readFileSync(big), { level: 1 }));
    const dir = at('killed.sentinel');
    const spool = join(dir, 'lake', 'tmp');
    const analyze = ['analyze', '--json', '--quiet', '--home', at('home'), '--case', dir, at('big.arrows.gz')];
    const child = startCli(analyze);
    child.stdin?.end();
    const spooled = (): string[] =>
      (existsSync(spool) ? readdirSync(spool) : []).filter((name) => name.startsWith('table-'));
    await expect.poll(spooled, { timeout: 30_000, interval: 2 }).toHaveLength(1);
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(spooled()).toHaveLength(1);
    const catalog = await openCase(dir, { mode: 'write' });
    try {
      expect(spooled()).toEqual([]);
      await ingestInto(catalog, { paths: [at('big.arrows.gz')], jobId: 'job-2' });
      expect(catalog.sources.list()).toMatchObject([{ status: 'whole', account: { lines: 400_000, events: 400_000 } }]);
      expect(spooled()).toEqual([]);
    } finally {
      catalog.close();
    }
  }, 60_000);
});

/** What must be equal for a table and the same table packed. */
function describeSource({
  status,
  format,
  formatReason,
  account,
  errors,
  warnings,
}: Awaited<ReturnType<typeof read>>['sources'][0]) {
  const { bytesIn: _stored, ...counted } = account;
  return { status, format, formatReason, account: counted, errors, warnings };
}

async function readSource(path: string, options: OpenOptions) {
  const { files } = await expandPaths([path], { signal, spoolDir: at('spool'), ...options });
  const source = await openSource(files[0]!, { spoolDir: at('spool'), ...options });
  let lines = 0;
  for await (const block of source.blocks(FIRST_BLOCK, signal)) lines += block.lineCount;
  const outcome = source.outcome();
  await source.close();
  return { ...outcome, lines };
}
