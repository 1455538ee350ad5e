import { scoreFromSurprise } from './calibration.ts';

/** No more than this share of units is taken for anomalous without labels. */
const MAX_ANOMALOUS_SHARE = 0.3;
/** Expected false alarms of the fallback threshold, over all units together. */
const FALSE_ALARM_BUDGET = 0.5;

export interface AutoThreshold {
  /** On the calibrated score; a unit is anomalous strictly above it. */
  readonly threshold: number;
  readonly surprise: number;
  /**
   * `gap`: the emptiest stretch between usual and unusual units, as far as it asks for less than the budget; `budget`: half an expected false alarm; `usual`: just
   * above what held-out usual units reach; `little`: too little data to call anything unusual; `asked`: a person's score or policy.
   */
  readonly rule: 'gap' | 'budget' | 'usual' | 'little' | 'asked';
}

/**
 * Chooses a threshold from surprises alone.
 * In an exponential tail the k-th spacing from the top times k is again exponential (Renyi 1953); a spacing far larger
 * than that separates two populations. The largest one among the top three tenths wins when it would be a surprise among all
 * of them; otherwise, or when it lies higher, the threshold is where half a false alarm is expected in all units.
 */
export function chooseThreshold(surprises: Float64Array): AutoThreshold {
  const n = surprises.length;
  const budget = Math.log10(Math.max(n, 20) / FALSE_ALARM_BUDGET);
  const descending = Float64Array.from(surprises, (value) => Math.min(value, budget + 2))
    .sort()
    .reverse();
  const most = Math.floor(n * MAX_ANOMALOUS_SHARE);
  let best = 0;
  let bestAt = -1;
  for (let k = 1; k <= most && k < n; k++) {
    const below = Math.max(descending[k]!, 0);
    if (descending[k - 1]! <= 1) break;
    const spacing = (k * (descending[k - 1]! - Math.max(1, below))) / Math.LOG10E;
    if (spacing > best) {
      best = spacing;
      bestAt = k;
    }
  }
  if (best > Math.log(Math.max(2, most)) + 5) {
    const surprise = Math.min(budget, (Math.max(1, descending[bestAt]!) + descending[bestAt - 1]!) / 2);
    return { threshold: scoreFromSurprise(surprise), surprise, rule: 'gap' };
  }
  return { threshold: scoreFromSurprise(budget), surprise: budget, rule: 'budget' };
}
