import { ModelError } from '#shared/base/errors.ts';
import { calibrate, fitCalibration, scoreFromSurprise } from '../../models/calibration.ts';
import { scoreColumnTails } from '../../models/table/column-tails.ts';
import { fitRowModel, outlierThreshold, type RowDetector } from '../../models/table/row-model.ts';
import { fitScales, type NamedColumn, scaleRows } from '../../models/table/table-scaling.ts';

export const TABLE_DETECTORS = ['ensemble', 'isolationForest', 'neighbours', 'baseline'] as const;
export type TableDetector = (typeof TABLE_DETECTORS)[number];

export interface RowScores {
  /** Calibrated, in [0, 1), one a row; higher is more anomalous. */
  readonly scores: Float64Array;
  /** A row is anomalous strictly above it. */
  readonly threshold: number;
  /** Why the statistical baseline answered in place of the detector asked for; null when it answered itself. */
  readonly fallback: string | null;
}

export interface ScoreRowsOptions {
  readonly detector: TableDetector;
  readonly seed: number;
  /** At most; default: the machine's cores. */
  readonly threads?: number | undefined;
  readonly signal: AbortSignal;
}

/** Fits and scores all rows of a numeric table, without labels. @param columns All of one length. */
export async function scoreRows(columns: readonly NamedColumn[], options: ScoreRowsOptions): Promise<RowScores> {
  if (options.detector === 'baseline') return { ...scoreTails(columns), fallback: null };
  try {
    const { model, scores } = await fitRowModel(columns, options.detector satisfies RowDetector, options);
    return { scores, threshold: model.threshold, fallback: null };
  } catch (error) {
    if (!(error instanceof ModelError) || error.code !== 'model.cannot-fit') throw error;
    return { ...scoreTails(columns), fallback: error.message };
  }
}

function scoreTails(columns: readonly NamedColumn[]): { scores: Float64Array; threshold: number } {
  const scales = fitScales(columns);
  const rowCount = columns[0]?.values.length ?? 0;
  if (scales.length === 0) return { scores: new Float64Array(rowCount), threshold: 0 };
  const raw = scoreColumnTails(scaleRows(scales, columns), scales.length);
  const scores = calibrate(fitCalibration(raw, 'free'), raw).map(scoreFromSurprise);
  return { scores, threshold: outlierThreshold(scores) };
}
