import type { DetectorVote } from '#shared/domain/detection.ts';
import type { ScoredUnits } from '../../models/score-units.ts';

/** Contributions kept with each vote. */
const MAX_CONTRIBUTIONS = 5;

/** Every detector's verdict on a unit at one threshold for all. */
export function votesOf(scored: ScoredUnits, unit: number, threshold: number): DetectorVote[] {
  return scored.detectors.map(({ name, scores, explain }) => ({
    detector: name,
    score: scores[unit]!,
    isAnomaly: scores[unit]! > threshold,
    contributions: explain(unit, MAX_CONTRIBUTIONS),
  }));
}
