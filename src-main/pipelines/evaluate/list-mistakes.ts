import { unitIdOf, unitStartNs } from '../analysis/unit-ids.ts';
import type { LabelledScores } from './measure-scores.ts';

/** Mistakes told one by one, of each sort. */
const MAX_LISTED = 100;

/** A unit whose verdict is not its label. */
export interface Mistake {
  readonly unitId: string;
  readonly startNs: bigint | null;
  readonly label: boolean;
  readonly score: number;
  /** The feature most to blame for the score, as the first detector that flags it tells; null when none can say. */
  readonly feature: string | null;
}

export interface Mistakes {
  /** Normal units that were flagged, the highest score first. */
  readonly falseAlarms: readonly Mistake[];
  /** Anomalous units that were not, the lowest score first. */
  readonly missed: readonly Mistake[];
}

/** Wrong verdicts of one run, at its own threshold. */
export function listMistakes({ scored, truth }: LabelledScores): Mistakes {
  const { threshold } = scored.autoThreshold;
  const { units } = scored.table;
  const wrong = (label: boolean): number[] =>
    [...truth.keys()].filter((unit) => truth[unit] === label && scored.scores[unit]! > threshold !== label);
  const tell = (unit: number): Mistake => ({
    unitId: unitIdOf(units, unit),
    startNs: unitStartNs(units, unit),
    label: truth[unit] === true,
    score: scored.scores[unit]!,
    feature: leadOf(scored, unit),
  });
  const byScore = (a: number, b: number): number => scored.scores[a]! - scored.scores[b]!;
  return {
    falseAlarms: wrong(false)
      .sort((a, b) => byScore(b, a))
      .slice(0, MAX_LISTED)
      .map(tell),
    missed: wrong(true).sort(byScore).slice(0, MAX_LISTED).map(tell),
  };
}

function leadOf(scored: LabelledScores['scored'], unit: number): string | null {
  const strongest = scored.detectors.toSorted((a, b) => b.scores[unit]! - a.scores[unit]!);
  for (const { explain } of strongest) {
    const [lead] = explain(unit, 1);
    if (lead !== undefined) return lead.feature;
  }
  return null;
}
