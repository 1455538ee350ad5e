import { scoreFromSurprise } from './calibration.ts';
import { type AutoThreshold, chooseThreshold } from './threshold.ts';

/** Share of usual units that may be flagged: a few of them always hold what training did not. */
const ALARM_SHARE = 0.002;
/** Where fewer units than that are at hand, the tail beyond them is read off this share of them. */
const TAIL_SHARE = 0.1;
const MIN_TAIL = 5;
/** Above what held-out units reach: the model that is kept is not the one that scored them. */
const MARGIN = 0.1;
/** One unit in 20 on one detector alone is no alarm. */
const MIN_SURPRISE = 1.3;
/** Fewer units have no tail to speak of. */
const MIN_UNITS = 20;

/**
 * Chooses a threshold from units that are known to be usual and were not fitted on.
 * A gap among them separates nothing, so the rule differs from that for unlabelled units: one usual unit in 500 may lie
 * above it. With fewer units the tail beyond the highest one is taken for exponential, no longer than the surprises
 * themselves promise.
 */
export function chooseUsualThreshold(surprises: Float64Array): AutoThreshold {
  const n = surprises.length;
  if (n < MIN_UNITS) return chooseThreshold(surprises);
  const descending = Float64Array.from(surprises).sort().reverse();
  const allowed = Math.floor(n * ALARM_SHARE);
  const share = (allowed + 1) / n;
  const beyond = share > ALARM_SHARE ? decayOf(descending) * Math.log(share / ALARM_SHARE) : 0;
  const surprise = Math.max(MIN_SURPRISE, descending[allowed]! + beyond + MARGIN);
  return { threshold: scoreFromSurprise(surprise), surprise, rule: 'usual' };
}

/** Mean excess of the highest units over the lowest of them; a calibrated surprise falls by e every log10(e). */
function decayOf(descending: Float64Array): number {
  const count = Math.min(descending.length - 1, Math.max(MIN_TAIL, Math.floor(descending.length * TAIL_SHARE)));
  const floor = descending[count]!;
  let excess = 0;
  for (let i = 0; i < count; i++) excess += descending[i]! - floor;
  return Math.min(Math.LOG10E, excess / count);
}
