/** A wildcard followed as a number or key, named so that another case can find it. */
export interface PlannedParameter {
  readonly templateId: string;
  readonly wildcard: number;
  readonly column: number;
  readonly unit: string;
  readonly scale: number;
  readonly typical: number;
  readonly isMarked: boolean;
}

/** A key that links events, with the wildcard that holds it in each template. */
export interface PlannedLink {
  readonly pattern: string;
  readonly wildcards: readonly { readonly templateId: string; readonly wildcard: number }[];
}

/**
 * What the features of windows follow besides counts. It is found in the data; a model carries its own, so that the
 * features of another case mean the same. Empty for sessions.
 */
export interface FeaturePlan {
  readonly numbers: readonly PlannedParameter[];
  readonly keys: readonly PlannedParameter[];
  readonly links: readonly PlannedLink[];
}
