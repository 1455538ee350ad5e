/**
 * Population stability index between two distributions over the same bins: the sum of (actual - expected) * ln(actual /
 * expected) over the bins. Below 0.1 is taken for stable, above 0.25 for changed.
 * @param expected Counts a bin of the reference.
 * @param actual Counts a bin of what is compared, same bins.
 * @returns 0 or more; 0 when either side is empty. Empty bins count half an item, so that the index stays finite.
 * Source: Siddiqi, "Credit Risk Scorecards", Wiley 2006, chapter 7.
 */
export function populationStability(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  if (expected.length !== actual.length) {
    throw new RangeError(`${expected.length} expected bins for ${actual.length} actual ones.`);
  }
  const bins = expected.length;
  let expectedTotal = 0;
  let actualTotal = 0;
  for (let i = 0; i < bins; i++) {
    expectedTotal += expected[i] ?? 0;
    actualTotal += actual[i] ?? 0;
  }
  if (expectedTotal === 0 || actualTotal === 0) return 0;
  let sum = 0;
  for (let i = 0; i < bins; i++) {
    const e = Math.max(expected[i] ?? 0, 0.5) / expectedTotal;
    const a = Math.max(actual[i] ?? 0, 0.5) / actualTotal;
    if ((expected[i] ?? 0) === 0 && (actual[i] ?? 0) === 0) continue;
    sum += (a - e) * Math.log(a / e);
  }
  return sum;
}

/**
 * What the index comes to by chance alone when both sides are drawn from one distribution: about
 * (bins - 1) * (1 / n + 1 / m). Source: Yurdakul, "Statistical Properties of the PSI", 2018, section 3.
 */
export function stabilityNoise(bins: number, expectedTotal: number, actualTotal: number): number {
  if (bins < 2 || expectedTotal === 0 || actualTotal === 0) return 0;
  return (bins - 1) * (1 / expectedTotal + 1 / actualTotal);
}
