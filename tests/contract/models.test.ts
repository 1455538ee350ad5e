import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobEvent, JobResult } from '#shared/contract/jobs.ts';
import { makeSessionLog } from '../helpers/session-log.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

const SESSION = String.raw`req-\d+`;

describe.each(Object.entries(TRANSPORTS))('models over the %s', (_name, open) => {
  let transport: Transport;
  let caseId: string;
  const at = (name: string) => join(transport.homeDir, name);
  const options = () => ({ session: SESSION, labelsPath: at('train.csv'), only: 'normal' as const });

  const end = async (jobId: string): Promise<JobEvent> => {
    let last: JobEvent | null = null;
    for await (const event of await transport.client.jobs.events({ jobId })) last = event;
    return last!;
  };
  const finish = async <K extends JobResult['kind']>(
    jobId: string,
    kind: K,
  ): Promise<Extract<JobResult, { kind: K }>> => {
    const last = await end(jobId);
    if (last.type !== 'done') throw new Error(last.type === 'failed' ? last.error.message : `ended with ${last.type}`);
    if (last.result.kind !== kind) throw new Error(last.result.kind);
    return last.result as Extract<JobResult, { kind: K }>;
  };
  const train = async (name: string) => {
    const { jobId } = await transport.client.models.startTrain({ name, paths: [at('train.log')], options: options() });
    return (await finish(jobId, 'train')).trained;
  };

  beforeAll(async () => {
    transport = await open();
    const learned = makeSessionLog({ sessions: 300, seed: 1, odd: 10 });
    const scored = makeSessionLog({ sessions: 200, seed: 2, odd: 6, first: 5000, day: 2 });
    writeFileSync(at('train.log'), learned.log);
    writeFileSync(at('train.csv'), learned.labels);
    writeFileSync(at('test.log'), scored.log);
    writeFileSync(at('test.csv'), scored.labels);
    caseId = (await transport.client.cases.create({ name: 'models' })).summary.caseId;
  });
  afterAll(() => transport?.dispose());

  it('trains as a job with progress and stores a version that can be listed and shown', async () => {
    const { client } = transport;
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
    const { client } = transport;
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
    const { client } = transport;
    const { jobId } = await client.jobs.startReanalyse({ caseId, options: { session: SESSION } });
    const { document } = await finish(jobId, 'analyze');
    expect(document.model).toBeNull();
    expect(document.detectors.length).toBeGreaterThan(1);
  });

  it('trains on an open case without reading it again', async () => {
    const { client } = transport;
    const { jobId } = await client.models.startTrain({ name: 'fromcase', caseId, options: { session: SESSION } });
    const { trained } = await finish(jobId, 'train');
    expect(trained.version.training).toMatchObject({ units: 200, only: 'all' });
    expect((await client.jobs.get({ jobId })).caseId).toBe(caseId);
  });

  it('promotes, rolls back, exports, imports and removes', async () => {
    const { client } = transport;
    await train('shop');
    expect(await client.models.promote({ name: 'shop', number: 2, reason: 'tried' })).toMatchObject({
      aliases: ['champion'],
    });
    expect((await client.models.show({ model: 'shop' })).moves[0]).toMatchObject({
      alias: 'champion',
      to: 2,
      reason: 'tried',
    });
    expect(await client.models.rollback({ name: 'shop' })).toMatchObject({ number: 1 });
    const exported = await client.models.export({ model: 'shop:1', path: at('shop.model') });
    expect(readFileSync(at('shop.model')).byteLength).toBe(exported.sizeBytes);
    const imported = await client.models.import({ path: at('shop.model'), name: 'copy' });
    expect(imported).toMatchObject({ name: 'copy', origin: 'imported', artifactHash: exported.artifactHash });
    await expect(client.models.remove({ name: 'shop', number: 1 })).rejects.toMatchObject({
      code: 'model.is-champion',
    });
    expect(await client.models.remove({ name: 'copy', number: null })).toEqual({ isRemoved: true });
    expect((await client.models.list()).map(({ name, number }) => `${name}:${number}`)).not.toContain('copy:1');
    expect(await client.models.alerts({})).toEqual([]);
  });

  it('compares two versions on the same input and measures drift, on files and on an open case', async () => {
    const { client } = transport;
    const paths = [at('test.log')];
    const labelled = { labelsPath: at('test.csv') };
    const compared = (
      await finish(
        (
          await client.models.startCompare({ first: 'shop:1', second: 'shop:2', paths, options: labelled })
        ).jobId,
        'compare',
      )
    ).compared;
    // Both were trained on the same file: they agree in everything.
    expect(compared).toMatchObject({
      units: 200,
      agreement: { onlyFirst: 0, onlySecond: 0, share: 1 },
      disputed: [],
      pValue: 1,
    });
    expect(compared.first.evaluation!.recall).toBe(1);
    expect(compared.correlation).toBeCloseTo(1, 12);
    const onCase = await client.models.startCompare({ first: 'shop:1', second: 'fromcase', caseId });
    expect((await finish(onCase.jobId, 'compare')).compared.units).toBe(200);
    const drift = await client.models.startDrift({ model: 'shop:1', paths, options: labelled });
    const { observation } = await finish(drift.jobId, 'drift');
    expect(observation).toMatchObject({ name: 'shop', number: 1, units: 200, drifted: 0, unknownShare: 0 });
    const { observations } = await client.models.show({ model: 'shop:1' });
    expect(observations[0]).toEqual(observation);
    expect(observations.some(({ source }) => source.endsWith('.sentinel'))).toBe(true);
    writeFileSync(
      at('other.log'),
      makeSessionLog({ sessions: 80, seed: 3 }).log.replaceAll('shipped', 'was lost at sea'),
    );
    const strange = await client.models.startDrift({ model: 'shop:1', paths: [at('other.log')] });
    expect((await finish(strange.jobId, 'drift')).observation.unknownShare).toBeGreaterThan(0.1);
    const alerts = await client.models.alerts({ name: 'shop' });
    expect(alerts[0]).toMatchObject({ name: 'shop', number: 1, isRead: false });
    expect(await client.models.markAlertRead({ alertId: alerts[0]!.alertId })).toEqual({ isKnown: true });
  });

  it('measures detectors and versions on labelled units, split into training and test', async () => {
    const { client } = transport;
    const parts = readFileSync(at('train.csv'), 'utf8').trim().split('\n');
    const split = parts.map((line, i) => (i === 0 ? `${line},part` : `${line},${i % 2 === 0 ? 'train' : 'test'}`));
    writeFileSync(at('split.csv'), split.join('\n'));
    const measure = async (request: Parameters<typeof client.models.startEvaluate>[0]) =>
      (await finish((await client.models.startEvaluate(request)).jobId, 'evaluate')).report;
    const report = await measure({
      paths: [at('train.log')],
      options: { session: SESSION, labelsPath: at('split.csv'), only: 'normal' },
      splitColumn: 'part',
      seeds: 2,
    });
    expect(report).toMatchObject({ unitKind: 'session', units: 150, labelled: 150, seeds: [1, 2] });
    expect(report.trainingUnits).toBe(145);
    expect(report.detectors[0]).toMatchObject({ name: 'ensemble', recall: { mean: 1 } });
    expect(report.first.evaluation.truePositives).toBe(report.positives);
    expect(report.mistakes.falseAlarms).toHaveLength(report.first.evaluation.falsePositives);
    const stored = await measure({ paths: [at('test.log')], model: 'shop:1', options: { labelsPath: at('test.csv') } });
    expect(stored).toMatchObject({ units: 200, positives: 6, seeds: [1], trainingUnits: 0 });
    expect(stored.first.evaluation.recall).toBe(1);
    const wrong = await client.models.startEvaluate({
      paths: [at('test.log')],
      options: { session: SESSION, labelsPath: at('train.csv') },
    });
    expect(await end(wrong.jobId)).toMatchObject({ type: 'failed', error: { code: 'model.no-units' } });
  });

  it('plants faults into a log and tells who finds which, so that recall can be recounted', async () => {
    const { client } = transport;
    const plant = async () => {
      const options = { windowSeconds: 5, seed: 3 };
      const { jobId } = await client.models.startHonesty({ paths: [at('train.log')], options, perKind: 1 });
      return (await finish(jobId, 'honesty')).report;
    };
    const report = await plant();
    const planted = new Set(report.faults.map(({ kind }) => kind));
    expect(report.faults.length).toBeGreaterThan(2);
    expect([...planted, ...report.notPlanted].sort()).toEqual([
      'drop',
      'newTemplate',
      'reorder',
      'silence',
      'slow',
      'spike',
    ]);
    expect(report.detectors[0]).toBe('ensemble');
    expect(report.alarmsPerHour.map(({ detector }) => detector)).toEqual(report.detectors);
    for (const { foundBy } of report.faults) for (const name of foundBy) expect(report.detectors).toContain(name);
    expect(await plant()).toEqual(report);
    const short = await client.models.startHonesty({ paths: [at('train.log')], options: { windowSeconds: 600 } });
    expect(await end(short.jobId)).toMatchObject({ type: 'failed', error: { code: 'model.too-short' } });
  });

  it('retrains in full and brings up to date, and keeps a schedule', async () => {
    const { client } = transport;
    const full = await finish((await client.models.startRetrain({ model: 'shop', isPromoted: true })).jobId, 'train');
    const [before] = (await client.models.list()).filter(({ name, number }) => name === 'shop' && number === 1);
    expect(full.trained.version).toMatchObject({ origin: 'retrained', parent: 1, aliases: ['champion'] });
    expect(full.trained.version.artifactHash).toBe(before!.artifactHash);
    const input = { paths: [at('test.log')], labelsPath: at('test.csv') };
    const request = { model: 'shop', mode: 'incremental' as const, ...input };
    const updated = (await finish((await client.models.startRetrain(request)).jobId, 'train')).trained.version;
    expect(updated).toMatchObject({
      origin: 'updated',
      aliases: ['challenger'],
      training: { units: 290 + 194, only: 'normal' },
    });
    const schedule = await client.models.setSchedule({ name: 'shop', cron: '0 3 * * *' });
    expect(schedule).toMatchObject({ name: 'shop', mode: 'full', timeZone: 'UTC', lastOutcome: null });
    expect(schedule.nextAtMs! % 86_400_000).toBe(3 * 3_600_000);
    expect(await client.models.schedules()).toEqual([schedule]);
    expect(await client.models.removeSchedule({ name: 'shop' })).toEqual({ isRemoved: true });
    await expect(client.models.setSchedule({ name: 'shop', cron: 'sometimes' })).rejects.toMatchObject({
      code: 'contract.bad-input',
    });
  });

  it('cancels a training without leaving a version', async () => {
    const { client } = transport;
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
    const { client } = transport;
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
