import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileReport } from '#shared/contract/analysis-document.ts';
import { finishJob } from '../helpers/finish-job.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

describe.each(Object.entries(TRANSPORTS))('reading a case again over the %s', (_name, open) => {
  let transport: Transport;
  let paths: string[];

  beforeAll(async () => {
    transport = await open();
    paths = ['a.log', 'b.log'].map((name) => join(transport.homeDir, name));
    for (const path of paths) writeFileSync(path, '2024-05-01 12:00:00 INFO worker started\n'.repeat(5));
  });
  afterAll(() => transport.dispose());

  const filesOf = async (caseId: string, jobId: string): Promise<FileReport[]> => {
    await finishJob(transport.client, jobId);
    return (await transport.client.quality.document({ caseId })).files;
  };

  it('keeps what was fixed before, for all sources and for one, and leaves the old case as it is', async () => {
    const { client } = transport;
    const { caseId } = (await client.cases.create({ name: 'first' })).summary;
    const [first = '', second = ''] = paths;
    const options = {
      lastStage: 'ingest' as const,
      timezone: 'Europe/Berlin',
      sources: [{ path: second, offsetSeconds: 5 }],
    };
    const { jobId } = await client.jobs.startAnalyze({ caseId, paths, options });
    expect((await filesOf(caseId, jobId)).map((file) => file.firstTime)).toEqual([
      '2024-05-01T10:00:00Z',
      '2024-05-01T10:00:05Z',
    ]);
    expect(await client.cases.reading({ caseId })).toEqual({
      paths,
      options: { timezone: 'Europe/Berlin', sources: [{ path: second, offsetSeconds: 5 }] },
    });

    const again = await client.jobs.startReread({
      caseId,
      options: {
        sources: [
          { path: first, timezone: 'UTC' },
          { path: second, timezone: '-02:00' },
        ],
      },
    });
    expect(again.caseId).not.toBe(caseId);
    expect((await filesOf(again.caseId, again.jobId)).map(({ firstTime, repair }) => [firstTime, repair])).toEqual([
      ['2024-05-01T12:00:00Z', { timezone: 'UTC' }],
      ['2024-05-01T14:00:05Z', { timezone: '-02:00', offsetSeconds: 5 }],
    ]);
    expect((await client.quality.document({ caseId })).files[0]?.firstTime).toBe('2024-05-01T10:00:00Z');
  });

  it('refuses a case that nothing was read into', async () => {
    const { caseId } = (await transport.client.cases.create({ name: 'empty' })).summary;
    await expect(transport.client.jobs.startReread({ caseId })).rejects.toMatchObject({ code: 'contract.bad-input' });
  });
});
