import { ModelError } from '#shared/base/errors.ts';
import type { FeatureSpecification } from '#shared/domain/model-version.ts';
import { FEATURE_CODE, ROW_CODE } from '../analysis/feature-code.ts';

/**
 * What keeps a model from ever scoring here: it was made for features that this version does not make. As a champion it
 * would leave every analysis to the fallback.
 * @returns Null when there is nothing.
 */
export function otherFeatures({ code, unitKind }: Pick<FeatureSpecification, 'code' | 'unitKind'>): string | null {
  const known = unitKind === 'row' ? ROW_CODE : FEATURE_CODE;
  return code === known ? null : `is ${JSON.stringify(code)}, and this version makes ${JSON.stringify(known)}`;
}

/** @throws ModelError `model.other-features` when a version cannot score here, and so not lead. */
export function checkMayLead(version: {
  readonly name: string;
  readonly number: number;
  readonly features: FeatureSpecification;
}): void {
  const problem = otherFeatures(version.features);
  if (problem === null) return;
  const message = `${version.name}:${version.number} cannot be the champion: its features.code ${problem}. Retrain it in full.`;
  throw new ModelError('model.other-features', message, { details: { field: 'features.code' } });
}
