import { CancelledError, SentinelError } from '#shared/base/errors.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { UsualLevels } from '#shared/domain/usual-levels.ts';
import type { WantedThreshold } from '#shared/domain/threshold-policy.ts';
import { applyThreshold } from '#shared/metrics/apply-threshold.ts';
import type { AnomalyModel } from './anomaly-model.ts';
import { refuseBudget, unitHours } from './asked-threshold.ts';
import {
  calibrate,
  type Calibration,
  fitCalibration,
  type RawScale,
  scoreFromSurprise,
  surpriseFromScore,
} from './calibration.ts';
import { fitForCalibration } from './calibrating-fit.ts';
import { type ChosenDetector, type DetectorDefinition, DETECTORS, detectorsFor } from './detectors.ts';
import { joinSurprises } from './ensemble.ts';
import { type CalibrationSplit, splitForCalibration } from './hold-out.ts';
import { NOTHING_ANOMALOUS, tooLittleData } from './little-data.ts';
import { chooseLoneThreshold } from './lone-threshold.ts';
import { type AutoThreshold, chooseThreshold } from './threshold.ts';
import { fitUsualCalibration } from './usual-calibration.ts';
import { levelsOf } from './window-study.ts';
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
  /** Chosen on the joined scores of the units that calibrate; default `auto`. */
  readonly threshold?: WantedThreshold;
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
  /** Levels of the training windows that other windows are held against; null for sessions and for scoring the training units themselves. */
  readonly usual: UsualLevels | null;
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
 * Fits the detectors on a table and calibrates them. With `heldOut`, units that a trial fit has not
 * seen calibrate (`splitForCalibration`); too few units to hold any out: the training units calibrate.
 * A detector that cannot fit is answered for by the statistical baseline and says why; so are all of them with too
 * little data, and then nothing is above the threshold.
 * @throws ModelError `model.unknown-detector` | `model.threshold-needs-time`; CancelledError
 */
export async function fitDetectors(table: FeatureTable, options: FitDetectorsOptions): Promise<DetectorFit> {
  const tooLittle = tooLittleData(table);
  const splits =
    options.calibrateOn === 'heldOut' ? splitForCalibration(table, options.isUsual === true, options.randomState) : [];
  const isUsual = options.isUsual === true && splits.length > 0;
  const usual = options.calibrateOn === 'heldOut' && tooLittle === null ? levelsOf(table) : null;
  const chosen = detectorsFor(options.detectors, { unitKind: table.units.kind, isUsual });
  const shares = chosen.map(() => 0);
  const fit = (one: (typeof chosen)[number], at: number): Promise<Calibrated> => {
    const onModel = (done: number): void => {
      shares[at] = done;
      const sum = shares.reduce((total, share) => total + share, 0);
      options.onProgress?.({ detector: one.definition.name, done: sum / chosen.length });
    };
    onModel(0);
    return fitDetector(one, table, { ...options, isUsual, isAlone: chosen.length === 1, splits, tooLittle, onModel });
  };
  // The last one trains on threads of its own: started first, it learns while the others use this one.
  const fitting = chosen.map((one, at) => ({ one, at })).toReversed();
  const fitted = (await Promise.all(fitting.map(({ one, at }) => fit(one, at)))).toReversed();
  const joined = joinSurprises(
    fitted.map(({ surprise }) => surprise),
    chosen.map(({ weight }) => weight),
  );
  const [lone] = fitted.length === 1 ? fitted : [];
  const isRanked = lone !== undefined && lone.detector.fallback === null && chosen[0]!.definition.scale === 'ranked';
  return {
    unitKind: table.units.kind,
    detectors: fitted.map(({ detector }) => detector),
    usual,
    autoThreshold: chooseFor(options.threshold ?? 'auto', table, joined, () => {
      if (tooLittle !== null) return NOTHING_ANOMALOUS;
      if (isRanked) return chooseLoneThreshold(joined, isUsual);
      return isUsual ? chooseUsualThreshold(joined) : chooseThreshold(joined);
    }),
    calibratingSurprises: joined,
  };
}

/** Units that calibrate stand for as much time as their share in the table. */
function chooseFor(
  wanted: WantedThreshold,
  { units }: FeatureTable,
  joined: Float64Array,
  choose: () => AutoThreshold,
): AutoThreshold {
  if (wanted === 'auto') return choose();
  const hours = (unitHours(units) * joined.length) / Math.max(1, units.length);
  const threshold = applyThreshold(wanted, 0, () => ({ sorted: joined.map(scoreFromSurprise).sort(), hours }));
  if (threshold === null) return refuseBudget(wanted);
  return { threshold, surprise: Math.min(NOTHING_ANOMALOUS.surprise, surpriseFromScore(threshold)), rule: 'asked' };
}

interface DetectorOptions {
  readonly randomState: number;
  readonly signal?: AbortSignal | undefined;
  /** The splits are of units known to be usual. */
  readonly isUsual: boolean;
  /** No other detector has a say. */
  readonly isAlone: boolean;
  readonly splits: readonly CalibrationSplit[];
  /** Why only the statistical baseline may answer; null when each detector may try. */
  readonly tooLittle: string | null;
  readonly onModel: (done: number) => void;
}

async function fitDetector(chosen: ChosenDetector, table: FeatureTable, options: DetectorOptions): Promise<Calibrated> {
  const startMs = performance.now();
  const { definition } = chosen;
  const baseline = DETECTORS[0]!;
  if (options.tooLittle !== null && definition !== baseline)
    return fitAs(chosen, baseline, options.tooLittle, startMs, table, options);
  try {
    return await fitAs(chosen, definition, null, startMs, table, options);
  } catch (error) {
    if (!(error instanceof SentinelError) || error instanceof CancelledError || definition === baseline) throw error;
    return fitAs(chosen, baseline, error.message, startMs, table, options);
  }
}

async function fitAs(
  { definition: { name }, weight }: ChosenDetector,
  answering: DetectorDefinition,
  fallback: string | null,
  startMs: number,
  table: FeatureTable,
  { randomState, signal, isUsual, isAlone, splits, onModel }: DetectorOptions,
): Promise<Calibrated> {
  const scale = isAlone ? scaleAlone(answering, table.units.kind) : answering.scale;
  const { model, raw } = await fitForCalibration(table, {
    create: () => answering.create(table.units.kind),
    scale,
    splits,
    randomState,
    isUsual,
    signal,
    onProgress: onModel,
  });
  const calibration = isUsual ? fitUsualCalibration(raw, scale) : fitCalibration(raw, scale);
  const surprise = calibrate(calibration, raw);
  const seconds = (performance.now() - startMs) / 1000;
  return { detector: { name, fallback, seconds, weight, model, calibration }, surprise };
}

/**
 * What raw scores of a detector mean where no other has a say. Errors of windows fall off smoothly: how far out one lies
 * tells more than its rank. Sessions repeat few patterns, and the errors of one pattern tell nothing of another's.
 */
function scaleAlone({ scale }: DetectorDefinition, unitKind: FeatureTable['units']['kind']): RawScale {
  return scale === 'ranked' && unitKind === 'window' ? 'free' : scale;
}
