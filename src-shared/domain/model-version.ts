import type { LabelEvaluation } from './analysis-run.ts';

/** How a model's features are made; a model scores only features made the same way. */
export interface FeatureSpecification {
  /** Version of the code of features, templates and their names: `features 1, templates 1`. */
  readonly code: string;
  /** `row`: rows of numeric tables, which no log is cut into. */
  readonly unitKind: 'window' | 'session' | 'row';
  /** Regex or field; null for windows and rows. */
  readonly session: string | null;
  /** Null for sessions and rows. */
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

/** `champion` scores where only the name is given; `challenger` is the one it is compared with. */
export const MODEL_ALIASES = ['champion', 'challenger'] as const;
export type ModelAlias = (typeof MODEL_ALIASES)[number];

/** One trained version in the registry. */
export interface ModelVersion {
  readonly name: string;
  /** From 1, never used again. */
  readonly number: number;
  readonly createdAtMs: number;
  readonly origin: 'trained' | 'retrained' | 'updated' | 'imported';
  /** The version it was retrained from; null for a first training or an import. */
  readonly parent: number | null;
  readonly aliases: readonly ModelAlias[];
  /** SHA-256 of the model as data, 64 hex digits. */
  readonly artifactHash: string;
  readonly sizeBytes: number;
  readonly features: FeatureSpecification;
  readonly training: TrainingRecord;
  readonly metrics: TrainingMetrics;
  /** Wall time of reading, features and fitting; null for an import. */
  readonly trainSeconds: number | null;
  /** It keeps a sample of its training units, so that it can be brought up to date without the old data. */
  readonly hasMemory: boolean;
}

/** Something about a version that a person should look at. */
export interface ModelAlert {
  readonly alertId: number;
  readonly name: string;
  readonly number: number;
  readonly atMs: number;
  readonly kind: 'drift' | 'degradation' | 'retrain-failed';
  readonly message: string;
  readonly isRead: boolean;
}

/** What was seen when a version scored something. */
export interface ModelObservation {
  readonly name: string;
  readonly number: number;
  readonly atMs: number;
  /** What was scored, for a person: the folder of a case. */
  readonly source: string;
  readonly units: number;
  readonly alarmShare: number;
  /** Stability index of the joined scores against those of held-out training units. */
  readonly scoreDrift: number;
  /** Units by their joined score, counts in equal bins of [0, 1]: held-out training units, and those seen. */
  readonly scoreBins?: { readonly trained: readonly number[]; readonly seen: readonly number[] };
  /** Features that moved most, most first; the index is less what chance alone would give. */
  readonly features: readonly { readonly feature: string; readonly drift: number }[];
  /** Features whose index is above the limit, and how many were compared. */
  readonly drifted: number;
  readonly compared: number;
  /** Share of events whose template the model does not know. */
  readonly unknownShare: number;
  /** Against labels; null without them. */
  readonly evaluation: LabelEvaluation | null;
}

/** When a model is trained again by a running engine. */
export interface RetrainSchedule {
  readonly name: string;
  /** Five fields as of cron. */
  readonly cron: string;
  readonly timeZone: string;
  readonly mode: 'full' | 'incremental';
  readonly nextAtMs: number | null;
  readonly lastAtMs: number | null;
  /** What the last run ended with, for a person; null before the first. */
  readonly lastOutcome: string | null;
}
