import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeSessionLog } from '../../helpers/session-log.ts';
import { TRANSPORTS } from '../transports.ts';
import { SESSION, useModelSetting } from './model-setting.ts';

describe.each(Object.entries(TRANSPORTS))('judging models over the %s', (_name, open) => {
  const { transport, at, end, finish, train } = useModelSetting(open);
  let caseId: string;
  beforeAll(async () => {
    await train('shop');
    await train('shop');
    const { client } = transport();
    caseId = (await client.cases.create({ name: 'models' })).summary.caseId;
    // Scored by a version: what a case says of it counts as an observation of drift too.
    const read = { caseId, paths: [at('test.log')], options: { model: 'shop' } };
    await finish((await client.jobs.startAnalyze(read)).jobId, 'analyze');
    const learned = { name: 'fromcase', caseId, options: { session: SESSION } };
    await finish((await client.models.startTrain(learned)).jobId, 'train');
  });

  it('compares two versions on the same input and measures drift, on files and on an open case', async () => {
    const { client } = transport();
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
    const { client } = transport();
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
    const { client } = transport();
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
});
