import { detectorText } from '../../ui/detector-text.ts';
import { formatCount, formatPlural, formatSpan } from '../../ui/format.ts';
import type { ModelVersion } from '../../state/model-queries.ts';

/** How a version's units are cut: `windows of 1 min`, `sessions by req-\d+`, `rows of tables`. */
export function unitsText({ features }: Pick<ModelVersion, 'features'>): string {
  if (features.unitKind === 'session') return `sessions by ${features.session ?? 'a key'}`;
  if (features.unitKind === 'row') return 'rows of tables';
  const { windowSeconds, stepSeconds } = features;
  const step = stepSeconds === null || stepSeconds === windowSeconds ? '' : `, one every ${formatSpan(stepSeconds)}`;
  return `windows of ${formatSpan(windowSeconds ?? 0)}${step}`;
}

/** `1,440 units, 12 left out`. */
export function trainedOnText({ training }: Pick<ModelVersion, 'training'>): string {
  const left = training.leftOut === 0 ? '' : `, ${formatCount(training.leftOut)} left out`;
  return `${formatPlural(training.units, 'unit')}${left}`;
}

/** Detectors of a version in words; those the baseline answers for say so. */
export function detectorsText({ metrics }: Pick<ModelVersion, 'metrics'>): string {
  return metrics.detectors
    .map(({ name, fallback }) => (fallback === null ? detectorText(name) : `${detectorText(name)} (baseline instead)`))
    .join(', ');
}

/** Three decimals; an en dash where nothing was measured. */
export function ratioText(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : value.toFixed(3);
}

/** A share with one decimal: alarm shares are mostly below one percent. */
export function shareText(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** What a stability index says; the limits are those of the field. */
export function driftText(index: number): 'stable' | 'moved' | 'changed' {
  if (index < 0.1) return 'stable';
  return index <= 0.25 ? 'moved' : 'changed';
}

/** A model name from a case name: letters, digits, `_ . -`, at most 100 characters. */
export function modelNameOf(caseName: string): string {
  return (
    caseName
      .replace(/\.[A-Za-z]+$/, '')
      .replace(/[^A-Za-z0-9_.-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 100) || 'model'
  );
}

/** Why a typed name is no model name; null when it is one. */
export function nameProblem(name: string): string | null {
  if (name === '') return 'A name is needed';
  return /^[A-Za-z0-9][\w.-]{0,99}$/.test(name)
    ? null
    : 'Letters, digits, _ . - only, beginning with a letter or digit';
}
