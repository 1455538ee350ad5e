import type { LabelSet } from '#shared/domain/labels.ts';
import type { WantedThreshold } from '#shared/domain/threshold-policy.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import type { ScoringModel } from './scoring-model.ts';

export interface AnalysisOptions {
  /** Regex (first capture group, else the match) or field name; null = time windows. */
  readonly session: string | null;
  /** Null: chosen from span and volume. */
  readonly windowSeconds: number | null;
  /** Null: equal to the window. */
  readonly stepSeconds: number | null;
  /** Null: all. */
  readonly detectors: readonly string[] | null;
  /** A number is on the calibrated score, 0..1; a policy is applied to the scores of the units. */
  readonly threshold: WantedThreshold;
  readonly labels: LabelSet | null;
  readonly seed: number;
  /** Epoch nanoseconds, inclusive; null = no limit. */
  readonly sinceNs?: bigint | null;
  /** Exclusive. */
  readonly untilNs?: bigint | null;
}

export interface AnalysisProgress {
  readonly stage: 'features' | 'detectors' | 'incidents';
  readonly done: number;
  readonly total: number;
}

/** What scoring a case needs; nothing is stored by it. */
export interface ScoringContext {
  /** Refreshed after the last commit. */
  readonly reader: CaseReader;
  readonly options: AnalysisOptions;
  /**
   * Scores with this model instead of fitting on the case; the case has its templates already (`bringTemplates`). Absent or
   * null: the detectors are fitted on the case itself.
   */
  readonly model?: ScoringModel | null;
  readonly signal: AbortSignal;
  readonly progress: (progress: AnalysisProgress) => void;
}
