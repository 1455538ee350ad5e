import { CancelledError, SentinelError } from '#shared/base/errors.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { AnomalyModel } from './anomaly-model.ts';
import { calibrate, type Calibration, fitCalibration } from './calibration.ts';
import { type DetectorDefinition, DETECTORS, selectDetectors } from './detectors.ts';
import { joinSurprises } from './ensemble.ts';
import { splitForCalibration } from './hold-out.ts';
import { NOTHING_ANOMALOUS, tooLittleData } from './little-data.ts';
import { rawScoresOf } from './raw-scores.ts';
import { type AutoThreshold, chooseThreshold } from './threshold.ts';
import { fitUsualCalibration } from './usual-calibration.ts';
import { chooseUsualThreshold } from './usual-threshold.ts';

export interface FitDetectorsOptions {
  /** Null: all. */
  readonly detectors: readonly string[] | null;
  readonly randomState: number;
  /**
   * Whose raw scores calibrate and set the threshold.
   * `training`: the fitted units themselves, anomalies included; for a table that is scored by its own fit.
   * `heldOut`: units a trial fit has not seen; for scoring other tables. A model knows its own training units too well:
   * judged by their scores, every new unit would look odd.
   */
  readonly calibrateOn: 'training' | 'heldOut';
  /** The units are known to be usual, without anomalies among them; default false. Counts with `heldOut` only. */
  readonly isUsual?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: FitProgress) => void) | undefined;
}

export interface FitProgress {
  readonly detector: string;
  /** Over all detectors, 0..1. */
  readonly done: number;
}

/** One detector ready to score. */
export interface FittedDetector {
  readonly name: string;
  /** Why the statistical baseline answers in its place; null when the detector itself does. */
  readonly fallback: string | null;
  /** Spent on fitting and calibrating. */
  readonly seconds: number;
  /** Share in the ensemble. */
  readonly weight: number;
  readonly model: AnomalyModel;
  readonly calibration: Calibration;
}

/** What `fitDetectors` learned: all it takes to score any table of the same features and kind of units. */
export interface FittedDetectors {
  readonly unitKind: 'window' | 'session';
  readonly detectors: readonly FittedDetector[];
  readonly autoThreshold: AutoThreshold;
}

/** What a fit gives besides the detectors. */
export interface DetectorFit extends FittedDetectors {
  /** Joined surprises of the units that calibrated: the training units, or those held out. */
  readonly calibratingSurprises: Float64Array;
}

/** A fitted detector with the surprises its calibration was learned from, one a calibrating unit. */
interface Calibrated {
  readonly detector: FittedDetector;
  readonly surprise: Float64Array;
}

/**
 * Fits the detectors on a table and calibrates them, one after the other.
 * With `heldOut`, a fifth of the units is kept from a trial fit (a random fifth of sessions, the last fifth of windows),
 * scored by it, and gives calibration and threshold. Detectors that count (scale `surprise`) are then fitted on all
 * units; of those whose raw scores only have an order (`free`) the trial model is kept, because another fit would put
 * the same unit elsewhere on its scale. Too few units to hold any out: the training units calibrate.
 * A detector that cannot fit is answered for by the statistical baseline and says why; so are all of them with too
 * little data, and then nothing is above the threshold.
 * @throws ModelError `model.unknown-detector` | CancelledError
 */
export async function fitDetectors(table: FeatureTable, options: FitDetectorsOptions): Promise<DetectorFit> {
  const chosen = selectDetectors(options.detectors);
  const tooLittle = tooLittleData(table);
  const fitted: Calibrated[] = [];
  for (const [at, definition] of chosen.entries()) {
    const onProgress = (done: number): void =>
      options.onProgress?.({ detector: definition.name, done: (at + done) / chosen.length });
    onProgress(0);
    fitted.push(await fitDetector(definition, table, { ...options, tooLittle, onModel: onProgress }));
  }
  const joined = joinSurprises(
    fitted.map(({ surprise }) => surprise),
    chosen.map(({ weight }) => weight),
  );
  return {
    unitKind: table.units.kind,
    detectors: fitted.map(({ detector }) => detector),
    autoThreshold:
      tooLittle !== null
        ? NOTHING_ANOMALOUS
        : isUsualHeldOut(table, options)
          ? chooseUsualThreshold(joined)
          : chooseThreshold(joined),
    calibratingSurprises: joined,
  };
}

function isUsualHeldOut(table: FeatureTable, { calibrateOn, isUsual, randomState }: FitDetectorsOptions): boolean {
  return isUsual === true && calibrateOn === 'heldOut' && splitForCalibration(table, randomState) !== null;
}

interface DetectorOptions extends FitDetectorsOptions {
  /** Why only the statistical baseline may answer; null when each detector may try. */
  readonly tooLittle: string | null;
  readonly onModel: (done: number) => void;
}

async function fitDetector(
  definition: DetectorDefinition,
  table: FeatureTable,
  options: DetectorOptions,
): Promise<Calibrated> {
  const startMs = performance.now();
  const baseline = DETECTORS[0]!;
  if (options.tooLittle !== null && definition !== baseline)
    return fitAs(definition, baseline, options.tooLittle, startMs, table, options);
  try {
    return await fitAs(definition, definition, null, startMs, table, options);
  } catch (error) {
    if (!(error instanceof SentinelError) || error instanceof CancelledError || definition === baseline) throw error;
    return fitAs(definition, baseline, error.message, startMs, table, options);
  }
}

async function fitAs(
  asked: DetectorDefinition,
  answering: DetectorDefinition,
  fallback: string | null,
  startMs: number,
  table: FeatureTable,
  options: DetectorOptions,
): Promise<Calibrated> {
  const { randomState, signal } = options;
  const parts = options.calibrateOn === 'heldOut' ? splitForCalibration(table, randomState) : null;
  const fitOn = async (one: FeatureTable, from: number, to: number): Promise<AnomalyModel> => {
    const model = answering.create(table.units.kind);
    await model.fit(one, { randomState, signal, onProgress: (done) => options.onModel(from + done * (to - from)) });
    return model;
  };
  const keepsTrial = answering.scale === 'free';
  const trial = parts === null ? null : await fitOn(parts.training, 0, keepsTrial ? 1 : 0.45);
  const model = trial !== null && keepsTrial ? trial : await fitOn(table, trial === null ? 0 : 0.45, 1);
  const raw = trial === null ? rawScoresOf(model, table) : trial.score(parts!.heldOut);
  const isUsual = options.isUsual === true && trial !== null;
  const calibration = isUsual ? fitUsualCalibration(raw, answering.scale) : fitCalibration(raw, answering.scale);
  const surprise = calibrate(calibration, raw);
  const seconds = (performance.now() - startMs) / 1000;
  return { detector: { name: asked.name, fallback, seconds, weight: asked.weight, model, calibration }, surprise };
}
