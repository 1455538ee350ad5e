/** A wildcard followed as a number or key, named so that another case can find it. */
export interface PlannedParameter {
  readonly templateId: string;
  readonly wildcard: number;
  /** Column among the template's number or key slots. */
  readonly column: number;
  readonly unit: string;
  /** Added before the logarithm: a twentieth of the median. */
  readonly scale: number;
  /** Median of the sample; 0 for keys. */
  readonly typical: number;
  /** True when values carry their unit themselves (`12ms`) and are brought to its base unit. */
  readonly isMarked: boolean;
}

/** A key that links events, with the wildcard that holds it in each template. */
export interface PlannedLink {
  readonly pattern: string;
  readonly wildcards: readonly { readonly templateId: string; readonly wildcard: number }[];
}

/** In how many messages each word occurs. */
export interface WordCounts {
  readonly messages: number;
  /** Hash of the word, unsigned 32 bits, and messages with it. */
  readonly words: readonly (readonly [hash: number, messages: number])[];
}

/**
 * What the features of windows follow besides counts. It is found in the data; a model carries its own, so that the
 * features of another case mean the same. Empty for sessions, but for the words.
 */
export interface FeaturePlan {
  readonly numbers: readonly PlannedParameter[];
  readonly keys: readonly PlannedParameter[];
  readonly links: readonly PlannedLink[];
  /** Over the training units; absent in a plan that was not trained with. */
  readonly words?: WordCounts | undefined;
}
