import type { CompareRequest, DriftRequest } from '#shared/contract/model-requests.ts';
import { ModelError } from '#shared/base/errors.ts';
import { compareModels } from '../../pipelines/train/compare-models.ts';
import { type AsideContext, type AsideScores, evaluateAside, scoreAside } from '../../pipelines/train/score-aside.ts';
import { toAnalysisOptions } from '../analyze/scoring-options.ts';
import { StageClock } from '../analyze/stage-clock.ts';
import type { ServiceContext } from '../context.ts';
import type { JobRun } from '../jobs/job-manager.ts';
import { startComparison, startObservation } from './judging-jobs.ts';
import { loadRegistered } from './registered-model.ts';
import { startTableCompare, startTableDrift } from './table-model-jobs.ts';
import { openTrainingCase } from './training-case.ts';
import { watchModel } from './watch-model.ts';

/**
 * Starts scoring one input with two versions, each at its own threshold (A/B). Nothing is stored.
 * @throws ModelError `model.not-found` | `model.bad-reference`, ContractError, IngestError `labels.*`
 */
export async function startCompare(context: ServiceContext, request: CompareRequest): Promise<string> {
  if (context.registry().versions.resolve(request.first).features.unitKind === 'row') {
    return startTableCompare(context, request);
  }
  const first = await loadRegistered(context, request.first);
  const second = await loadRegistered(context, request.second);
  const options = await toAnalysisOptions(request.options);
  const { withCase, release } = await openTrainingCase(context, request);
  return startComparison(context, {
    caseId: request.caseId ?? null,
    first,
    second,
    release,
    compare: (run, clock) =>
      withCase(run, clock, async ({ catalog }) => {
        const aside = asideOf(run, options);
        const a = await clock.time('first', () => scoreAside({ ...aside, catalog, model: first.model }));
        const b = await clock.time('second', () => scoreAside({ ...aside, catalog, model: second.model }));
        return compareModels(a, b, options.labels);
      }),
  });
}

/** Starts scoring an input with a version and comparing it with what the version was trained on; the result is stored. */
export async function startDrift(context: ServiceContext, request: DriftRequest): Promise<string> {
  if (context.registry().versions.resolve(request.model).features.unitKind === 'row') {
    return startTableDrift(context, request);
  }
  const { model } = await loadRegistered(context, request.model);
  const options = await toAnalysisOptions(request.options);
  const { withCase, release } = await openTrainingCase(context, request);
  return startObservation(context, {
    caseId: request.caseId ?? null,
    model,
    release,
    observe: (run) =>
      withCase(run, new StageClock(), async ({ catalog, files }) => {
        const scores = await scoreAside({ ...asideOf(run, options), catalog, model });
        refuseFallback(scores);
        const source = request.caseId === undefined ? (files[0]?.path ?? '') : catalog.caseDir;
        const threshold = scores.scored.autoThreshold.threshold;
        const evaluation = evaluateAside(scores, options.labels);
        return watchModel(context, model, source, { ...scores, threshold, evaluation });
      }),
  });
}

function asideOf(run: JobRun, options: AsideContext['options']): Omit<AsideContext, 'catalog' | 'model'> {
  return {
    options,
    signal: run.signal,
    progress: ({ stage, done, total }) =>
      run.progress({ stage, done, total, unit: 'steps', lines: 0, events: 0, readShare: 1 }),
  };
}

/** Scores of the baseline say nothing about the model. */
function refuseFallback({ run }: AsideScores): void {
  if (run?.fallback) throw new ModelError('model.unusable', run.fallback);
}
