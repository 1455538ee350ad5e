/** How two sets of verdicts on the same items meet. */
export interface Agreement {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
  /** Share of items with the same verdict; 1 for no items. */
  readonly share: number;
  /**
   * Cohen's kappa: agreement beyond what chance gives, at most 1; null when both always say the same one thing.
   * Source: Cohen, "A coefficient of agreement for nominal scales", 1960.
   */
  readonly kappa: number | null;
}

/** @throws RangeError when the lengths differ. */
export function measureAgreement(first: ArrayLike<boolean>, second: ArrayLike<boolean>): Agreement {
  const n = first.length;
  if (second.length !== n) throw new RangeError(`${n} verdicts against ${second.length}.`);
  let both = 0;
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let i = 0; i < n; i++) {
    if (first[i] && second[i]) both++;
    else if (first[i]) onlyFirst++;
    else if (second[i]) onlySecond++;
  }
  const neither = n - both - onlyFirst - onlySecond;
  const share = n === 0 ? 1 : (both + neither) / n;
  const [p, q] = n === 0 ? [0, 0] : [(both + onlyFirst) / n, (both + onlySecond) / n];
  const chance = p * q + (1 - p) * (1 - q);
  return { both, onlyFirst, onlySecond, neither, share, kappa: chance === 1 ? null : (share - chance) / (1 - chance) };
}

/**
 * Rank correlation of two scorings of the same items, ties counted by their mean rank.
 * @returns In [-1, 1]; null for fewer than two items or when either scoring is constant. Source: Spearman 1904.
 */
export function rankCorrelation(first: ArrayLike<number>, second: ArrayLike<number>): number | null {
  if (first.length !== second.length) throw new RangeError(`${first.length} scores against ${second.length}.`);
  const [a, b] = [ranks(first), ranks(second)];
  const mean = (a.length + 1) / 2;
  let covariance = 0;
  let [varianceA, varianceB] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(a[i] ?? 0) - mean, (b[i] ?? 0) - mean];
    covariance += x * y;
    varianceA += x * x;
    varianceB += y * y;
  }
  return varianceA === 0 || varianceB === 0 ? null : covariance / Math.sqrt(varianceA * varianceB);
}

function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => (values[a] ?? 0) - (values[b] ?? 0),
  );
  const out = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (let i = from; i < to; i++) out[order[i] ?? 0] = (from + to + 1) / 2;
    from = to;
  }
  return out;
}

/**
 * Chance that two equally good sets of verdicts differ at least this much (McNemar's exact test): of the items only one
 * of them got right, each side gets half.
 * @param onlyFirstRight Items the first got right and the second wrong; `onlySecondRight` the other way round.
 * @returns Two-sided p-value in (0, 1]. Source: McNemar 1947, exact binomial form.
 */
export function mcnemar(onlyFirstRight: number, onlySecondRight: number): number {
  const n = onlyFirstRight + onlySecondRight;
  const k = Math.min(onlyFirstRight, onlySecondRight);
  // log of C(n, i) / 2^n, summed up to k.
  let log = -n * Math.LN2;
  let tail = Math.exp(log);
  for (let i = 1; i <= k; i++) {
    log += Math.log((n - i + 1) / i);
    tail += Math.exp(log);
  }
  return Math.min(1, 2 * tail);
}
