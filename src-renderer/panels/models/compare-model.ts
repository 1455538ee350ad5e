import type { ModelComparison } from '#shared/contract/model-reports.ts';
import { type ModelVersion, referenceOf } from '../../state/model-queries.ts';

/** Below it, a difference is not put down to chance. */
const SIGNIFICANT = 0.05;

/**
 * The version to compare with first: the champion of the same name, for the champion its challenger, else the newest
 * other version of the name, else any other. Null when there is none.
 */
export function suggestOther(version: ModelVersion, versions: readonly ModelVersion[]): string | null {
  const others = versions.filter((one) => referenceOf(one) !== referenceOf(version));
  const own = others.filter((one) => one.name === version.name);
  const wanted = version.aliases.includes('champion') ? 'challenger' : 'champion';
  const found = own.find((one) => one.aliases.includes(wanted)) ?? own[0] ?? others[0];
  return found === undefined ? null : referenceOf(found);
}

/** Which version did better, in a sentence that does not claim more than was measured. */
export function verdictText(result: Pick<ModelComparison, 'first' | 'second' | 'pValue'>): string {
  const { first, second, pValue } = result;
  const [a, b] = [first.evaluation, second.evaluation];
  if (a === null || b === null) return 'Without labels neither can be called better.';
  const name = a.f1 >= b.f1 ? referenceOf(first.version) : referenceOf(second.version);
  const gap = Math.abs(a.f1 - b.f1);
  const chance = pValue === null ? '' : ` (p ${pValue < 0.001 ? '< 0.001' : `= ${pValue.toFixed(3)}`})`;
  if (gap < 0.0005) return `Both have the same F1${chance}.`;
  const lead = `${name} has the higher F1, by ${gap.toFixed(3)}`;
  if (pValue === null) return `${lead}.`;
  return pValue < SIGNIFICANT ? `${lead}${chance}.` : `${lead}, which may be chance${chance}.`;
}
