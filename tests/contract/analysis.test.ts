import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import type { JobEvent, JobResult } from '#shared/contract/jobs.ts';
import { tableUrl } from '#shared/contract/tables.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

const EVENTS = 40_000;

describe.each(Object.entries(TRANSPORTS))('analysis over the %s', (_name, open) => {
  let transport: Transport;
  let caseId: string;
  let document: AnalysisDocument;

  const finish = async (jobId: string): Promise<JobResult> => {
    let last: JobEvent | null = null;
    for await (const event of await transport.client.jobs.events({ jobId })) last = event;
    if (last?.type !== 'done')
      throw new Error(last?.type === 'failed' ? last.error.message : `ended with ${last?.type}`);
    return last.result;
  };

  beforeAll(async () => {
    transport = await open();
    const { client, homeDir } = transport;
    const out = join(homeDir, 'generated');
    const made = await finish(
      (await client.jobs.startGenerate({ out, events: EVENTS, days: 1, seed: 7, anomalies: ['errors', 'spike'] }))
        .jobId,
    );
    expect(made).toMatchObject({ kind: 'generate', generated: { events: EVENTS } });
    caseId = (await client.cases.create({ name: 'analysis' })).summary.caseId;
    const options = { labelsPath: join(out, 'labels.csv') };
    const result = await finish(
      (await client.jobs.startAnalyze({ caseId, paths: [join(out, 'app.log')], options })).jobId,
    );
    if (result.kind !== 'analyze') throw new Error(result.kind);
    document = result.document;
  });
  afterAll(() => transport?.dispose());

  it('finds planted anomalies and says so in one document', () => {
    expect(document.totals).toMatchObject({ lines: EVENTS, events: EVENTS, rejectedLines: 0 });
    expect(document.windows).toBeGreaterThan(10);
    expect(document.incidents.length).toBeGreaterThan(0);
    expect(document.anomalies).toBeGreaterThan(0);
    expect(document.detectors.length).toBeGreaterThan(1);
    expect(document.evaluation!.recall).toBeGreaterThan(0);
    for (const incident of document.incidents) expect(incident.evidence.length, incident.summary).toBeGreaterThan(0);
  });

  it('is in the list of cases with what it holds before anybody asked for it', async () => {
    const known = (await transport.client.cases.list()).find((one) => one.caseId === caseId);
    expect(known).toMatchObject({ files: 1, lines: EVENTS, events: EVENTS, incidents: document.incidents.length });
    expect(known!.sizeBytes).toBeGreaterThan(100_000);
  });

  it('checked every layer before the next was made from it', async () => {
    const checks = await transport.client.quality.layers({ caseId });
    expect(new Set(checks.map((check) => check.layer))).toEqual(new Set(['bronze', 'silver', 'gold']));
    expect(checks.filter((check) => check.status === 'fail')).toEqual([]);
    const lines = checks.find((check) => check.checkId.startsWith('bronze.lines'));
    expect(lines).toMatchObject({ status: 'pass', observed: `${EVENTS} of 1..${EVENTS}` });
  });

  it('has no partial incidents once the exact ones are there, and knows none by their ids', async () => {
    const { incidents, cases } = transport.client;
    expect((await cases.info({ caseId })).partial).toBeNull();
    expect(await incidents.partial({ caseId })).toBeNull();
    await expect(incidents.get({ caseId, incidentId: 'p1-i0001' })).rejects.toMatchObject({
      code: 'incidents.not-found',
    });
  });

  it('says what would make each incident normal, by fewer changes than features', async () => {
    const { incidents } = transport.client;
    for (const { incidentId } of await incidents.list({ caseId })) {
      const found = await incidents.counterfactual({ caseId, incidentId });
      expect(found.scoreBefore).toBeGreaterThan(found.threshold);
      expect(found.isNormal, incidentId).toBe(true);
      expect(found.scoreAfter).toBeLessThanOrEqual(found.threshold);
      expect(found.changes.length).toBeGreaterThan(0);
      for (const { actual, wanted } of found.changes) expect(wanted).not.toBe(actual);
    }
    await expect(incidents.counterfactual({ caseId, incidentId: 'none' })).rejects.toMatchObject({
      code: 'incidents.not-found',
    });
  });

  it('hides what a rule takes for normal, counts it, and shows it again', async () => {
    const { incidents, suppressions, cases } = transport.client;
    const before = await incidents.list({ caseId });
    const [first] = before;
    const rule = await suppressions.add({ caseId, scope: { templateId: first!.templateIds[0]! }, reason: 'a test' });
    expect(rule).toMatchObject({ isExpired: false, expiresAtMs: null, reason: 'a test' });
    const shown = await incidents.list({ caseId });
    expect(rule.hits).toBe(before.length - shown.length);
    expect(rule.hits).toBeGreaterThan(0);
    expect(shown.some((one) => one.templateIds[0] === first!.templateIds[0])).toBe(false);
    expect(await transport.client.quality.document({ caseId })).toMatchObject({ suppressed: rule.hits });
    expect((await cases.info({ caseId })).summary.incidents).toBe(shown.length);
    expect(await incidents.get({ caseId, incidentId: first!.incidentId })).toMatchObject({ summary: first!.summary });
    expect(await suppressions.remove({ caseId, ruleId: rule.ruleId })).toEqual({ isRemoved: true });
    expect(await suppressions.remove({ caseId, ruleId: rule.ruleId })).toEqual({ isRemoved: false });
    expect(await incidents.list({ caseId })).toEqual(before);
  });

  it('keeps a rule for all cases in the home, beside the rules of the case', async () => {
    const { incidents, suppressions } = transport.client;
    const before = await incidents.list({ caseId });
    const [templateId] = before[0]!.templateIds;
    const own = await suppressions.add({ caseId, scope: { service: 'nowhere' } });
    const shared = await suppressions.add({ caseId, reach: 'all', scope: { templateId }, reason: 'known everywhere' });
    expect(own).toMatchObject({ reach: 'case', hits: 0 });
    expect(shared.reach).toBe('all');
    const shown = await incidents.list({ caseId });
    expect(shared.hits).toBe(before.length - shown.length);
    expect(shared.hits).toBeGreaterThan(0);
    expect((await suppressions.list({ caseId })).map(({ ruleId }) => ruleId)).toEqual([own.ruleId, shared.ruleId]);
    expect(await suppressions.list({})).toEqual([{ ...shared, hits: null }]);
    const other = (await transport.client.cases.create({ name: 'other rules' })).summary.caseId;
    expect(await suppressions.list({ caseId: other })).toEqual([{ ...shared, hits: 0 }]);
    expect(await suppressions.remove({ caseId: other, ruleId: own.ruleId })).toEqual({ isRemoved: false });
    expect(await suppressions.remove({ ruleId: shared.ruleId })).toEqual({ isRemoved: true });
    expect(await suppressions.remove({ caseId, ruleId: own.ruleId })).toEqual({ isRemoved: true });
    expect(await incidents.list({ caseId })).toEqual(before);
    await transport.client.cases.delete({ caseId: other });
  });

  it('refuses a rule for everything, and lets one end by itself', async () => {
    const { incidents, suppressions } = transport.client;
    await expect(suppressions.add({ caseId, scope: {} })).rejects.toThrow();
    const before = await incidents.list({ caseId });
    const daily = { fromMinute: 0, toMinute: 0 };
    const rule = await suppressions.add({ caseId, scope: { daily }, expiresAtMs: Date.now() - 1 });
    expect(rule).toMatchObject({ isExpired: true, hits: 0 });
    expect(await incidents.list({ caseId })).toEqual(before);
    await suppressions.remove({ caseId, ruleId: rule.ruleId });
  });

  it('explains each incident with votes, evidence and numbers that can be recomputed', async () => {
    const { incidents } = transport.client;
    const list = await incidents.list({ caseId });
    expect(list.map((incident) => incident.incidentId)).toEqual(document.incidents.map((incident) => incident.id));
    const detail = await incidents.get({ caseId, incidentId: list[0]!.incidentId });
    expect(detail.anomalies.length).toBeGreaterThan(0);
    expect(detail.detectors.length).toBeGreaterThan(0);
    expect(detail.anomalies[0]!.votes.some((vote) => vote.contributions.length > 0)).toBe(true);
    for (const [claim, { value }] of detail.claims.entries()) {
      const checked = await incidents.checkClaim({ caseId, incidentId: detail.incidentId, claim });
      expect(checked, detail.claims[claim]!.sql).toEqual({ value, recomputed: value, isEqual: true });
    }
    const evidence = tableFromIPC(
      new Uint8Array(
        await (await transport.request(tableUrl('evidence', { caseId, incidentId: detail.incidentId }))).arrayBuffer(),
      ),
    );
    expect([...evidence.getChild('text')!]).toEqual(detail.evidence.map((line) => line.text));
    const events = await transport.client.events.openIndex({ caseId, filter: { incidentId: detail.incidentId } });
    expect(events.count).toBeGreaterThan(0);
  });

  it('gives the scores as a table whose flags are those of the document', async () => {
    const response = await transport.request(tableUrl('scores', { caseId }));
    const scores = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
    expect(scores.numRows).toBe(document.windows);
    const flagged = [...scores.getChild('score')!].filter((score) => Number(score) > document.threshold!);
    expect(flagged).toHaveLength(document.anomalies);
    expect([...scores.getChild('label')!].filter((label) => label === 1).length).toBeGreaterThan(0);
    for (const { name } of document.detectors) expect(scores.getChild(name), name).not.toBeNull();
  });

  it('knows the labels after the case was closed, without their file', async () => {
    const { client, homeDir } = transport;
    const labels = async () => {
      const response = await transport.request(tableUrl('scores', { caseId }));
      return [...tableFromIPC(new Uint8Array(await response.arrayBuffer())).getChild('label')!];
    };
    const before = await labels();
    await client.cases.close({ caseId });
    rmSync(join(homeDir, 'generated', 'labels.csv'));
    await client.cases.open({ caseId });
    expect(await labels()).toEqual(before);
    // The scores are made again for it, and measured again.
    const effect = await client.scores.previewThreshold({ caseId, threshold: 'auto' });
    expect(effect.evaluation).toEqual(document.evaluation);
    expect(await labels()).toEqual(before);
  });

  it('previews a threshold without storing it, stores it when set, and goes back to auto', async () => {
    const { scores, quality } = transport.client;
    const strict = await scores.previewThreshold({ caseId, threshold: 0.999999 });
    expect(strict.anomalies).toBeLessThanOrEqual(document.anomalies);
    expect((await quality.document({ caseId })).threshold).toBe(document.threshold);
    const loose = await scores.setThreshold({ caseId, threshold: 0.3 });
    expect(loose.anomalies).toBeGreaterThan(document.anomalies);
    const after = await quality.document({ caseId });
    expect(after).toMatchObject({ threshold: 0.3, anomalies: loose.anomalies });
    expect(after.incidents).toHaveLength(loose.incidents);
    const flagged = await transport.client.sql.run({
      caseId,
      sql: "SELECT count(*) FROM scores WHERE detector = 'ensemble' AND is_anomaly",
    });
    expect(flagged.rows).toEqual([[BigInt(loose.anomalies)]]);
    const auto = await scores.setThreshold({ caseId, threshold: 'auto' });
    expect(auto.threshold).toBe(document.threshold);
    expect((await quality.document({ caseId })).incidents).toEqual(document.incidents);
  });

  it('keeps a share, a quantile and a budget of alarms', async () => {
    const { scores } = transport.client;
    const run = (await scores.runs({ caseId }))[0]!;
    const share = await scores.previewThreshold({ caseId, threshold: { kind: 'share', share: 0.1 } });
    expect(share.anomalies).toBeGreaterThan(0);
    expect(share.anomalies).toBeLessThanOrEqual(run.units * 0.1);
    const quantile = await scores.previewThreshold({ caseId, threshold: { kind: 'quantile', quantile: 0.9 } });
    expect(quantile).toEqual(share);
    const budget = { kind: 'budget', alarms: 1, per: 'hour' } as const;
    const kept = await scores.setThreshold({ caseId, threshold: budget });
    expect(kept.alarmsPerHour).toBeLessThanOrEqual(1);
    expect(kept.alarmsPerHour).toBeGreaterThan(0);
    expect((await scores.runs({ caseId }))[0]).toMatchObject({ threshold: kept.threshold, anomalies: kept.anomalies });
    await scores.setThreshold({ caseId, threshold: 'auto' });
  });

  it('scores again with other options without reading the source', async () => {
    const { client } = transport;
    const { jobId } = await client.jobs.startReanalyse({ caseId, options: { windowSeconds: 600, seed: 3 } });
    const result = await finish(jobId);
    expect(result).toMatchObject({ kind: 'analyze', document: { totals: document.totals } });
    const [run, before] = await client.scores.runs({ caseId });
    expect(run).toMatchObject({ unitKind: 'window', windowSeconds: 600, options: { windowSeconds: 600, seed: 3 } });
    expect(before!.windowSeconds).not.toBe(600);
    const { files } = await client.quality.document({ caseId });
    expect(files).toEqual(document.files);
  });

  it('folds a threshold after the case was closed: the scores are made again and are the same', async () => {
    const { client } = transport;
    const before = await client.scores.previewThreshold({ caseId, threshold: 0.9 });
    await client.cases.close({ caseId });
    await client.cases.open({ caseId });
    const again = await client.scores.previewThreshold({ caseId, threshold: 0.9 });
    expect({ ...again, evaluation: null }).toEqual({ ...before, evaluation: null });
  });

  it('refuses what it cannot do, by code', async () => {
    const { client } = transport;
    const empty = (await client.cases.create({ name: 'empty' })).summary.caseId;
    await expect(client.scores.setThreshold({ caseId: empty, threshold: 0.3 })).rejects.toMatchObject({
      code: 'scores.not-found',
    });
    await expect(client.incidents.get({ caseId, incidentId: 'none' })).rejects.toMatchObject({
      code: 'incidents.not-found',
    });
    const baseline = await client.jobs.startReanalyse({ caseId, options: { baselinePaths: ['/nowhere/x.log'] } });
    await expect(finish(baseline.jobId)).rejects.toThrow(/No event could be read of .*x\.log/);
    const both = client.jobs.startReanalyse({ caseId, options: { baselinePaths: ['/x'], model: 'app' } });
    await expect(both).rejects.toMatchObject({ code: 'contract.bad-input' });
    const model = client.jobs.startReanalyse({ caseId, options: { model: 'nobody' } });
    await expect(model).rejects.toMatchObject({ code: 'model.not-found' });
    const detectors = client.jobs.startReanalyse({ caseId, options: { detectors: ['nonsense'] } });
    await expect(detectors).rejects.toMatchObject({ code: 'model.unknown-detector' });
  });
});
