/** Ground truth for an analysis: either by unit id, or by time interval. */
export interface LabelSet {
  /** Label of a session key or window id. */
  readonly byId: ReadonlyMap<string, boolean>;
  /** Epoch nanoseconds, start inclusive, end exclusive. */
  readonly intervals: readonly { readonly startNs: bigint; readonly endNs: bigint; readonly isAnomalous: boolean }[];
}
