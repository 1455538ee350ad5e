import type { FeatureTable } from '#shared/domain/feature-table.ts';
import { Random } from './random.ts';
import { selectUnits } from './select-units.ts';

/** One unit in so many is held out. */
const PARTS = 5;
/** Fewer held-out units than this cannot calibrate anything. */
const MIN_HELD_OUT = 20;

/** A table in two: what a trial model is fitted on, and what it is judged by. */
export interface CalibrationSplit {
  readonly training: FeatureTable;
  readonly heldOut: FeatureTable;
}

/**
 * Splits four to one: sessions at random by the seed, windows by time (the last fifth is held out).
 * @returns Null when the table has too few units to hold any out.
 */
export function splitForCalibration(table: FeatureTable, randomState: number): CalibrationSplit | null {
  const { length, kind } = table.units;
  if (Math.floor(length / PARTS) < MIN_HELD_OUT) return null;
  const random = new Random(randomState);
  const isHeldOut =
    kind === 'session'
      ? () => random.below(PARTS) === 0
      : (unit: number) => unit >= length - Math.floor(length / PARTS);
  const kept: number[] = [];
  const held: number[] = [];
  for (let unit = 0; unit < length; unit++) (isHeldOut(unit) ? held : kept).push(unit);
  return { training: selectUnits(table, Int32Array.from(kept)), heldOut: selectUnits(table, Int32Array.from(held)) };
}
