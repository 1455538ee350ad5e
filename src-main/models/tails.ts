/**
 * Tail probabilities as L = -log10(p): 0 is usual, 3 is one in a thousand. They stay finite and ordered far beyond
 * where the probability itself would round to zero.
 */
const LOG10_E = Math.LOG10E;

/** Two-sided normal tail of |z|. Source: asymptotic series of the Mills ratio beyond 6; below, Numerical Recipes erfc. */
export function normalTail(z: number): number {
  const x = Math.abs(z);
  if (x > 6) return (x * x * 0.5 + Math.log(x) + 0.225_791_352_644_727_4 + 1 / (x * x)) * LOG10_E;
  return Math.max(0, -Math.log10(erfc(x * Math.SQRT1_2)));
}

/** Complementary error function for x >= 0, relative error below 1.2e-7. Source: Numerical Recipes, section 6.2 (Chebyshev fit). */
function erfc(x: number): number {
  const t = 1 / (1 + 0.5 * x);
  const poly =
    -1.265_512_23 +
    t *
      (1.000_023_68 +
        t *
          (0.374_091_96 +
            t *
              (0.096_784_18 +
                t *
                  (-0.186_288_06 +
                    t *
                      (0.278_868_07 +
                        t * (-1.135_203_98 + t * (1.488_515_87 + t * (-0.822_152_23 + t * 0.170_872_77))))))));
  return t * Math.exp(-x * x + poly);
}

/**
 * One-sided tail of a count against its expected value: P(X >= count) above it, P(X <= count) below it.
 * @param dispersion Variance divided by mean: 1 is Poisson, larger is burstier, smaller is more regular than chance
 * (count and mean are divided by it: a quasi-Poisson law).
 * @returns L >= 0; 0 when the count equals the mean. `mean` must be positive.
 * Small counts are summed exactly; from EXACT_BELOW on, the signed root of the deviance is taken as normal, with half
 * an event of continuity correction.
 */
export function countTail(count: number, mean: number, dispersion = 1): number {
  const m = mean / dispersion;
  if (count === 0) return m * LOG10_E;
  const k = count / dispersion;
  if (k < EXACT_BELOW && m < EXACT_BELOW) return Math.max(0, -(k > m ? logUpper(k, m) : logLower(k, m)) * LOG10_E);
  const half = 0.5 / dispersion;
  const x = k > m ? Math.max(m, k - half) : Math.min(m, k + half);
  const deviance = 2 * (x * Math.log(x / m) - (x - m));
  return deviance <= 0 ? 0 : oneSided(Math.sqrt(deviance));
}

const EXACT_BELOW = 40;
/** Terms this small beside the sum end a series: a surprise is off by less than a millionth then. */
const NEGLIGIBLE = 1e-7;

/** ln P(X >= k) for Poisson mean m < k, as first term times a series that shrinks like m / k. */
function logUpper(k: number, m: number): number {
  let term = 1;
  let sum = 1;
  for (let i = 1; i < 400 && term > sum * NEGLIGIBLE; i++) {
    term *= m / (k + i);
    sum += term;
  }
  return Math.min(0, k * Math.log(m) - m - logGamma(k + 1) + Math.log(sum));
}

/** ln P(X <= k) for Poisson mean m >= k. */
function logLower(k: number, m: number): number {
  let term = 1;
  let sum = 1;
  for (let i = 0; k - i > 0 && term > sum * NEGLIGIBLE; i++) {
    term *= (k - i) / m;
    sum += term;
  }
  return Math.min(0, k * Math.log(m) - m - logGamma(k + 1) + Math.log(sum));
}

/** ln Gamma(x) for x > 0. Source: Stirling's series after shifting x above 8; error below 1e-10. */
export function logGamma(x: number): number {
  let product = 1;
  let y = x;
  for (; y < 8; y++) product *= y;
  const inverse = 1 / (y * y);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.918_938_533_204_672_7 + series - Math.log(product);
}

function oneSided(z: number): number {
  return Math.max(0, normalTail(z) + Math.log10(2) * Math.min(1, z));
}

/** P(X >= hits) for hits of `trials` at chance `share` above it (0 below); normal deviance with continuity correction. */
export function shareTail(hits: number, trials: number, share: number): number {
  const h = hits - 0.5;
  const expected = trials * share;
  if (h <= expected || trials <= 0) return 0;
  const misses = trials - h;
  const deviance =
    2 * (h * Math.log(h / expected) + (misses > 0 ? misses * Math.log(misses / (trials - expected)) : 0));
  return deviance <= 0 ? 0 : oneSided(Math.sqrt(deviance));
}
