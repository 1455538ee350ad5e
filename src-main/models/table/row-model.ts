import { ModelError } from '#shared/base/errors.ts';
import { calibrate, type Calibration, fitCalibration, scoreFromSurprise } from '../calibration.ts';
import { median } from '../matrix.ts';
import { type FitMemberOptions, ROW_DETECTORS, type RowMember } from './row-members.ts';
import { scoreMembers } from './score-members.ts';
import { type ColumnScale, fitScales, type NamedColumn, scaleRows } from './table-scaling.ts';

export type RowDetector = keyof typeof ROW_DETECTORS;

/** Everything it takes to score the rows of another table with the same columns; plain data. */
export interface RowModel {
  readonly detector: RowDetector;
  /** Columns it was fitted on, those that did not vary included. */
  readonly columns: readonly string[];
  /** Columns that varied. */
  readonly scales: readonly ColumnScale[];
  readonly members: readonly {
    readonly member: RowMember;
    /** Surprise by rank among the fitted rows. */
    readonly calibration: Calibration;
  }[];
  /** From the members' mean surprise, or the only member's raw score, to surprise. */
  readonly calibration: Calibration;
  /** On the calibrated score; a row is anomalous strictly above it. */
  readonly threshold: number;
}

/** Fewer rows than this cannot be told apart by random splits. */
export const LEAST_ROWS = 8;

export interface RowModelOptions extends FitMemberOptions {
  /** At most, for scoring; default: the machine's cores. */
  readonly threads?: number | undefined;
}

/**
 * Fits a detector on a table that may hold anomalies.
 * @returns The model and the scores of the table's own rows.
 * @throws ModelError `model.cannot-fit`: fewer than `LEAST_ROWS` rows, or no column varies; CancelledError
 */
export async function fitRowModel(
  columns: readonly NamedColumn[],
  detector: RowDetector,
  options: RowModelOptions,
): Promise<{ readonly model: RowModel; readonly scores: Float64Array }> {
  const scales = fitScales(columns);
  const rowCount = columns[0]?.values.length ?? 0;
  if (scales.length === 0) throw new ModelError('model.cannot-fit', 'No column varies.');
  if (rowCount < LEAST_ROWS) {
    throw new ModelError('model.cannot-fit', `${rowCount} rows are too few: ${detector} needs ${LEAST_ROWS}.`);
  }
  const data = scaleRows(scales, columns);
  const fitted = ROW_DETECTORS[detector].map((fit) => fit(data, scales, options));
  const { threads, signal } = options;
  const raws = await scoreMembers(fitted, data, scales.length, { isFitted: true, threads, signal });
  const members = fitted.map((member, i) => {
    const raw = raws[i]!;
    return { member, raw, calibration: fitCalibration(raw, 'ranked') };
  });
  const joined = joinMembers(members);
  const calibration = fitCalibration(joined, 'free');
  const scores = calibrate(calibration, joined).map(scoreFromSurprise);
  const model = {
    detector,
    columns: columns.map(({ name }) => name),
    scales,
    members: members.map(({ member, calibration: ranks }) => ({ member, calibration: ranks })),
    calibration,
    threshold: outlierThreshold(scores),
  };
  return { model, scores };
}

/**
 * Scores the rows of another table.
 * @param columns By name; all of the model's columns must be there. @returns Scores in [0, 1), one a row.
 * @throws CancelledError
 */
export async function scoreRowsBy(
  model: RowModel,
  columns: readonly NamedColumn[],
  options: Omit<RowModelOptions, 'seed'>,
): Promise<Float64Array> {
  const data = scaleRows(model.scales, columns);
  const fitted = model.members.map(({ member }) => member);
  const raws = await scoreMembers(fitted, data, model.scales.length, { ...options, isFitted: false });
  const members = model.members.map(({ calibration }, i) => ({ calibration, raw: raws[i]! }));
  return calibrate(model.calibration, joinMembers(members)).map(scoreFromSurprise);
}

/** Mean surprise of the members by rank; a single member's raw scores as they are. Source: Fisher's combination. */
function joinMembers(members: readonly { raw: Float64Array; calibration: Calibration }[]): Float64Array {
  if (members.length === 1) return members[0]!.raw;
  const joined = new Float64Array(members[0]!.raw.length);
  for (const { raw, calibration } of members) {
    const surprises = calibrate(calibration, raw);
    for (let row = 0; row < joined.length; row++) joined[row]! += surprises[row]! / members.length;
  }
  return joined;
}

/**
 * Median and 2.5 robust deviations of the scores. A table, unlike the windows of a log, may be anomalous to a third, so
 * no share of anomalies and no rate of false alarms is assumed.
 */
export function outlierThreshold(scores: Float64Array): number {
  const middle = median(scores);
  return Math.min(1, middle + 2.5 * 1.4826 * median(scores.map((score) => Math.abs(score - middle))));
}
