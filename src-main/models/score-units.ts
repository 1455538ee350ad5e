import { CancelledError, SentinelError } from '#shared/base/errors.ts';
import type { Contribution } from '#shared/domain/detection.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { AnomalyModel } from './anomaly-model.ts';
import { calibrate, type Calibration, fitCalibration, scoreFromSurprise } from './calibration.ts';
import { type DetectorDefinition, DETECTORS, selectDetectors } from './detectors.ts';
import { joinSurprises } from './ensemble.ts';
import { type AutoThreshold, chooseThreshold } from './threshold.ts';

export interface ScoreUnitsOptions {
  /** Null: all. */
  readonly detectors: readonly string[] | null;
  readonly randomState: number;
  readonly signal?: AbortSignal;
}

/** One detector's part in a scored table. */
export interface DetectorScores {
  readonly name: string;
  /** Why the statistical baseline answered in its place; null when the detector itself did. */
  readonly fallback: string | null;
  readonly seconds: number;
  readonly model: AnomalyModel;
  readonly calibration: Calibration;
  /** Calibrated, 0..1, one a unit. */
  readonly scores: Float64Array;
  readonly explain: (unit: number, limit: number) => Contribution[];
}

export interface ScoredUnits {
  readonly table: FeatureTable;
  readonly detectors: readonly DetectorScores[];
  /** Joined score, 0..1, one a unit. */
  readonly scores: Float64Array;
  readonly autoThreshold: AutoThreshold;
}

/**
 * Fits the detectors on a table, scores the same table and joins the scores.
 * A detector that cannot fit is answered for by the statistical baseline and says why; an empty table gives no scores.
 */
export function scoreUnits(table: FeatureTable, options: ScoreUnitsOptions): ScoredUnits {
  const chosen = selectDetectors(options.detectors);
  const fitted = chosen.map((definition) => fitDetector(definition, table, options));
  const surprises = fitted.map(({ surprise }) => surprise);
  const joined = joinSurprises(
    surprises,
    chosen.map(({ weight }) => weight),
  );
  return {
    table,
    detectors: fitted.map(({ detector }) => detector),
    scores: joined.map(scoreFromSurprise),
    autoThreshold: chooseThreshold(joined),
  };
}

interface Fitted {
  readonly detector: DetectorScores;
  readonly surprise: Float64Array;
}

function fitDetector(definition: DetectorDefinition, table: FeatureTable, options: ScoreUnitsOptions): Fitted {
  const startMs = performance.now();
  try {
    return finish(definition, definition, null, startMs, table, options);
  } catch (error) {
    const baseline = DETECTORS[0]!;
    if (!(error instanceof SentinelError) || error instanceof CancelledError || definition === baseline) throw error;
    return finish(definition, baseline, error.message, startMs, table, options);
  }
}

function finish(
  asked: DetectorDefinition,
  answering: DetectorDefinition,
  fallback: string | null,
  startMs: number,
  table: FeatureTable,
  options: ScoreUnitsOptions,
): Fitted {
  const model = answering.create(table.units.kind);
  model.fit(
    table,
    options.signal === undefined ? options : { randomState: options.randomState, signal: options.signal },
  );
  const raw = model.score(table);
  const calibration = fitCalibration(raw, answering.scale);
  const surprise = calibrate(calibration, raw);
  const detector: DetectorScores = {
    name: asked.name,
    fallback,
    seconds: (performance.now() - startMs) / 1000,
    model,
    calibration,
    scores: surprise.map(scoreFromSurprise),
    explain: (unit, limit) => model.explain(table, unit, limit),
  };
  return { detector, surprise };
}
