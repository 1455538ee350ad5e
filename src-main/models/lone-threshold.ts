import { scoreFromSurprise, surpriseFromScore } from './calibration.ts';
import { type AutoThreshold, chooseThreshold } from './threshold.ts';

/** Share of usual units that a detector of ranks may flag where nobody else has a say. */
const ALARM_SHARE = 0.01;
/** One unit in 20 is no alarm. */
const MIN_SURPRISE = 1.3;
/** Fewer usual units have no tail to speak of. */
const MIN_UNITS = 20;

/**
 * Chooses the threshold of a detector that answers alone and whose raw scores have an order and little more (`ranked`).
 * Half a false alarm in all units, the rule for joined detectors, asks for more surprise than being the first among all
 * of them, so nothing would ever be above; here one usual unit in a hundred may be.
 * @param surprises Of the units that calibrate. @param isUsual They hold no anomalies and were not fitted on.
 */
export function chooseLoneThreshold(surprises: Float64Array, isUsual: boolean): AutoThreshold {
  const n = surprises.length;
  if (isUsual && n >= MIN_UNITS) {
    const descending = Float64Array.from(surprises).sort().reverse();
    return at(Math.max(MIN_SURPRISE, descending[Math.floor(n * ALARM_SHARE)]!), 'usual');
  }
  const chosen = chooseThreshold(surprises);
  return chosen.rule === 'gap' ? chosen : at(-Math.log10(ALARM_SHARE), 'budget');
}

function at(surprise: number, rule: AutoThreshold['rule']): AutoThreshold {
  const threshold = scoreFromSurprise(surprise);
  // The unit the surprise was read off is not above it, however the score rounds.
  return { threshold, surprise: surpriseFromScore(threshold), rule };
}
