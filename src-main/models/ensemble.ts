/**
 * Joins the surprises of several detectors into one: the weighted mean of their probabilities would be dominated by the
 * boldest one, their mean surprise by the dullest; the harmonic mean p-value stays valid under dependence.
 * @param surprises One array a detector, each one number a unit.
 * @returns Surprise of each unit. Source: Wilson, "The harmonic mean p-value", PNAS 2019.
 */
export function joinSurprises(surprises: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const length = surprises[0]?.length ?? 0;
  const joined = new Float64Array(length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let unit = 0; unit < length; unit++) {
    let highest = 0;
    for (const detector of surprises) highest = Math.max(highest, detector[unit]!);
    let odds = 0;
    for (let d = 0; d < surprises.length; d++) odds += (weights[d]! / total) * 10 ** (surprises[d]![unit]! - highest);
    joined[unit] = Math.max(0, highest + Math.log10(odds));
  }
  return joined;
}
