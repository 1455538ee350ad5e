import type { Contribution, UnexpectedStep } from '#shared/domain/detection.ts';
import type { FeatureSpec } from '#shared/domain/feature-table.ts';

/** A contribution before its share is known; `weight` is in any unit, larger is more to blame. */
export interface WeighedFeature {
  readonly spec: FeatureSpec;
  readonly actual: number;
  readonly typical: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly weight: number;
  readonly step?: UnexpectedStep;
}

/** The heaviest features first, each once; shares are of the weight of all features given, so they sum to at most 1. */
export function rankContributions(features: readonly WeighedFeature[], limit: number): Contribution[] {
  const strongest = new Map<string, WeighedFeature>();
  for (const feature of features) {
    if (feature.weight > (strongest.get(feature.spec.name)?.weight ?? 0)) strongest.set(feature.spec.name, feature);
  }
  const positive = [...strongest.values()];
  const total = positive.reduce((sum, feature) => sum + feature.weight, 0);
  return positive
    .sort((a, b) => b.weight - a.weight || compareText(a.spec.name, b.spec.name))
    .slice(0, limit)
    .map(({ spec, actual, typical, low, high, weight, step }) => ({
      feature: spec.name,
      unit: spec.unit,
      actual,
      typical,
      low,
      high,
      share: weight / total,
      templateId: spec.lineage.templateId,
      entity: spec.lineage.service ?? spec.lineage.host,
      ...(step === undefined ? {} : { step }),
    }));
}

/** Code unit order: the same on every machine, unlike localeCompare. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
