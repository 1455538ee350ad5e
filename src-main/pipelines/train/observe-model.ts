import type { LabelEvaluation } from '#shared/domain/analysis-run.ts';
import type { ModelAlert, ModelObservation, TrainingMetrics } from '#shared/domain/model-version.ts';
import { populationStability, stabilityNoise } from '#shared/metrics/population-stability.ts';
import type { ModelArtifact } from '../../models/model-file/model-artifact.ts';
import { binFeature, type BinnedTable, binScores } from '../../models/reference-distribution.ts';

/** A stability index above it means that the distribution has changed. */
export const DRIFT_LIMIT = 0.25;
/** Features an observation names. */
const MAX_FEATURES = 20;
/** Fewer units say nothing about a distribution. */
const MIN_UNITS = 50;
const MAX_DRIFTED_SHARE = 0.2;
const MAX_UNKNOWN_SHARE = 0.05;
/** Alarms may be this much more frequent than on held-out training units, and never count below the share. */
const MAX_ALARM_FACTOR = 5;
const MIN_ALARM_SHARE = 0.05;
/** F1 may be this much below that of the training. */
const MAX_F1_LOSS = 0.1;

export type Seen = Omit<ModelObservation, 'name' | 'number' | 'atMs' | 'source'>;

export interface ScoredByModel {
  readonly scored: { readonly table: BinnedTable; readonly scores: Float64Array };
  readonly threshold: number;
  readonly unknownShare: number;
  readonly evaluation: LabelEvaluation | null;
}

/** Compares what a model has scored with what it was trained on; indices are less what chance alone would give. */
export function observeModel({ reference }: Pick<ModelArtifact, 'reference'>, seen: ScoredByModel): Seen {
  const { scored, threshold, unknownShare, evaluation } = seen;
  const { table, scores } = scored;
  const features = reference.features.map((feature) => ({
    feature: feature.feature,
    drift: driftBetween(feature.counts, binFeature(feature, table)),
  }));
  features.sort((a, b) => b.drift - a.drift);
  const scoreBins = { trained: reference.scores, seen: binScores(scores) };
  return {
    units: table.units.length,
    alarmShare: scores.length === 0 ? 0 : scores.filter((score) => score > threshold).length / scores.length,
    scoreDrift: driftBetween(scoreBins.trained, scoreBins.seen),
    scoreBins,
    features: features.slice(0, MAX_FEATURES),
    drifted: features.filter(({ drift }) => drift > DRIFT_LIMIT).length,
    compared: features.length,
    unknownShare,
    evaluation,
  };
}

function driftBetween(expected: readonly number[], actual: readonly number[]): number {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const noise = stabilityNoise(expected.length, sum(expected), sum(actual));
  return Math.max(0, populationStability(expected, actual) - noise);
}

/** What of an observation a person should look at. */
export function alertsOf(trained: TrainingMetrics, seen: Seen): Pick<ModelAlert, 'kind' | 'message'>[] {
  const alerts: Pick<ModelAlert, 'kind' | 'message'>[] = [];
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const drift = (message: string): number => alerts.push({ kind: 'drift', message });
  const degradation = (message: string): number => alerts.push({ kind: 'degradation', message });
  const { labelled } = trained;
  if (seen.evaluation !== null && labelled !== null && seen.evaluation.f1 < labelled.f1 - MAX_F1_LOSS) {
    degradation(`F1 is ${seen.evaluation.f1.toFixed(3)}, on its training input it was ${labelled.f1.toFixed(3)}.`);
  }
  if (seen.units < MIN_UNITS) return alerts;
  const limit = Math.max(MIN_ALARM_SHARE, trained.heldOutAlarmShare * MAX_ALARM_FACTOR);
  if (seen.alarmShare > limit) {
    const before = percent(trained.heldOutAlarmShare);
    degradation(
      `${percent(seen.alarmShare)} of the units lie above the threshold, of held-out training units ${before}.`,
    );
  }
  if (seen.unknownShare > MAX_UNKNOWN_SHARE) {
    drift(`${percent(seen.unknownShare)} of the events are of templates it does not know.`);
  }
  if (seen.scoreDrift > DRIFT_LIMIT)
    drift(`The scores are distributed otherwise: index ${seen.scoreDrift.toFixed(2)}.`);
  if (seen.compared > 0 && seen.drifted / seen.compared > MAX_DRIFTED_SHARE) {
    const [first] = seen.features;
    const most = first === undefined ? '' : `, most of all ${first.feature} (${first.drift.toFixed(2)})`;
    drift(`${seen.drifted} of ${seen.compared} features are distributed otherwise${most}.`);
  }
  return alerts;
}
