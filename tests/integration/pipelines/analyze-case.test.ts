import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GoldFile } from '#shared/domain/segment.ts';
import type { CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { openCase } from '../../../src-main/catalog/open.ts';
import { generateLogs } from '../../../src-main/generator/generate-logs.ts';
import { CaseReader } from '../../../src-main/lake/case-reader.ts';
import {
  type AnalysisContext,
  analyzeCase,
  type AnalysisResult,
} from '../../../src-main/pipelines/analysis/analyze-case.ts';
import type { AnalysisOptions } from '../../../src-main/pipelines/analysis/analysis-context.ts';
import { parseLabels } from '../../../src-main/pipelines/analysis/read-labels.ts';
import { corpusPath, describeWithCorpus } from '../../helpers/corpus.ts';
import { ingestInto, temporaryFolder } from '../../helpers/ingest-case.ts';

const DEFAULTS: AnalysisOptions = {
  session: null,
  windowSeconds: null,
  stepSeconds: null,
  detectors: null,
  threshold: 'auto',
  labels: null,
  seed: 1,
};

/** A case with one file in it, open for writing. */
class TestCase {
  readonly folder = temporaryFolder();
  catalog!: CaseCatalog;
  reader!: CaseReader;

  async read(path: string): Promise<void> {
    this.catalog = await openCase(join(this.folder.path, 'test.sentinel'), { mode: 'create' });
    await ingestInto(this.catalog, { paths: [path] });
    this.reader = await CaseReader.open(this.catalog, this.catalog.lakeDir);
  }

  async analyze(
    options: Partial<AnalysisOptions> = {},
    signal = new AbortController().signal,
    checks: Pick<AnalysisContext, 'checkBelow' | 'checkGold'> = {},
  ): Promise<AnalysisResult> {
    const { catalog, reader } = this;
    const run = { catalog, reader, lakeDir: catalog.lakeDir, signal, progress: () => undefined, ...checks };
    const result = await analyzeCase({ ...run, options: { ...DEFAULTS, ...options } });
    await reader.refresh();
    return result;
  }

  dispose(): void {
    this.reader?.close();
    this.catalog?.close();
    this.folder[Symbol.dispose]();
  }
}

/** Every number of every incident, asked again. */
async function expectClaimsToHold({ reader }: TestCase, result: AnalysisResult): Promise<void> {
  for (const { summary, claims } of result.incidents) {
    expect(claims.length, summary).toBeGreaterThan(0);
    for (const claim of claims) {
      const [row] = await reader.query(claim.sql);
      expect(Number(Object.values(row ?? {})[0] ?? 0), `${summary}: ${claim.label}`).toBeCloseTo(claim.value, 9);
    }
  }
}

describe('analyzeCase on a generated log', () => {
  const testCase = new TestCase();
  let result: AnalysisResult;
  let labels: readonly (readonly [startNs: bigint, endNs: bigint, kind: string])[];

  beforeAll(async () => {
    const { logPath, labelsPath } = await generateLogs({
      outDir: testCase.folder.path,
      events: 200_000,
      days: 2,
      seed: 31,
      anomalies: ['spike', 'errors', 'silence', 'newTemplate', 'slow', 'valueShift', 'hotKey', 'reorder'],
    });
    const text = readFileSync(labelsPath, 'utf8');
    const set = parseLabels(text);
    const kinds = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[2] ?? '');
    labels = set.intervals.map(({ startNs, endNs }, i) => [startNs, endNs, kinds[i] ?? ''] as const);
    await testCase.read(logPath);
    result = await testCase.analyze({ labels: set });
  });
  afterAll(() => testCase.dispose());

  const incidentsIn = (startNs: bigint, endNs: bigint) =>
    result.incidents.filter((one) => (one.startNs ?? 0n) < endNs && (one.endNs ?? 0n) > startNs);

  it('finds every kind that was planted and calls it so', () => {
    const found = new Set(
      labels
        .filter(([start, end, kind]) => incidentsIn(start, end).some(({ kinds }) => kinds.includes(kind)))
        .map(([, , kind]) => kind),
    );
    expect([...found].sort()).toEqual([...new Set(labels.map(([, , kind]) => kind))].sort());
  });

  it('measures itself against the labels at the threshold it chose', () => {
    expect(result.evaluation?.f1).toBeGreaterThan(0.85);
    const planted = result.incidents.filter((one) =>
      labels.some(([start, end]) => (one.startNs ?? 0n) < end && (one.endNs ?? 0n) > start),
    );
    expect(result.incidents.length - planted.length).toBeLessThanOrEqual(1);
  });

  it('says sentences whose every number a query repeats, with evidence lines', async () => {
    await expectClaimsToHold(testCase, result);
    for (const { summary, evidence } of result.incidents) {
      expect(summary).not.toMatch(/NaN|undefined|null/);
      expect(evidence.length, summary).toBeGreaterThan(0);
      for (const { line, text } of evidence) expect(text.length * line).toBeGreaterThan(0);
    }
  });

  it('leaves features, scores, anomalies and incidents in the case', async () => {
    const { reader, catalog } = testCase;
    const [scores] = await reader.query(
      `SELECT count(*)::INTEGER AS n, sum(is_anomaly::INTEGER)::INTEGER AS flagged FROM scores WHERE detector = 'ensemble'`,
    );
    expect(scores).toEqual({ n: result.units, flagged: result.anomalies.length });
    const [events] = await reader.query(`SELECT sum(value)::INTEGER AS n FROM features WHERE name = 'events'`);
    expect(events).toEqual({ n: reader.eventCount });
    expect(catalog.runs.current()?.runId).toBe(result.runId);
    expect(catalog.runs.incidents(result.runId)).toEqual(result.incidents);
  });

  it('leaves what is told from other features beside them: the windows before, and words of messages', async () => {
    const { reader } = testCase;
    // The log has two days: no former days to go by, so that the engine's own mean over twelve rows is the same.
    const [rolling] = await reader.query(
      `SELECT count(*)::INTEGER AS n, max(abs(r.value - e.usual) / e.usual) AS off FROM features r JOIN (
         SELECT unit_id, avg(value) OVER (ORDER BY start_ns ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING) AS usual
         FROM features WHERE name = 'events') e USING (unit_id) WHERE r.name = 'mean of the last 12 windows'`,
    );
    expect(rolling?.['n']).toBe(result.units - 3);
    expect(rolling?.['off']).toBeLessThan(1e-6);
    const [words] = await reader.query(
      `SELECT count(*)::INTEGER AS n, min(length) AS least, max(length) AS most FROM (
         SELECT sqrt(sum(value * value)) AS length FROM features WHERE name LIKE 'words of messages%' GROUP BY unit_id)`,
    );
    expect(words).toEqual({ n: result.units, least: expect.closeTo(1, 5), most: expect.closeTo(1, 5) });
  });

  it('folds anew at another threshold without reading the case again', async () => {
    const { signal } = new AbortController();
    const none = await result.scoring.findingsAt(0.999_999, signal);
    expect(none).toEqual({ anomalies: [], incidents: [] });
    const more = await result.scoring.findingsAt(0.3, signal);
    expect(more.anomalies.length).toBeGreaterThan(result.anomalies.length);
    expect(result.scoring.evaluateAt(0.3)?.recall).toBeGreaterThanOrEqual(result.evaluation?.recall ?? 1);
  });

  it('gives the same findings for the same seed', async () => {
    const again = await testCase.analyze();
    expect(again.incidents).toEqual(result.incidents);
    expect(again.scoring.scored.scores).toEqual(result.scoring.scored.scores);
  });

  it('stores nothing when a layer turns out to be unsound, whichever', async () => {
    const { runs } = testCase.catalog;
    const before = runs.current();
    const unsound = () => Promise.reject(new Error('unsound'));
    const signal = new AbortController().signal;
    await expect(testCase.analyze({}, signal, { checkBelow: unsound })).rejects.toThrow('unsound');
    let seen: readonly GoldFile[] = [];
    const checkGold = (files: readonly GoldFile[]) => {
      seen = files;
      return unsound();
    };
    await expect(testCase.analyze({}, signal, { checkGold })).rejects.toThrow('unsound');
    expect(seen.map(({ table }) => table)).toEqual(['features', 'scores']);
    expect((await testCase.reader.checkGold(seen)).map(({ status }) => status)).not.toContain('fail');
    expect(runs.current()).toEqual(before);
  });

  it('stores nothing when it is cancelled', async () => {
    const before = testCase.catalog.runs.list().length;
    const controller = new AbortController();
    const running = testCase.analyze({}, controller.signal);
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'job.cancelled' });
    expect(testCase.catalog.runs.list().length).toBe(before);
  });
});

describe('analyzeCase on odd input', () => {
  const analyzeText = async (text: string, options: Partial<AnalysisOptions> = {}): Promise<AnalysisResult> => {
    const testCase = new TestCase();
    try {
      const path = join(testCase.folder.path, 'odd.log');
      writeFileSync(path, text);
      await testCase.read(path);
      return await testCase.analyze(options);
    } finally {
      testCase.dispose();
    }
  };

  it('finds nothing in one event, and nothing in lines without a time', async () => {
    expect(await analyzeText('2026-03-05T10:00:00Z INFO started\n')).toMatchObject({ units: 1, incidents: [] });
    expect(await analyzeText('no time here\nnor here\n')).toMatchObject({ units: 0, incidents: [] });
  });

  it('refuses a session key that no event has, and one that is no pattern', async () => {
    const text = '2026-03-05T10:00:00Z INFO started\n2026-03-05T10:00:01Z INFO done\n';
    await expect(analyzeText(text, { session: 'blk_-?[0-9]+' })).rejects.toMatchObject({ code: 'features.no-session' });
    await expect(analyzeText(text, { session: '(' })).rejects.toMatchObject({ code: 'lake.regex-invalid' });
  });
});

describeWithCorpus('analyzeCase on labelled HDFS sessions', () => {
  const testCase = new TestCase();
  let result: AnalysisResult;

  beforeAll(async () => {
    await testCase.read(corpusPath('hdfs-raw/hdfs.log.gz'));
    const labels = parseLabels(readFileSync(corpusPath('hdfs-raw/labels.csv'), 'utf8'));
    result = await testCase.analyze({ session: String.raw`blk_-?\d+`, labels });
  });
  afterAll(() => testCase.dispose());

  it('reaches F1 0.85 unsupervised at the default threshold over all sessions', () => {
    expect(result).toMatchObject({ unitKind: 'session', units: 5783 });
    expect(result.evaluation?.f1).toBeGreaterThan(0.85);
    expect(result.evaluation?.rocAuc).toBeGreaterThan(0.99);
  });

  it('folds the anomalous sessions into few incidents whose numbers hold', async () => {
    expect(result.anomalies.length).toBeGreaterThan(100);
    expect(result.incidents.length).toBeLessThan(40);
    await expectClaimsToHold(testCase, result);
  });
});
