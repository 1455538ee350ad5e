/**
 * Sequences of equal length, shareable between threads: every array may lie over a SharedArrayBuffer.
 * Exactly one of `features` and `tokens` is there, as the network's shape says.
 */
export interface SequenceSet {
  readonly count: number;
  readonly steps: number;
  readonly width: number;
  /** Shape [count, steps, width]. */
  readonly features: Float32Array | null;
  /** Shape [count, steps]; negative = padding, neither read nor reconstructed. */
  readonly tokens: Int32Array | null;
  /** How often each sequence counts; shape [count], positive. */
  readonly weights: Float32Array;
}

/** Steps of a sequence that are to be reconstructed. */
export function realSteps(set: SequenceSet, sequence: number): number {
  if (set.tokens === null) return set.steps;
  let real = 0;
  for (let at = sequence * set.steps; at < (sequence + 1) * set.steps; at++) real += +(set.tokens[at]! >= 0);
  return real;
}
