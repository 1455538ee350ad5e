import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { finishJob } from '../helpers/finish-job.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

const SHOP = `name: shop
title: Shop
pattern: '{level} ~~ {time:%F %T} ~~ {component} ~~ {message}'
samples:
  - line: 'WARN ~~ 2024-05-01 12:00:00 ~~ cart ~~ low on 7'
    level: warn
    component: cart
`;
const LINES = Array.from({ length: 30 }, (_, i) => `INFO ~~ 2024-05-01 12:00:${10 + i} ~~ cart ~~ item ${i} added`);
const TEXT = `${[...LINES, '  with a note', 'ERROR ~~ 2024-05-01 12:01:00 ~~ pay ~~ refused'].join('\n')}\n`;

describe.each(Object.entries(TRANSPORTS))('formats of the user over the %s', (_name, open) => {
  let transport: Transport;
  beforeAll(async () => {
    transport = await open();
  });
  afterAll(() => transport.dispose());
  afterEach(async () => {
    for (const { name, origin } of await client().list({})) {
      if (origin !== 'built-in') await client().remove({ name });
    }
  });

  const client = () => transport.client.formats;
  const folder = () => join(transport.homeDir, 'formats');

  async function readCase(
    name: string,
    options: { readonly format?: string; readonly formatTexts?: string[] } = {},
  ): Promise<{ caseId: string; dir: string }> {
    const path = join(transport.homeDir, `${name}.log`);
    writeFileSync(path, TEXT);
    const { summary } = await transport.client.cases.create({ name });
    const { caseId, dir } = summary;
    const { jobId } = await transport.client.jobs.startAnalyze({
      caseId,
      paths: [path],
      options: { ...options, lastStage: 'templates' },
    });
    await finishJob(transport.client, jobId);
    return { caseId, dir };
  }

  async function formatOf(caseId: string): Promise<unknown> {
    return (await transport.client.quality.document({ caseId })).files[0]?.format;
  }

  it('lists the built-in formats with samples, and gives those that are patterns as a file', async () => {
    const listed = await client().list({});
    expect(listed.length).toBeGreaterThan(100);
    expect(listed.every(({ origin, samples }) => origin === 'built-in' && samples.length > 0)).toBe(true);
    const hdfs = await client().get({ name: 'hdfs' });
    expect(hdfs).toMatchObject({ origin: 'built-in', path: null, issues: [] });
    expect(hdfs.text).toContain("pattern: '{time:%y%m%d %H%M%S}");
    expect((await client().get({ name: 'w3c' })).text).toBeNull();
    await expect(client().get({ name: 'nope' })).rejects.toMatchObject({ code: 'ingest.not-found' });
  });

  it('saves, renames and removes a format', async () => {
    expect(await client().save({ text: SHOP })).toMatchObject({ name: 'shop', title: 'Shop', origin: 'home' });
    expect(readFileSync(join(folder(), 'shop.yaml'), 'utf8')).toBe(SHOP);
    expect(await client().get({ name: 'shop' })).toMatchObject({ text: SHOP, path: join(folder(), 'shop.yaml') });
    expect((await client().list({}))[0]).toMatchObject({ name: 'shop', issues: [] });
    const renamed = SHOP.replace('name: shop', 'name: store');
    await client().save({ text: renamed, formerName: 'shop' });
    expect(readdirSync(folder())).toEqual(['store.yaml']);
    await expect(client().save({ text: renamed, replaces: false })).rejects.toMatchObject({ code: 'formats.exists' });
    expect(await client().remove({ name: 'store' })).toEqual({ isRemoved: true });
    expect(await client().remove({ name: 'store' })).toEqual({ isRemoved: false });
  });

  it('refuses what is wrong by class, field and line, and keeps nothing of it', async () => {
    await client().save({ text: SHOP });
    const wrong = SHOP.replace('level: warn', 'level: error');
    await expect(client().save({ text: wrong })).rejects.toMatchObject({
      code: 'ingest.format-invalid',
      location: { line: 6 },
      details: { class: 'E_PARSE', field: 'samples.0.level', issues: 1 },
    });
    expect(readFileSync(join(folder(), 'shop.yaml'), 'utf8')).toBe(SHOP);
  });

  it('lists a file that somebody broke by hand with what is wrong, and reads on without it', async () => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), 'mine.yaml'), 'name: mine\nregex: "(a"\n');
    expect((await client().list({}))[0]).toMatchObject({
      name: 'mine',
      issues: [{ class: 'E_REGEX_INVALID', field: 'regex', line: 2 }],
    });
    const { caseId } = await readCase('broken');
    expect(await formatOf(caseId)).toBe('generic');
    await expect(readCase('broken-named', { format: 'mine' })).rejects.toThrow(/mine\.yaml, line 2, regex/);
  });

  it('previews what a format makes of lines, wrong samples or not', async () => {
    const text = SHOP.replace('level: warn', 'level: error');
    const preview = await client().preview({ text, lines: [LINES[0]!, '  more', '', 'x'] });
    expect(preview).toMatchObject({
      name: 'shop',
      isReadable: true,
      issues: [{ field: 'samples.0.level', line: 6 }],
      counts: { events: 1, continuations: 2, unmatched: 0, others: 1 },
    });
    expect(preview.lines[0]).toMatchObject({
      kind: 'event',
      fields: {
        time: '2024-05-01T12:00:10Z',
        severity: 9,
        component: 'cart',
        content: 'item 0 added',
        attributes: null,
      },
    });
    const unread = await client().preview({ text: 'name: shop\nregex: "("', lines: ['x'] });
    expect(unread).toMatchObject({ isReadable: false, lines: [{ kind: 'unmatched', fields: null }] });
  });

  it('reads a case with a format of the user, which stays with the case', async () => {
    await client().save({ text: SHOP });
    const { caseId, dir } = await readCase('used');
    expect(await formatOf(caseId)).toBe('shop');
    expect(readFileSync(join(dir, 'formats', 'shop.yaml'), 'utf8')).toBe(SHOP);
    const { rows } = await transport.client.sql.run({
      caseId,
      sql: 'SELECT count(*), sum(line_count), min(time), count(DISTINCT component) FROM events',
      maxRows: 2,
    });
    expect(rows[0]!.map(String)).toEqual(['31', '32', '2024-05-01T12:00:10Z', '2']);
    const { sourceId } = (await transport.client.cases.info({ caseId })).sources[0]!;
    const tail = await client().preview({ text: SHOP, source: { caseId, sourceId, fromLine: 31 } });
    expect(tail.counts).toMatchObject({ events: 1, unmatched: 1 });
    await client().remove({ name: 'shop' });
    const again = await transport.client.jobs.startReread({ caseId, options: {} });
    for await (const event of await transport.client.jobs.events({ jobId: again.jobId })) void event;
    expect(await formatOf(again.caseId)).toBe('shop');
    expect((await client().list({ caseId }))[0]).toMatchObject({ name: 'shop', origin: 'case' });
    expect((await client().list({}))[0]).toMatchObject({ origin: 'built-in' });
  });

  it('changes the copy of a case only when it is saved for that case', async () => {
    await client().save({ text: SHOP });
    const { caseId, dir } = await readCase('copied');
    const copy = () => readFileSync(join(dir, 'formats', 'shop.yaml'), 'utf8');
    const changed = SHOP.replace('title: Shop', 'title: Other');
    await client().save({ text: changed });
    expect(copy()).toBe(SHOP);
    expect((await client().list({ caseId }))[0]).toMatchObject({ name: 'shop', origin: 'case', title: 'Shop' });
    await client().save({ text: changed, caseId });
    expect(copy()).toBe(changed);
  });

  it('imports an lnav file and says what could not be taken over', async () => {
    const lnav = {
      $schema: 'https://lnav.org/schemas/format-v1.schema.json',
      shop_log: {
        title: 'Shop',
        regex: { std: { pattern: '^(?<level>\\w+) ~~ (?<timestamp>[^~]+) ~~ (?<body>.*)$' } },
        'timestamp-format': ['%Y-%m-%d %H:%M:%S'],
        level: { worst: 'E' },
        sample: [{ line: LINES[0], level: 'info' }],
      },
      bad_log: { title: 'Bad', regex: { std: { pattern: '(a)\\1' } } },
    };
    const imported = await client().import({ text: JSON.stringify(lnav) });
    expect(imported).toEqual([
      { name: 'shop_log', issues: [], notes: ['Levels that are not taken over: worst.'] },
      { name: 'bad_log', notes: [], issues: [expect.objectContaining({ class: 'E_REGEX_INVALID' })] },
    ]);
    const path = join(transport.homeDir, 'lnav.json');
    writeFileSync(path, JSON.stringify({ shop_log: lnav.shop_log }));
    expect((await client().import({ path }))[0]!.issues).toMatchObject([{ field: 'name' }]);
    expect((await client().import({ path, replaces: true }))[0]!.issues).toEqual([]);
    await expect(client().import({ text: 'just words' })).rejects.toMatchObject({ code: 'ingest.format-invalid' });
    await expect(client().import({ path: join(path, 'x') })).rejects.toMatchObject({ code: 'ingest.unreadable' });
  });

  it('reads by the text of a format given with the call', async () => {
    const { caseId, dir } = await readCase('given', { formatTexts: [SHOP], format: 'shop' });
    expect(await formatOf(caseId)).toBe('shop');
    expect(readdirSync(join(dir, 'formats'))).toEqual(['shop.yaml']);
    expect((await client().list({}))[0]).toMatchObject({ origin: 'built-in' });
  });
});
