/**
 * Sequences of equal length, shareable between threads: every array may lie over a SharedArrayBuffer.
 * Exactly one of `features` and `tokens` is there, as the network's shape says.
 */
export interface SequenceSet {
  readonly count: number;
  readonly steps: number;
  readonly width: number;
  /** Rows of `width` features; sequences may share rows. */
  readonly features: Float32Array | null;
  /** Tokens one by one; negative = padding, neither read nor reconstructed. */
  readonly tokens: Int32Array | null;
  /** Where each sequence begins: its first row of features, or its first token. */
  readonly starts: Int32Array;
  /** How often each sequence counts, positive; shape [count]. */
  readonly weights: Float32Array;
}

/** Steps of a sequence that are to be reconstructed. */
export function realSteps({ steps, tokens, starts }: SequenceSet, sequence: number): number {
  if (tokens === null) return steps;
  const start = starts[sequence]!;
  let real = 0;
  for (let at = start; at < start + steps; at++) real += +(tokens[at]! >= 0);
  return real;
}

/** Starts of sequences that lie one after the other. */
export function consecutiveStarts(count: number, steps: number): Int32Array {
  return sharedIntegers(count).map((_, i) => i * steps);
}

/** So many zeros that threads can share. */
export function sharedIntegers(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

export function sharedNumbers(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}
