import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobEvent } from '#shared/contract/jobs.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

describe.each(Object.entries(TRANSPORTS))('a case whose layers contradict its catalog over the %s', (_name, open) => {
  let transport: Transport;
  beforeAll(async () => {
    transport = await open();
  });
  afterAll(() => transport.dispose());

  const lastOf = async (jobId: string): Promise<JobEvent> => {
    let last: JobEvent | null = null;
    for await (const event of await transport.client.jobs.events({ jobId })) last = event;
    return last!;
  };

  it('is not scored: the check that failed is told and kept, and nothing is made from its rows', async () => {
    const { client } = transport;
    const path = join(transport.homeDir, 'app.log');
    writeFileSync(path, '2024-05-01 12:00:00 INFO worker started\n'.repeat(40));
    const dir = join(transport.homeDir, 'odd.sentinel');
    const { caseId } = (await client.cases.create({ dir })).summary;
    const read = await client.jobs.startAnalyze({ caseId, paths: [path], options: { lastStage: 'ingest' } });
    expect((await lastOf(read.jobId)).type).toBe('done');

    const catalog = new Database(join(dir, 'catalog.sqlite'));
    catalog.exec('UPDATE sources SET lines = lines + 1, events = events + 1, event_lines = event_lines + 1');
    catalog.close();

    const { jobId } = await client.jobs.startReanalyse({ caseId });
    const last = await lastOf(jobId);
    expect(last).toMatchObject({ type: 'failed', error: { code: 'lake.check-failed' } });
    const failed = (await client.quality.layers({ caseId })).filter(({ status }) => status === 'fail');
    expect(new Set(failed.map(({ layer }) => layer))).toEqual(new Set(['bronze', 'silver']));
    expect(await client.scores.runs({ caseId })).toEqual([]);
  });
});
