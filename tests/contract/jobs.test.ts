import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContractError } from '#shared/base/errors.ts';
import type { JobEvent } from '#shared/contract/jobs.ts';
import { isBalanced } from '#shared/domain/line-account.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

describe.each(Object.entries(TRANSPORTS))('analyze jobs over the %s', (_name, open) => {
  let transport: Transport;
  let logPath: string;

  beforeAll(async () => {
    transport = await open();
    logPath = join(transport.homeDir, 'app.log');
    writeFileSync(logPath, logLines(400));
  });
  afterAll(() => transport.dispose());

  const createCase = async () => (await transport.client.cases.create({ name: 'contract' })).summary.caseId;

  const follow = async (jobId: string) => {
    const events: JobEvent[] = [];
    for await (const event of await transport.client.jobs.events({ jobId })) events.push(event);
    return events;
  };

  it('reads a file and tells its state first, its result last', async () => {
    const caseId = await createCase();
    const { jobId } = await transport.client.jobs.startAnalyze({
      caseId,
      paths: [logPath],
      options: { lastStage: 'templates' },
    });
    const events = await follow(jobId);
    expect(events[0]).toMatchObject({ type: 'job', job: { jobId, caseId, kind: 'analyze' } });
    const last = events.at(-1);
    if (last?.type !== 'done' || last.result.kind !== 'analyze') throw new Error(`ended with ${last?.type}`);
    const { totals, files } = last.result.document;
    expect(totals).toMatchObject({ files: 1, lines: 401, events: 400, continuationLines: 1, rejectedLines: 0 });
    expect(files[0]).toMatchObject({ path: logPath, status: 'whole', encoding: 'utf-8' });
    expect(files[0]!.firstTime).toBe('2024-05-01T00:00:00Z');
    expect(isBalanced(totals)).toBe(true);
    expect(await transport.client.quality.document({ caseId })).toMatchObject({ totals, files });
  });

  it('gives a reader that comes late the same last event', async () => {
    const caseId = await createCase();
    const { jobId } = await transport.client.jobs.startAnalyze({
      caseId,
      paths: [logPath],
      options: { lastStage: 'ingest' },
    });
    const first = await follow(jobId);
    const again = await follow(jobId);
    expect(again.at(-1)).toEqual(first.at(-1));
    expect((await transport.client.jobs.get({ jobId })).state).toBe('done');
    expect((await transport.client.jobs.list())[0]).toMatchObject({ jobId, state: 'done' });
  });

  it('names the trouble of a bad file and goes on with the others', async () => {
    const caseId = await createCase();
    const missing = join(transport.homeDir, 'missing.log');
    const { jobId } = await transport.client.jobs.startAnalyze({
      caseId,
      paths: [missing, logPath],
      options: { lastStage: 'ingest' },
    });
    await follow(jobId);
    const { files, totals } = await transport.client.quality.document({ caseId });
    const bad = files.find((file) => file.path === missing);
    expect(bad).toMatchObject({ status: 'rejected', lines: 0 });
    expect(bad!.errors[0]!.class).toBe('E_NOT_FOUND');
    expect(totals).toMatchObject({ files: 2, lines: 401, errors: 1 });
  });

  it('refuses a second job of the same case, by code', async () => {
    const caseId = await createCase();
    const big = join(transport.homeDir, 'big.log');
    writeFileSync(big, '');
    for (let part = 0; part < 40; part++) appendFileSync(big, logLines(5000));
    const { jobId } = await transport.client.jobs.startAnalyze({
      caseId,
      paths: [big],
      options: { lastStage: 'ingest' },
    });
    const second = transport.client.jobs.startAnalyze({ caseId, paths: [logPath] });
    await expect(second).rejects.toMatchObject({ code: 'case.busy' });
    await transport.client.jobs.cancel({ jobId });
    const last = (await follow(jobId)).at(-1);
    expect(last).toMatchObject({ type: 'cancelled', job: { state: 'cancelled' } });
    expect(last?.type === 'cancelled' && last.job.kept).toMatch(/events are kept/);
    expect((await transport.client.jobs.cancel({ jobId })).isCancelling).toBe(false);
  });

  it('answers an unknown job and a bad input with their codes, as errors of the contract', async () => {
    await expect(transport.client.jobs.get({ jobId: 'nobody' })).rejects.toMatchObject({ code: 'job.not-found' });
    const bad = transport.client.cases.info({ caseId: '../../etc' });
    await expect(bad).rejects.toBeInstanceOf(ContractError);
    await expect(bad).rejects.toMatchObject({ code: 'contract.bad-input' });
    const unknownKey = transport.client.cases.list({ extra: 1 } as never);
    await expect(unknownKey).rejects.toMatchObject({ code: 'contract.bad-input' });
  });

  it('ends an event stream that its reader leaves', async () => {
    const controller = new AbortController();
    const stream = await transport.client.app.watch(undefined, { signal: controller.signal });
    const first = await stream.next();
    expect(first.value).toMatchObject({ type: 'engine', engine: { restarts: 0 } });
    controller.abort();
    const drained = (async () => {
      for await (const event of stream) expect(event.type).toBeDefined();
    })();
    // A stream over HTTP ends with the abort, one in this process just ends.
    await expect(Promise.race([drained.catch(() => undefined), timeout(5000)])).resolves.toBeUndefined();
  });
});

function timeout(ms: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('the stream did not end')), ms).unref();
  });
}

/** One event a second, and one continuation line after the first. */
function logLines(count: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const time = new Date(Date.UTC(2024, 4, 1) + index * 1000).toISOString();
    return `${time} INFO worker-${index % 3}: request ${index} took ${index % 50} ms`;
  });
  lines.splice(1, 0, '    at a continuation line');
  return `${lines.join('\n')}\n`;
}
