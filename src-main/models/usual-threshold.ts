import { scoreFromSurprise } from './calibration.ts';
import { type AutoThreshold, chooseThreshold } from './threshold.ts';

/** Share of usual units that may be strays: odder than the tail of all others, and not meant by it. */
const STRAY_SHARE = 0.005;
/** The tail is read off the next share of the units below the strays. */
const TAIL_SHARE = 0.1;
/** Expected false alarms among the held-out units, strays apart. */
const FALSE_ALARM_BUDGET = 0.5;
/** At least this far above what held-out units reach: the model that is kept is not the one that scored them. */
const MIN_MARGIN = 0.3;
/** One unit in 20 on one detector alone is no alarm. */
const MIN_SURPRISE = 1.3;
/** Fewer units have no tail to speak of. */
const MIN_UNITS = 20;

/**
 * Chooses a threshold from units that are known to be usual and were not fitted on.
 * A gap among them separates nothing, so the rule differs from that for unlabelled units: the highest half percent are
 * set aside as strays (a few usual units always hold what training did not), the tail below them is taken for
 * exponential, and the threshold is where half an expected alarm lies beyond it. So about one usual unit in 200 may be
 * flagged, fewer when there are no strays.
 */
export function chooseUsualThreshold(surprises: Float64Array): AutoThreshold {
  const n = surprises.length;
  if (n < MIN_UNITS) return chooseThreshold(surprises);
  const descending = Float64Array.from(surprises).sort().reverse();
  const strays = Math.ceil(n * STRAY_SHARE);
  const from = descending[strays]!;
  const to = strays + Math.max(5, Math.floor(n * TAIL_SHARE));
  const floor = descending[Math.min(n - 1, to)]!;
  let excess = 0;
  for (let i = strays; i < Math.min(n, to); i++) excess += descending[i]! - floor;
  const decay = excess / Math.max(1, Math.min(n, to) - strays);
  const margin = Math.max(MIN_MARGIN, decay * Math.log(strays / FALSE_ALARM_BUDGET));
  const surprise = Math.max(MIN_SURPRISE, from + margin);
  return { threshold: scoreFromSurprise(surprise), surprise, rule: 'usual' };
}
