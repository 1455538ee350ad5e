import type { AnomalyView } from '#shared/contract/incidents.ts';
import { formatCount, formatPercent, formatQuantity } from '../../ui/format.ts';
import { parseFeature } from '../../ui/feature-label.ts';

type Vote = AnomalyView['votes'][number];
type Contribution = Vote['contributions'][number];

/** One feature's part in a unit's score, joined over the detectors that named it. */
export interface FeatureShare extends Contribution {
  /** Detectors that named it, in vote order. */
  readonly detectors: readonly string[];
}

/** Features that say the same number about the same template: an event count, and the step that leads to it. */
export interface FeatureGroup extends FeatureShare {
  /** Names of all of them, the lead first. */
  readonly features: readonly string[];
}

/**
 * Largest shares first, at most `limit` groups.
 * A share is of the whole score: each detector's own, weighed by its score over the detectors that call the unit
 * unusual (over all when none does), so that all shares together never pass 1.
 */
export function mergeContributions(votes: readonly Vote[], limit: number): readonly FeatureGroup[] {
  const unusual = votes.filter((vote) => vote.isAnomaly);
  const deciding = (unusual.length > 0 ? unusual : votes).filter((vote) => vote.contributions.length > 0);
  const total = deciding.reduce((sum, vote) => sum + vote.score, 0);
  const byFeature = new Map<string, FeatureShare>();
  for (const vote of deciding) {
    const weight = total > 0 ? vote.score / total : 1 / deciding.length;
    for (const part of vote.contributions) {
      const known = byFeature.get(part.feature);
      byFeature.set(part.feature, {
        ...part,
        share: (known?.share ?? 0) + weight * part.share,
        detectors: [...(known?.detectors ?? []), vote.detector],
      });
    }
  }
  return groupEqual([...byFeature.values()])
    .sort((a, b) => b.share - a.share)
    .slice(0, limit);
}

/** A template's own count leads its group; shares add up. */
function groupEqual(features: readonly FeatureShare[]): FeatureGroup[] {
  const groups = new Map<string, FeatureGroup>();
  for (const feature of features) {
    const { templateId, unit, actual, typical } = feature;
    const isCount = templateId !== null && /^(events|transitions)\b/.test(feature.feature);
    const key = isCount ? `${templateId} ${unit} ${actual} ${typical}` : feature.feature;
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, { ...feature, features: [feature.feature] });
      continue;
    }
    const leads = parseFeature(feature.feature).subject === 'events';
    groups.set(key, {
      ...(leads ? feature : known),
      share: known.share + feature.share,
      detectors: [...new Set([...known.detectors, ...feature.detectors])],
      features: leads ? [feature.feature, ...known.features] : [...known.features, feature.feature],
    });
  }
  return [...groups.values()];
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

/** Beyond, the exact ratio says how near to nothing the usual is, and no more. */
const MOST_TIMES = 1000;

/** `3.2 × as much`, `25 % of it`, `usually none`: how far the actual value is from the typical one, in words. */
export function compareText(actual: number, typical: number): string {
  if (actual === typical) return 'as usual';
  if (typical === 0) return 'usually none';
  if (actual === 0) return 'missing';
  const ratio = actual / typical;
  if (!Number.isFinite(ratio) || ratio <= 0) return actual > typical ? 'higher than usual' : 'lower than usual';
  if (ratio >= MOST_TIMES) return `over ${formatCount(MOST_TIMES)} × as much`;
  if (ratio >= 1.05) return `${ratio >= 10 ? formatCount(ratio) : Number(ratio.toPrecision(2))} × as much`;
  if (ratio <= 0.95) return `${Math.max(1, Math.round(ratio * 100))} % of it`;
  return 'near typical';
}

const COUNTED = /^(events|transitions|sessions)$/;

/** A value with its unit: `7 events`, `1 event`, `80 ms`, `97 %` of a share, and plain for numbers without a unit. */
export function quantityText(value: number, feature: Pick<Contribution, 'feature' | 'unit'>): string {
  const { unit } = feature;
  if (COUNTED.test(unit)) return `${formatQuantity(value)} ${value === 1 ? unit.slice(0, -1) : unit}`;
  return comparedText(value, feature);
}

/** The same beside another value of the same count: `typical 1.6`. */
export function comparedText(value: number, feature: Pick<Contribution, 'feature' | 'unit'>): string {
  const { unit } = feature;
  if (feature.feature.startsWith('top share')) return formatPercent(value);
  return unit === '' || unit === '1' || COUNTED.test(unit) ? formatQuantity(value) : `${formatQuantity(value)} ${unit}`;
}
