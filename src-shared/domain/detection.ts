/** How much one feature moved a unit's score. */
export interface Contribution {
  readonly feature: string;
  readonly unit: string;
  readonly actual: number;
  readonly typical: number;
  /** Usual range; null when unbounded on that side. */
  readonly low: number | null;
  readonly high: number | null;
  /** Share of the unit's score, 0..1; the shares of one detector sum to at most 1. */
  readonly share: number;
  /** Template behind the feature, when there is one. */
  readonly templateId: string | null;
  /** Entity (service, host, parameter value) behind the feature, when there is one. */
  readonly entity: string | null;
  /** Where the order of events was not as expected; `actual` and `typical` are then the chances of the two. */
  readonly step?: UnexpectedStep | undefined;
}

/** An event in the place of another one that would have been expected; null stands for the end of the unit. */
export interface UnexpectedStep {
  /** 1-based among the unit's events; one past the last for a missing event. */
  readonly position: number;
  readonly actualTemplateId: string | null;
  readonly expectedTemplateId: string | null;
}

/** One detector's verdict on a unit. */
export interface DetectorVote {
  readonly detector: string;
  /** Calibrated, 0..1, higher is more anomalous; comparable between detectors. */
  readonly score: number;
  readonly isAnomaly: boolean;
  readonly contributions: readonly Contribution[];
}

/** A unit whose ensemble score is strictly above the threshold. */
export interface Anomaly {
  readonly unitId: string;
  readonly startNs: bigint | null;
  readonly endNs: bigint | null;
  readonly score: number;
  readonly kinds: readonly string[];
  readonly entities: readonly string[];
  readonly templateIds: readonly string[];
  readonly votes: readonly DetectorVote[];
}

export interface EvidenceLine {
  readonly path: string;
  readonly member: string | null;
  /** 1-based physical line. */
  readonly line: number;
  /** Byte offset in the decompressed source. */
  readonly offset: number;
  readonly text: string;
  readonly eventId: number;
}

/** Anomalies close in time that share an entity, folded into one, with a sentence a person can check. */
export interface Incident {
  readonly incidentId: string;
  readonly startNs: bigint | null;
  readonly endNs: bigint | null;
  readonly score: number;
  /** One sentence; every number in it can be recomputed by one of `claims`. */
  readonly summary: string;
  readonly kinds: readonly string[];
  readonly entities: readonly string[];
  readonly templateIds: readonly string[];
  readonly unitIds: readonly string[];
  readonly claims: readonly IncidentClaim[];
  readonly evidence: readonly EvidenceLine[];
}

/** A number of the sentence with the query that recomputes it. */
export interface IncidentClaim {
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  /** Read-only SQL over the case's views; its first column of its first row equals `value`. */
  readonly sql: string;
}
