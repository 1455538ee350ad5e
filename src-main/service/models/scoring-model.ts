import type { ScoringOptions } from '#shared/contract/analyze-options.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { AnalysisOptions } from '../../pipelines/analysis/analysis-context.ts';
import type { ScoringModel } from '../../pipelines/analysis/scoring-model.ts';
import { keepModelCopy, readModelCopy, tryLoadModel } from '../../pipelines/train/model-copies.ts';
import { trainBaseline } from '../../pipelines/train/train-baseline.ts';
import type { StageClock } from '../analyze/stage-clock.ts';
import { CaseReading } from '../case-reading.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { ServiceContext } from '../context.ts';
import type { JobRun } from '../jobs/job-manager.ts';
import { loadedModel, loadRegistered } from './registered-model.ts';
import { readScratch } from './scratch.ts';

const BASELINE_LABEL = 'the model of the baseline files';

/** The options of an analysis with the model they name, found once: a copy of it is in the case. */
export interface PinnedOptions {
  readonly model: ScoringModel | null;
  /** Name the version and the hash: a later run with them scores with the same model. */
  readonly options: ScoringOptions;
  /** Version of the product, stored with the run. */
  readonly product: string;
}

/** The analysis that needs a model. */
export interface ScoringJob {
  readonly run: JobRun;
  readonly clock: StageClock;
  readonly session: CaseSession;
  readonly catalog: CaseCatalog;
}

/**
 * Finds or fits the model of an analysis. A registered model that cannot be loaded is no failure: the analysis says why
 * the statistical baseline answered. @throws ModelError `model.not-found` | `model.bad-reference`
 */
export async function pinModel(
  context: ServiceContext,
  job: ScoringJob,
  options: ScoringOptions,
  analysis: AnalysisOptions,
): Promise<PinnedOptions> {
  return { ...(await findModel(context, job, options, analysis)), product: context.version };
}

type FoundModel = Omit<PinnedOptions, 'product'>;

async function findModel(
  context: ServiceContext,
  job: ScoringJob,
  options: ScoringOptions,
  analysis: AnalysisOptions,
): Promise<FoundModel> {
  if (options.modelHash !== undefined) return { model: await modelOfRun(job.catalog, options), options };
  if (options.model !== undefined) return pinRegistered(context, job.catalog, options, options.model);
  if ((options.baselinePaths ?? []).length > 0) return pinBaseline(context, job, options, analysis);
  return { model: null, options };
}

/** The model of a stored run, from the copy in its case; null when it had none. */
export async function modelOfRun(catalog: CaseCatalog, options: ScoringOptions): Promise<ScoringModel | null> {
  const { modelHash: hash, model } = options;
  if (hash === undefined) return null;
  const label = model ?? BASELINE_LABEL;
  const [, name = null, number = null] = /^(.*):(\d+)$/.exec(model ?? '') ?? [];
  const identity = { label, name, number: number === null ? null : Number(number), hash };
  const bytes = await readModelCopy(catalog.caseDir, hash);
  if (bytes === null) return { ...identity, artifact: null, problem: 'its copy in the case is gone' };
  return { ...identity, ...loadedModel(tryLoadModel(bytes, hash)) };
}

async function pinRegistered(
  context: ServiceContext,
  catalog: CaseCatalog,
  options: ScoringOptions,
  reference: string,
): Promise<FoundModel> {
  const { model, bytes } = await loadRegistered(context, reference);
  const { label, hash } = model;
  if (bytes === null) return { model, options: { ...options, model: label } };
  await keepModelCopy(catalog.caseDir, hash, bytes);
  return { model, options: { ...options, model: label, modelHash: hash } };
}

async function pinBaseline(
  context: ServiceContext,
  { run, clock, session, catalog }: ScoringJob,
  options: ScoringOptions,
  analysis: AnalysisOptions,
): Promise<FoundModel> {
  const { reader } = await CaseReading.of(session);
  const request = { paths: options.baselinePaths ?? [], options: {}, edits: catalog.templateEdits.list() };
  const { artifact, encoded } = await readScratch(context, run, clock, request, (baseline) =>
    clock.time('baseline', () =>
      trainBaseline({
        baseline,
        target: reader,
        options: { ...analysis, sinceNs: analysis.sinceNs ?? null, untilNs: analysis.untilNs ?? null },
        product: context.version,
        signal: run.signal,
        progress: ({ stage, done, total }) =>
          run.progress({ stage: `baseline ${stage}`, done, total, unit: 'steps', lines: 0, events: 0, readShare: 1 }),
      }),
    ),
  );
  await keepModelCopy(catalog.caseDir, encoded.hash, encoded.bytes);
  const identity = { label: BASELINE_LABEL, name: null, number: null, hash: encoded.hash };
  return { model: { ...identity, artifact, problem: null }, options: { ...options, modelHash: encoded.hash } };
}
