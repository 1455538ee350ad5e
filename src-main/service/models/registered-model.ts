import { SentinelError } from '#shared/base/errors.ts';
import type { ScoringModel } from '../../pipelines/analysis/scoring-model.ts';
import { tryLoadModel } from '../../pipelines/train/model-copies.ts';
import type { StoredVersion } from '../../registry/version-repository.ts';
import type { ServiceContext } from '../context.ts';

export interface RegisteredModel {
  readonly version: StoredVersion;
  readonly model: ScoringModel;
  /** Its file; null when it cannot be read. */
  readonly bytes: Uint8Array | null;
}

/**
 * A version of the registry, ready to score, or with what is wrong with its file.
 * @throws ModelError `model.not-found` | `model.bad-reference`
 */
export async function loadRegistered({ registry }: ServiceContext, reference: string): Promise<RegisteredModel> {
  const version = registry().versions.resolve(reference);
  const { name, number, artifactHash: hash } = version;
  const identity = { label: `${name}:${number}`, name, number, hash };
  try {
    const bytes = await registry().readModel(version);
    return { version, bytes, model: { ...identity, ...loadedModel(tryLoadModel(bytes, hash)) } };
  } catch (error) {
    if (!(error instanceof SentinelError)) throw error;
    return { version, bytes: null, model: { ...identity, artifact: null, problem: error.message } };
  }
}

export function loadedModel(result: ReturnType<typeof tryLoadModel>): Pick<ScoringModel, 'artifact' | 'problem'> {
  return 'artifact' in result ? { ...result, problem: null } : { artifact: null, ...result };
}
