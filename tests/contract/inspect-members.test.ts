import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tar } from '../integration/ingest/bad-input/tar-builder.ts';
import { zip } from '../integration/ingest/bad-input/zip-builder.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

describe.each(Object.entries(TRANSPORTS))('looking into archives over the %s', (_name, open) => {
  let transport: Transport;
  const at = (name: string): string => join(transport.homeDir, name);
  const first = Buffer.from('2024-05-01T00:00:00Z ERROR shop: payment 7 failed\n'.repeat(20));
  const second = Buffer.from('{"time":"2024-05-02T00:00:00Z","level":"WARN","message":"disk 3 is full"}\n'.repeat(20));

  beforeAll(async () => {
    transport = await open();
    const entries = [
      { name: 'a.log', body: first },
      { name: 'logs/b.json', body: gzipSync(second) },
      { name: 'store.db', body: database() },
    ];
    writeFileSync(at('all.zip'), zip(entries));
    writeFileSync(at('all.tar.gz'), gzipSync(tar(entries)));
    writeFileSync(at('plain.log'), first);
  });
  afterAll(() => transport.dispose());

  function database(): Buffer {
    const store = new Database(':memory:');
    store.exec(`CREATE TABLE events (created_at TEXT, level TEXT, message TEXT);
      INSERT INTO events VALUES ('2024-05-03T00:00:00Z', 'info', 'user 5 logged in')`);
    const bytes = store.serialize();
    store.close();
    return bytes;
  }

  it.each(['all.zip', 'all.tar.gz'])('%s shows a member as if it were a file of its own', async (archive) => {
    const { files } = transport.client;
    const { path: _path, ...plain } = await files.detect({ path: at('plain.log') });
    expect(await files.detect({ path: at(archive), member: 'a.log' })).toMatchObject(plain);
    expect(await files.detect({ path: at(archive), member: 'logs/b.json' })).toMatchObject({
      fields: { time: '2024-05-02T00:00:00Z', severity: 'WARN', content: 'disk 3 is full' },
    });
    expect(await files.detect({ path: at(archive), member: 'store.db!events' })).toMatchObject({
      format: 'sqlite',
      fields: { time: '2024-05-03T00:00:00Z', content: 'user 5 logged in' },
    });
    expect(await files.detect({ path: at(archive), member: 'a.log', options: { format: 'plain' } })).toMatchObject({
      format: 'plain',
      fields: { time: null, content: first.toString().split('\n')[0] },
    });
  });

  it('says that a member is not there, and what is wrong with one that is', async () => {
    const { files } = transport.client;
    const gone = files.detect({ path: at('all.zip'), member: 'gone.log' });
    await expect(gone).rejects.toMatchObject({
      code: 'ingest.unreadable',
      message: expect.stringContaining('gone.log'),
    });
    writeFileSync(
      at('bad.zip'),
      zip([
        { name: 'a.log', body: first },
        { name: 'b.png', body: Buffer.from('89504e470d0a1a0a0000', 'hex') },
      ]),
    );
    await expect(files.detect({ path: at('bad.zip'), member: 'b.png' })).rejects.toMatchObject({
      code: 'ingest.unreadable',
      details: { class: 'E_BINARY' },
    });
  });

  it('finds a member where the case has it on record', async () => {
    const { client } = transport;
    const { caseId } = (await client.cases.create({ name: 'archive' })).summary;
    const paths = [at('all.zip')];
    const { jobId } = await client.jobs.startAnalyze({ caseId, paths, options: { lastStage: 'ingest' } });
    for await (const event of await client.jobs.events({ jobId })) {
      if (event.type === 'failed') throw new Error(event.error.message);
    }
    const asked = { path: at('all.zip'), member: 'logs/b.json', caseId };
    expect(await client.files.detect(asked)).toMatchObject({ fields: { content: 'disk 3 is full' } });
    rmSync(at('all.zip'));
    await expect(client.files.detect(asked)).rejects.toMatchObject({ details: { class: 'E_NOT_FOUND' } });
  });
});
