import { setImmediate } from 'node:timers/promises';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import { throwIfAborted } from '../base/abort.ts';
import type { AnomalyModel, FitOptions } from './anomaly-model.ts';
import type { RawScale } from './calibration.ts';
import type { CalibrationSplit } from './hold-out.ts';
import { rawScoresAside } from './raw-scores.ts';

/** A model to score with, and the raw scores of the units that calibrate it. */
export interface CalibratingFit {
  readonly model: AnomalyModel;
  /** In the order of the units. */
  readonly raw: Float64Array;
}

export interface CalibratingFitOptions extends Omit<FitOptions, 'onProgress'> {
  readonly create: () => AnomalyModel;
  readonly scale: RawScale;
  readonly splits: readonly CalibrationSplit[];
  readonly onProgress: (done: number) => void;
}

/**
 * Fits a model and scores the units that calibrate it: without splits the units themselves, else every held-out unit by
 * a trial model that has not seen it. The model that is kept is fitted on all units; only where a single split was held
 * out and raw scores have an order and nothing more (`free`), the trial model is kept, because another fit would put
 * the same unit elsewhere on its scale.
 * @throws ModelError as the model's fit, CancelledError
 */
export async function fitForCalibration(table: FeatureTable, options: CalibratingFitOptions): Promise<CalibratingFit> {
  const { splits, scale } = options;
  const [only] = splits;
  const keepsTrial = only !== undefined && splits.length === 1 && scale === 'free';
  const fits = splits.length + (keepsTrial ? 0 : 1);
  let done = 0;
  const fitOn = async (units: FeatureTable): Promise<AnomalyModel> => {
    const model = options.create();
    const from = done++;
    // Fits of seconds follow one another here: progress is heard and a cancellation taken in between.
    await setImmediate();
    throwIfAborted(options.signal);
    await model.fit(units, { ...options, onProgress: (share) => options.onProgress((from + share) / fits) });
    return model;
  };
  if (keepsTrial) {
    const trial = await fitOn(only.training);
    return { model: trial, raw: await rawScoresAside(trial, only.heldOut, options.signal) };
  }
  const scored: { units: Int32Array; raw: Float64Array }[] = [];
  for (const { training, heldOut, units } of splits) {
    const trial = await fitOn(training);
    scored.push({ units, raw: await rawScoresAside(trial, heldOut, options.signal) });
  }
  const model = await fitOn(table);
  return { model, raw: scored.length === 0 ? await rawScoresAside(model, table, options.signal) : inUnitOrder(scored) };
}

function inUnitOrder(scored: readonly { units: Int32Array; raw: Float64Array }[]): Float64Array {
  const pairs = scored.flatMap(({ units, raw }) => Array.from(units, (unit, i) => [unit, raw[i]!] as const));
  return Float64Array.from(
    pairs.sort(([a], [b]) => a - b),
    ([, raw]) => raw,
  );
}
