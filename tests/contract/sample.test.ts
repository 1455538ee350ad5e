import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateLogs } from '../../src-main/generator/generate-logs.ts';
import { makeFolder, TRANSPORTS, type Transport } from './transports.ts';

describe.each(Object.entries(TRANSPORTS))('the sample over the %s', (_name, open) => {
  let transport: Transport;
  beforeAll(async () => {
    const outDir = makeFolder();
    await generateLogs({ outDir, events: 8000, days: 1, seed: 5 });
    transport = await open({ samplePath: join(outDir, 'app.log') });
  });
  afterAll(() => transport.dispose());

  it('is read once, with its labels, and opened as it is from then on', async () => {
    const { client } = transport;
    expect((await client.app.home()).sample).toMatchObject({ sizeBytes: expect.any(Number) });
    const [first, second] = await Promise.all([client.samples.open(), client.samples.open()]);
    expect(second).toEqual(first);
    for await (const event of await client.jobs.events({ jobId: first.jobId! })) expect(event.type).not.toBe('failed');
    expect(await client.samples.open()).toEqual({ caseId: first.caseId, jobId: null });
    const document = await client.quality.document({ caseId: first.caseId });
    expect(document.totals).toMatchObject({ files: 1, lines: 8000 });
    expect(document.evaluation).not.toBeNull();
    expect((await client.app.home()).recentCases).toHaveLength(1);
  });
});
