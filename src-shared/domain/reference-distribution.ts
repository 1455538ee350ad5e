/** How one feature was distributed over the training units; the yardstick of drift. */
export interface FeatureReference {
  readonly feature: string;
  /**
   * Ascending upper limits, inclusive, of all bins but the last, over units that have the feature. Units that have none
   * of it (absent, or a count of 0) are in a bin of their own, the first of `counts`.
   */
  readonly edges: readonly number[];
  /** Training units a bin, shape [edges.length + 2]. */
  readonly counts: readonly number[];
}

/** How features and scores of training units were distributed. */
export interface ReferenceDistribution {
  /** The features most units have, at most 256. */
  readonly features: readonly FeatureReference[];
  /** Held-out training units by their joined score, in SCORE_BINS equal bins of [0, 1]. */
  readonly scores: readonly number[];
}

export const SCORE_BINS = 20;
