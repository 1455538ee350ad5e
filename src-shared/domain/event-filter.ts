/**
 * What the events list, the timeline and their counts are filtered by. Every part narrows: they are joined by AND;
 * an absent part or an empty array filters nothing.
 */
export interface EventFilter {
  /** Query bar text: free words, "quoted text", field:value, -negated, /regex/ ; parsed by the lake. */
  readonly query?: string;
  /** Epoch nanoseconds, inclusive. Events without a time are left out as soon as a bound is given. */
  readonly fromNs?: bigint;
  /** Epoch nanoseconds, exclusive. */
  readonly toNs?: bigint;
  /** Severity bands 0..6 (index into SEVERITY_NAMES); any of them. */
  readonly severityBands?: readonly number[];
  readonly sourceIds?: readonly number[];
  readonly templateIds?: readonly string[];
  readonly hiddenTemplateIds?: readonly string[];
  readonly services?: readonly string[];
  readonly hosts?: readonly string[];
  readonly components?: readonly string[];
  /** Only the events of these scored units (windows or sessions). */
  readonly unitIds?: readonly string[];
  /** Only the events of this incident's units. */
  readonly incidentId?: string;
}
