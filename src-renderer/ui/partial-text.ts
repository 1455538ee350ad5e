import type { PartialCoverage } from '#shared/contract/incidents.ts';
import { detectorText } from './detector-text.ts';
import { formatPercent } from './format.ts';

/** What partial incidents are of: `first 11 % of the bytes`. */
export function coverageText({ share }: Pick<PartialCoverage, 'share'>): string {
  return `first ${formatPercent(share)} of the bytes`;
}

/** The same as a sentence, with who has not judged yet and when the exact ones come. */
export function partialSentence(coverage: PartialCoverage): string {
  const { missingDetectors } = coverage;
  const without = missingDetectors.length === 0 ? '' : `, without ${missingDetectors.map(detectorText).join(' and ')}`;
  return `Partial: ${coverageText(coverage)}${without}. The exact incidents come when reading ends.`;
}
