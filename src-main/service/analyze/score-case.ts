import type { ScoringOptions } from '#shared/contract/analyze-options.ts';
import type { LabelSet } from '#shared/domain/labels.ts';
import type { GoldFile } from '#shared/domain/segment.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import type { AnalysisProgress } from '../../pipelines/analysis/analysis-context.ts';
import { type AnalysisContext, analyzeCase, type AnalysisResult } from '../../pipelines/analysis/analyze-case.ts';
import type { CaseScoring } from '../../pipelines/analysis/case-scoring.ts';
import { parseLabels } from '../../pipelines/analysis/read-labels.ts';
import { chooseUnits } from '../../pipelines/analysis/scoring-model.ts';
import { checkGold, checkRead } from '../../pipelines/check-layers.ts';
import { bringTemplates } from '../../pipelines/train/known-templates.ts';
import { CaseReading } from '../case-reading.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { ServiceContext } from '../context.ts';
import type { JobRun } from '../jobs/job-manager.ts';
import { type PinnedOptions, pinModel } from '../models/scoring-model.ts';
import { watchAnalysis } from '../models/watch-model.ts';
import { keepLabels } from './case-labels.ts';
import { readLabelText, scoringPart, toAnalysisOptions } from './scoring-options.ts';
import type { StageClock } from './stage-clock.ts';

/** The latest analysis of an open case in memory: what a moved threshold is folded from. */
export interface LiveScoring {
  readonly runId: string;
  readonly scoring: CaseScoring;
  readonly labels: LabelSet | null;
}

const KEY = Symbol('live scoring');

class ScoringSlot {
  value: LiveScoring | null = null;
  dispose(): void {
    this.value = null;
  }
}

/**
 * Scores the case as a job: the run is stored and current when this returns. Each layer is checked before the next is
 * made from it. @throws LakeError `lake.check-failed`
 */
export async function scoreCase(
  context: ServiceContext,
  run: JobRun,
  session: CaseSession,
  catalog: CaseCatalog,
  options: ScoringOptions,
  clock: StageClock,
): Promise<void> {
  const events = catalog.sources.countEvents();
  const lines = catalog.sources.list().reduce((sum, source) => sum + source.account.lines, 0);
  const progress = ({ stage, done, total }: AnalysisProgress) =>
    run.progress({ stage, done, total, unit: stage === 'features' ? 'events' : 'steps', lines, events, readShare: 1 });
  const check = (work: (reader: CaseReader) => Promise<void>) =>
    clock.time('check', async () => work((await CaseReading.of(session)).reader));
  const checkBelow = () => check((reader) => checkRead(catalog, reader, run.signal));
  const checkAbove = (files: readonly GoldFile[]) => check((reader) => checkGold(catalog, reader, files, run.signal));
  const analysis = await toAnalysisOptions(options);
  const pinned = await pinModel(context, { run, clock, session, catalog }, options, analysis);
  const result = await clock.time('analyze', () =>
    analyzeSession(session, catalog, { ...pinned, checkBelow, checkGold: checkAbove }, run.signal, progress),
  );
  await watchAnalysis(context, session, pinned.model, result);
  run.publish({ type: 'rows', version: catalog.revision, events, readShare: 1 });
}

interface SessionAnalysis extends PinnedOptions, Pick<AnalysisContext, 'checkBelow' | 'checkGold'> {
  readonly labelText?: string | null;
}

/**
 * Scores the case by its model, if it has one, and keeps the scoring for later thresholds.
 * `labelText`, when at hand, stands for the file of labels that the options name.
 * @throws IngestError `labels.unreadable` | `labels.no-columns` | `labels.bad-row`
 */
export async function analyzeSession(
  session: CaseSession,
  catalog: CaseCatalog,
  { options, model, product, labelText: known, checkBelow, checkGold }: SessionAnalysis,
  signal: AbortSignal,
  progress: (progress: AnalysisProgress) => void = () => undefined,
): Promise<AnalysisResult> {
  const slot = await slotOf(session);
  // The former scoring is as large as the new one: it goes first.
  slot.value = null;
  const labelText = await labelTextFor(options, known);
  const labels = labelText === null ? null : parseLabels(labelText);
  const analysis = { ...(await toAnalysisOptions({ ...options, labelsPath: undefined })), labels };
  const isUsable = model !== null && chooseUnits(model, analysis).unusable === null;
  const adopted = isUsable && model.artifact !== null ? { hash: model.hash, ...model.artifact } : null;
  await bringTemplates(catalog, adopted, signal);
  const { reader } = await CaseReading.of(session);
  const result = await analyzeCase({
    catalog,
    reader,
    lakeDir: catalog.lakeDir,
    options: analysis,
    model,
    product,
    checkBelow,
    checkGold,
    storedOptions: scoringPart(options),
    signal,
    progress,
  });
  await keepLabels(catalog.caseDir, result.runId, labelText);
  slot.value = { runId: result.runId, scoring: result.scoring, labels };
  return result;
}

async function labelTextFor({ labelsPath }: ScoringOptions, known: string | null | undefined): Promise<string | null> {
  if (known !== undefined) return known;
  return labelsPath === undefined ? null : readLabelText(labelsPath);
}

/** The scoring of the current run if it is in memory; null after a restart. */
export async function liveScoring(session: CaseSession): Promise<LiveScoring | null> {
  const { value } = await slotOf(session);
  return value !== null && value.runId === session.catalog.runs.current()?.runId ? value : null;
}

function slotOf(session: CaseSession): Promise<ScoringSlot> {
  return session.attached(KEY, async () => new ScoringSlot());
}
