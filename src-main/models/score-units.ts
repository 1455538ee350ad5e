import { ModelError } from '#shared/base/errors.ts';
import type { Contribution } from '#shared/domain/detection.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import { calibrate, scoreFromSurprise } from './calibration.ts';
import { joinSurprises } from './ensemble.ts';
import { fitDetectors, type FitDetectorsOptions, type FittedDetector, type FittedDetectors } from './fit-detectors.ts';
import { compareFeatures, type FeatureComparison, holdTable } from './held-study.ts';
import { rawScoresAside, rawScoresOf } from './raw-scores.ts';
import type { AutoThreshold } from './threshold.ts';

/** One detector's part in a scored table. */
export interface DetectorScores extends Omit<FittedDetector, 'seconds'> {
  /** Fitting, calibrating and scoring together. */
  readonly seconds: number;
  /** Calibrated, 0..1, one a unit. */
  readonly scores: Float64Array;
  readonly explain: (unit: number, limit: number) => Contribution[];
}

export interface ScoredUnits {
  /** As scored: with the levels it was held against, and features that only they know. */
  readonly table: FeatureTable;
  readonly detectors: readonly DetectorScores[];
  /** Joined score, 0..1, one a unit. */
  readonly scores: Float64Array;
  readonly autoThreshold: AutoThreshold;
  /** How far the features are those of the levels the detectors were fitted with; null when they know no levels. */
  readonly compared: FeatureComparison | null;
}

/**
 * Fits the detectors on a table, scores the same table and joins the scores.
 * A detector that cannot fit is answered for by the statistical baseline and says why; an empty table gives no scores.
 */
export async function scoreUnits(
  table: FeatureTable,
  options: Omit<FitDetectorsOptions, 'calibrateOn'>,
): Promise<ScoredUnits> {
  return scoreWith(await fitDetectors(table, { ...options, calibrateOn: 'training' }), table);
}

/**
 * Has detectors that can do so score sessions on threads of their own; `scoreWith` then has the scores at once. Windows are
 * held against levels first and cost little.
 * @throws CancelledError; what the models throw
 */
export async function prepareScores(
  { unitKind, detectors }: FittedDetectors,
  table: FeatureTable,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (unitKind !== 'session' || table.units.kind !== 'session') return;
  for (const { model } of detectors) {
    if (model.scoreAside !== undefined) await rawScoresAside(model, table, signal);
  }
}

/**
 * Scores a table with fitted detectors and joins the scores; the threshold is the fitted one.
 * @throws ModelError `model.shape-mismatch` when the table has another kind of units.
 */
export function scoreWith(fitted: FittedDetectors, table: FeatureTable): ScoredUnits {
  if (fitted.unitKind !== table.units.kind) {
    throw new ModelError(
      'model.shape-mismatch',
      `The detectors were fitted on ${fitted.unitKind}s and cannot score ${table.units.kind}s.`,
    );
  }
  const held = fitted.usual === null ? table : holdTable(table, fitted.usual);
  const scored = fitted.detectors.map((detector) => scoreDetector(detector, held));
  const joined = joinSurprises(
    scored.map(({ surprise }) => surprise),
    fitted.detectors.map(({ weight }) => weight),
  );
  return {
    table: held,
    detectors: scored.map(({ detector }) => detector),
    scores: joined.map(scoreFromSurprise),
    autoThreshold: fitted.autoThreshold,
    compared: fitted.usual === null ? null : compareFeatures(table, fitted.usual),
  };
}

function scoreDetector(
  fitted: FittedDetector,
  table: FeatureTable,
): { readonly detector: DetectorScores; readonly surprise: Float64Array } {
  const startMs = performance.now();
  const { name, fallback, weight, model, calibration } = fitted;
  const surprise = calibrate(calibration, rawScoresOf(model, table));
  const detector: DetectorScores = {
    name,
    fallback,
    seconds: fitted.seconds + (performance.now() - startMs) / 1000,
    weight,
    model,
    calibration,
    scores: surprise.map(scoreFromSurprise),
    explain: (unit, limit) => model.explain(table, unit, limit),
  };
  return { detector, surprise };
}
