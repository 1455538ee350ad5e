import type { Contribution } from '#shared/domain/detection.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';

/** What fitting may use beside the table. */
export interface FitOptions {
  /** Same seed, same table, same model: bit for bit. */
  readonly randomState: number;
  /** The units are known to be usual, without anomalies among them; default false. */
  readonly isUsual?: boolean | undefined;
  /** A long fit looks at it between steps and throws CancelledError. */
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the share of the fit that is done, 0..1; models that fit at once never call it. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** A fitted model as plain data: JSON-safe apart from typed arrays, which are stored as base64 by the registry. */
export interface ModelState {
  readonly model: string;
  readonly version: number;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * A detector: learns what is usual in a feature table and scores units against it.
 * Features are matched by name, so a fitted model scores any table of the same feature code; features it has not seen
 * count as novel where the model can say so and are ignored elsewhere.
 */
export interface AnomalyModel {
  /** Stable name, the column of the scores file. */
  readonly name: string;
  /**
   * Replaces the fitted state; after a rejection or a cancelled fit the model must not be used for scoring.
   * @throws ModelError `model.cannot-fit` with the reason when the table gives it nothing to learn; CancelledError
   */
  fit(table: FeatureTable, options: FitOptions): Promise<void> | void;
  /**
   * @returns One finite number a unit, higher is more anomalous; raw, before calibration. An empty table gives an
   * empty array. @throws ModelError `model.not-fitted`
   */
  score(table: FeatureTable): Float64Array;
  /** The same scores, where much is to be done worked out on a thread of its own; models that score at once have none. */
  scoreAside?(table: FeatureTable, signal?: AbortSignal): Promise<Float64Array>;
  /**
   * The features behind a unit's score, largest share first; shares sum to at most 1, `[]` when nothing stands out.
   * Scores of the same table must have been asked for before.
   */
  explain(table: FeatureTable, unit: number, limit: number): Contribution[];
  /** @throws ModelError `model.not-fitted` */
  save(): ModelState;
  /** Replaces the fitted state. @throws ModelError `model.bad-state` naming the field. */
  load(state: ModelState): void;
}
