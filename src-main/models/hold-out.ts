import type { FeatureTable } from '#shared/domain/feature-table.ts';
import { Random } from './random.ts';
import { selectUnits } from './select-units.ts';
import { levelsOf } from './window-study.ts';

/** One unit in so many is held out at a time. */
const PARTS = 5;
/** Fewer usual sessions than this cannot calibrate anything but by themselves. */
const MIN_SESSIONS = 20;
/** More sessions than this are not held out in turn: a fifth of them is enough, and one trial fit cheaper than five. */
const MAX_IN_TURN = 10_000;
/** Fewer held-out windows than this cannot calibrate anything. */
const MIN_WINDOWS = 20;

/** A table in two: what a trial model is fitted on, and what it is judged by. */
export interface CalibrationSplit {
  readonly training: FeatureTable;
  readonly heldOut: FeatureTable;
  /** The held-out units by their index in the table. */
  readonly units: Int32Array;
}

/**
 * Splits a table for calibration, four to one each time: up to 10,000 usual sessions into five splits that hold every
 * session out once, more of them into one at random by the seed; windows by time (the last fifth is held out).
 * Sessions that may hold anomalies are not split: a trial fit meets anomalies it has not seen among the held-out
 * sessions, and what it calls those would set the scale.
 * @returns Empty when the units calibrate by themselves.
 */
export function splitForCalibration(table: FeatureTable, isUsual: boolean, randomState: number): CalibrationSplit[] {
  const { length, kind } = table.units;
  if (kind === 'window') {
    const held = Math.floor(length / PARTS);
    if (held < MIN_WINDOWS) return [];
    const split = splitBy(table, (unit) => unit >= length - held);
    // Held-out windows meet the levels of the others as those of another log will meet the model's.
    return [{ ...split, heldOut: { ...split.heldOut, usual: levelsOf(split.training) } }];
  }
  if (!isUsual || length < MIN_SESSIONS) return [];
  const random = new Random(randomState);
  const part = Int32Array.from({ length }, () => random.below(PARTS));
  const parts = length > MAX_IN_TURN ? [0] : Array.from({ length: PARTS }, (_, i) => i);
  return parts.map((one) => splitBy(table, (unit) => part[unit] === one)).filter(({ units }) => units.length > 0);
}

function splitBy(table: FeatureTable, isHeldOut: (unit: number) => boolean): CalibrationSplit {
  const all = Int32Array.from({ length: table.units.length }, (_, unit) => unit);
  const units = all.filter((unit) => isHeldOut(unit));
  return {
    training: selectUnits(
      table,
      all.filter((unit) => !isHeldOut(unit)),
    ),
    heldOut: selectUnits(table, units),
    units,
  };
}
