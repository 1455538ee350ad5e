import type { LabelEvaluation } from './analysis-run.ts';

/** How a model's features are made; a model scores only features made the same way. */
export interface FeatureSpecification {
  /** Version of the code of features, templates and their names: `features 1, templates 1`. */
  readonly code: string;
  readonly unitKind: 'window' | 'session';
  /** Regex or field; null for windows. */
  readonly session: string | null;
  /** Null for sessions. */
  readonly windowSeconds: number | null;
  readonly stepSeconds: number | null;
}

/** What a model was fitted on, as far as it can be told without the data. */
export interface TrainingRecord {
  readonly seed: number;
  /** Null: all. */
  readonly detectors: readonly string[] | null;
  /** `all`: as found; `normal`: only units that labels, or the user, say are normal. */
  readonly only: 'all' | 'normal';
  readonly units: number;
  /** Units left out because they are not known to be normal. */
  readonly leftOut: number;
  readonly events: number;
  readonly features: number;
  readonly templates: number;
  /** SHA-256 of the fitted table (names, units, values), 64 hex digits: equal for equal training data. */
  readonly fingerprint: string;
  /** Epoch nanoseconds as text; null without times. */
  readonly fromNs: string | null;
  readonly toNs: string | null;
  /** Version of the product that trained it. */
  readonly product: string;
}

/** What was measured when a version was made. */
export interface TrainingMetrics {
  readonly threshold: number;
  /** Share of held-out training units above the threshold. */
  readonly heldOutAlarmShare: number;
  readonly heldOutUnits: number;
  readonly detectors: readonly { readonly name: string; readonly fallback: string | null }[];
  /** On all labelled units of the training input, fitted ones included; null without labels. */
  readonly labelled: LabelEvaluation | null;
}
