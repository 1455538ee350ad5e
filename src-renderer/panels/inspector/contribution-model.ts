import type { AnomalyView } from '#shared/contract/incidents.ts';

type Contribution = AnomalyView['votes'][number]['contributions'][number];

/** One feature's part in a score, merged over the detectors that named it. */
export interface FeatureShare extends Contribution {
  /** Detectors that named it, in vote order. */
  readonly detectors: readonly string[];
}

/** Largest shares first, at most `limit`; a feature named by several detectors keeps its largest share. */
export function mergeContributions(votes: AnomalyView['votes'], limit: number): readonly FeatureShare[] {
  const byFeature = new Map<string, FeatureShare>();
  for (const vote of votes) {
    for (const part of vote.contributions) {
      const known = byFeature.get(part.feature);
      if (known === undefined) byFeature.set(part.feature, { ...part, detectors: [vote.detector] });
      else
        byFeature.set(part.feature, {
          ...(part.share > known.share ? part : known),
          detectors: [...known.detectors, vote.detector],
        });
    }
  }
  return [...byFeature.values()].sort((a, b) => b.share - a.share).slice(0, limit);
}

/** Positions 0..1 of the parts of a range bar; the axis covers usual range, typical and actual with a margin. */
export interface RangeMarks {
  readonly low: number;
  readonly high: number;
  readonly typical: number;
  readonly actual: number;
  /** The bound is open on that side: drawn to the edge. */
  readonly isLowOpen: boolean;
  readonly isHighOpen: boolean;
}

export function rangeMarks(part: Pick<Contribution, 'actual' | 'typical' | 'low' | 'high'>): RangeMarks {
  const values = [part.actual, part.typical, part.low ?? part.typical, part.high ?? part.typical];
  const least = Math.min(...values);
  const most = Math.max(...values);
  const margin = (most - least || Math.abs(most) || 1) * 0.08;
  const place = (value: number) => (value - least + margin) / (most - least + 2 * margin);
  return {
    low: part.low === null ? 0 : place(part.low),
    high: part.high === null ? 1 : place(part.high),
    typical: place(part.typical),
    actual: place(part.actual),
    isLowOpen: part.low === null,
    isHighOpen: part.high === null,
  };
}

/** `3.2 x typical`, `none of the usual 40`, `0 is usual`: how far the actual value is from the typical one, in words. */
export function compareText(actual: number, typical: number): string {
  if (actual === typical) return 'as usual';
  if (typical === 0) return 'usually none';
  if (actual === 0) return 'missing';
  const ratio = actual / typical;
  if (!Number.isFinite(ratio) || ratio <= 0) return actual > typical ? 'higher than usual' : 'lower than usual';
  if (ratio >= 1.05) return `${ratio >= 10 ? Math.round(ratio) : Number(ratio.toPrecision(2))} × typical`;
  if (ratio <= 0.95) return `${Math.max(1, Math.round(ratio * 100))} % of typical`;
  return 'near typical';
}
