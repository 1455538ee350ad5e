import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JobEvent } from '#shared/contract/jobs.ts';
import { makeSessionLog } from '../../helpers/session-log.ts';
import { TRANSPORTS } from '../transports.ts';
import { SESSION, useModelSetting } from './model-setting.ts';

describe.each(Object.entries(TRANSPORTS))('training models and scoring by them over the %s', (_name, open) => {
  const { transport, at, options, end, finish } = useModelSetting(open);
  let caseId: string;
  beforeAll(async () => {
    caseId = (await transport().client.cases.create({ name: 'models' })).summary.caseId;
  });

  it('trains as a job with progress and stores a version that can be listed and shown', async () => {
    const { client } = transport();
    const { jobId } = await client.models.startTrain({ name: 'shop', paths: [at('train.log')], options: options() });
    const events: JobEvent[] = [];
    for await (const event of await client.jobs.events({ jobId })) events.push(event);
    expect(events.some((event) => event.type === 'progress')).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: 'done', job: { kind: 'train', caseId: null, state: 'done' } });
    expect(await client.models.list()).toMatchObject([
      { name: 'shop', number: 1, aliases: ['champion'], training: { units: 290, leftOut: 10 }, hasMemory: true },
    ]);
    const shown = await client.models.show({ model: 'shop@champion' });
    expect(shown).toMatchObject({ version: { number: 1 }, moves: [{ alias: 'champion', to: 1 }], schedule: null });
  });

  it('scores a case with it, keeps a copy in the case, and folds thresholds after the case was closed', async () => {
    const { client } = transport();
    const { jobId } = await client.jobs.startAnalyze({
      caseId,
      paths: [at('test.log')],
      options: { model: 'shop', labelsPath: at('test.csv') },
    });
    const { document } = await finish(jobId, 'analyze');
    const [version] = await client.models.list();
    expect(document.model).toEqual({
      name: 'shop',
      number: 1,
      hash: version!.artifactHash,
      fallback: null,
      note: null,
    });
    expect(document.evaluation!.recall).toBe(1);
    expect(existsSync(join(document.case, 'models', `${version!.artifactHash}.model`))).toBe(true);
    const before = await client.scores.previewThreshold({ caseId, threshold: 0.3 });
    await client.cases.close({ caseId });
    await client.cases.open({ caseId });
    expect(await client.scores.previewThreshold({ caseId, threshold: 0.3 })).toEqual(before);
    const [run] = await client.scores.runs({ caseId });
    expect(run!.options).toMatchObject({ model: 'shop:1', modelHash: version!.artifactHash, session: SESSION });
  });

  it('goes back to the case’s own templates and detectors without a model', async () => {
    const { client } = transport();
    const { jobId } = await client.jobs.startReanalyse({ caseId, options: { session: SESSION } });
    const { document } = await finish(jobId, 'analyze');
    expect(document.model).toBeNull();
    expect(document.detectors.length).toBeGreaterThan(1);
  });

  it('trains on an open case without reading it again', async () => {
    const { client } = transport();
    const { jobId } = await client.models.startTrain({ name: 'fromcase', caseId, options: { session: SESSION } });
    const { trained } = await finish(jobId, 'train');
    expect(trained.version.training).toMatchObject({ units: 200, only: 'all' });
    expect((await client.jobs.get({ jobId })).caseId).toBe(caseId);
  });

  it('cancels a training without leaving a version', async () => {
    const { client } = transport();
    writeFileSync(at('long.log'), makeSessionLog({ sessions: 20_000, seed: 9 }).log);
    const { jobId } = await client.models.startTrain({
      name: 'never',
      paths: [at('long.log')],
      options: { session: SESSION },
    });
    await client.jobs.cancel({ jobId });
    expect(await end(jobId)).toMatchObject({ type: 'cancelled', job: { kept: expect.stringContaining('No version') } });
    expect((await client.models.list()).some(({ name }) => name === 'never')).toBe(false);
  });

  it('refuses by code what it cannot do', async () => {
    const { client } = transport();
    const refused = async (call: Promise<unknown>, code: string) => expect(call).rejects.toMatchObject({ code });
    await refused(client.models.show({ model: 'nobody' }), 'model.not-found');
    await refused(client.models.show({ model: 'a b' }), 'model.bad-reference');
    await refused(client.models.startTrain({ name: 'x', options: {} }), 'contract.bad-input');
    await refused(client.models.startCompare({ first: 'shop', second: 'shop' }), 'contract.bad-input');
    await refused(client.models.startTrain({ name: '../x', paths: ['/x'], options: {} }), 'contract.bad-input');
    await refused(
      client.models.startTrain({ name: 'x', paths: ['/x'], options: { detectors: ['oracle'] } }),
      'model.unknown-detector',
    );
    writeFileSync(at('bad.model'), '{}');
    await refused(client.models.import({ path: at('bad.model') }), 'model.bad-file');
    await refused(client.models.import({ path: at('absent.model') }), 'source.unreadable');
    const { jobId } = await client.models.startTrain({ name: 'x', paths: [at('absent.log')], options: {} });
    expect(await end(jobId)).toMatchObject({ type: 'failed', error: { code: 'ingest.nothing-read' } });
  });
});
