import type { AnalysisResult } from '../../pipelines/analysis/analyze-case.ts';
import { alertsOf, observeModel, type ScoredByModel, type Seen } from '../../pipelines/train/observe-model.ts';
import { shareOfUnknown } from '../../pipelines/train/score-aside.ts';
import type { ScoringModel } from '../../pipelines/analysis/scoring-model.ts';
import type { ModelObservation } from '#shared/domain/model-version.ts';
import { CaseReading } from '../case-reading.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { ServiceContext } from '../context.ts';

/**
 * Stores what a registered version has seen, and raises alerts about it.
 * @param source What was scored, for a person.
 * @returns Null when the version is not in the registry any more, or did not score itself.
 */
export function watchModel(
  { registry }: ServiceContext,
  model: ScoringModel,
  source: string,
  scored: ScoredByModel,
): ModelObservation | null {
  const { name, number, artifact } = model;
  if (name === null || number === null || artifact === null) return null;
  return storeObservation({ registry }, { name, number }, source, observeModel(artifact, scored));
}

/** @returns Null when the version is not in the registry any more. */
export function storeObservation(
  { registry }: Pick<ServiceContext, 'registry'>,
  { name, number }: { readonly name: string; readonly number: number },
  source: string,
  seen: Seen,
): ModelObservation | null {
  const { versions, watch } = registry();
  const version = versions.find(name, number);
  if (version === null) return null;
  const atMs = Date.now();
  const observation: ModelObservation = { name, number, atMs, source, ...seen };
  watch.addObservation(observation);
  for (const alert of alertsOf(version.metrics, seen)) watch.addAlert({ name, number, atMs, ...alert });
  return observation;
}

/** After an analysis by a model: the case's scores as the model's next observation. */
export async function watchAnalysis(
  context: ServiceContext,
  session: CaseSession,
  model: ScoringModel | null,
  result: AnalysisResult,
): Promise<void> {
  if (model?.artifact === null || model === null || result.model?.fallback !== null) return;
  const { reader } = await CaseReading.of(session);
  watchModel(context, model, session.dir, {
    scored: result.scoring.scored,
    threshold: result.threshold,
    unknownShare: shareOfUnknown(reader, model.artifact.templates),
    evaluation: result.evaluation,
  });
}
