/** What an analysis run says of itself besides its findings; stored with the run as plain JSON. */
export interface AnalysisRunResult {
  readonly unitKind: 'window' | 'session';
  readonly units: number;
  /** Null for sessions. */
  readonly windowSeconds: number | null;
  readonly stepSeconds: number | null;
  readonly detectors: readonly DetectorRun[];
  /** Threshold that `auto` gives, whatever the run used. */
  readonly autoThreshold: number;
  /** Against labels; null without them. */
  readonly evaluation: LabelEvaluation | null;
  /** The model that scored; null when the detectors were fitted on the case itself. Absent in older runs. */
  readonly model?: ModelRun | null;
  /** What it takes to repeat the run. Absent in older runs. */
  readonly provenance?: RunProvenance;
  /** A session key found in the data; null when none stood out or one was given. */
  readonly proposedSession: string | null;
  /** By stage. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** What a run was made from and by. */
export interface RunProvenance {
  /** Version of the product. */
  readonly product: string;
  /** Version of features, templates and their names. */
  readonly features: string;
  readonly seed: number;
  /** In reading order. */
  readonly inputs: readonly InputRecord[];
}

/** A source as it was read. */
export interface InputRecord {
  readonly path: string;
  readonly member: string | null;
  readonly bytesIn: number;
  readonly lines: number;
  /** SHA-256 over its lines as stored, 64 hex digits: equal lines, equal hash. */
  readonly hash: string;
}

/** The model an analysis scored with. */
export interface ModelRun {
  /** In the registry; null for one fitted on baseline files. */
  readonly name: string | null;
  readonly number: number | null;
  /** SHA-256 of the model as data, 64 hex digits; a copy of it is in the case. */
  readonly hash: string;
  /** Why the statistical baseline answered in its place; null when the model itself did. */
  readonly fallback: string | null;
  /** What of the model could not be used, or only in part; null when all of it was. Absent in older runs. */
  readonly note?: string | null;
}

export interface DetectorRun {
  readonly name: string;
  /** Why the statistical baseline answered in its place; null when the detector itself did. */
  readonly fallback: string | null;
  readonly seconds: number;
}

export interface LabelEvaluation {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Null when the labels hold one class only. */
  readonly rocAuc: number | null;
  readonly prAuc: number | null;
}
