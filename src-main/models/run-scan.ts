/** Runs of neighbouring places that together speak for a change, found by their log-likelihood ratios. */

/** A run ends at its peak when this much evidence against it follows, in nats: chance alone gets there once in 150. */
const MAX_DROP = 5;
/** What a stretch of evidence against the run sets apart from its strongest part has to add this much to belong to it, nats. */
const MIN_EDGE = 2;

/** Evidence for "changed" over "as usual" of places in order, in nats. */
export interface RunEvidence {
  readonly gains: Float64Array;
  /** What lies between a place and the one before it speaks against a change so much; null: nothing lies there. */
  readonly gaps: Float64Array | null;
}

/**
 * Finds runs in one pass: a run starts with a place that speaks for a change, lasts over places that say nothing or a
 * little against it, and ends at its peak. So a change that a thin series shows in some windows only is one run, and
 * places at its ends that say nothing are no part of it.
 * @param visit Called with every run of at least two places, as [from, to); runs do not overlap and come in order.
 * Source: the X-drop rule of Altschul et al., "Basic local alignment search tool", J. Mol. Biol. 1990. Deviation: weak ends
 * are left out.
 */
export function scanRuns(evidence: RunEvidence, visit: (from: number, to: number) => void): void {
  const { gains, gaps } = evidence;
  let from = -1;
  let end = 0;
  let sum = 0;
  let peak = 0;
  const close = (): void => {
    leaveWeakEnds(evidence, from, end, visit);
    from = -1;
  };
  for (let at = 0; at < gains.length; at++) {
    if (from >= 0) {
      sum -= gaps === null ? 0 : gaps[at]!;
      if (sum <= 0 || peak - sum > MAX_DROP) close();
    }
    if (from < 0) {
      if (!(gains[at]! > 0)) continue;
      from = at;
      sum = 0;
      peak = 0;
    }
    sum += gains[at]!;
    if (sum > peak) {
      peak = sum;
      end = at + 1;
    } else if (sum <= 0 || peak - sum > MAX_DROP) close();
  }
  if (from >= 0) close();
}

function leaveWeakEnds(
  evidence: RunEvidence,
  first: number,
  end: number,
  visit: (from: number, to: number) => void,
): void {
  const from = passWeakEnd(evidence, first, end - 1, 1) ?? first;
  const last = passWeakEnd(evidence, end - 1, from, -1) ?? end - 1;
  if (last > from) visit(from, last + 1);
}

/** Where a run starts when seen from one end without what is weak there; null when nothing is. */
function passWeakEnd({ gains, gaps }: RunEvidence, end: number, towards: number, step: 1 | -1): number | null {
  let start: number | null = null;
  let sum = 0;
  let peak = 0;
  for (let at = end; at !== towards; at += step) {
    sum += gains[at]!;
    peak = Math.max(peak, sum);
    if (gaps !== null) sum -= gaps[Math.max(at, at + step)]!;
    if (sum >= peak || sum > MIN_EDGE) continue;
    start = at + step;
    sum = 0;
    peak = 0;
  }
  return start;
}
