import { ModelError, SentinelError } from '#shared/base/errors.ts';
import { loadRowModel, type TableModel } from '../../pipelines/score-table/load-row-model.ts';
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
 * A version of the registry, ready to score logs, or with what is wrong with its file.
 * @throws ModelError `model.not-found` | `model.bad-reference` | `model.wrong-kind`: it was trained on a table
 */
export async function loadRegistered({ registry }: ServiceContext, reference: string): Promise<RegisteredModel> {
  const version = registry().versions.resolve(reference);
  const { name, number, artifactHash: hash } = version;
  if (version.features.unitKind === 'row') {
    const advice = `score TABLE --model ${name}:${number}`;
    throw wrongKind(version, `scores rows of tables, not logs: ${advice}.`);
  }
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

/**
 * A version that was trained on a table, ready to score others.
 * @throws ModelError `model.not-found` | `model.bad-reference` | `model.wrong-kind`: it was trained on logs |
 * `model.bad-file` | `model.artifact-missing`
 */
export async function loadTableModel(
  { registry }: ServiceContext,
  reference: string,
): Promise<{ readonly version: StoredVersion; readonly model: TableModel }> {
  const version = registry().versions.resolve(reference);
  const { name, number, artifactHash } = version;
  if (version.features.unitKind !== 'row') throw wrongKind(version, `scores logs, not tables: train one with --rows.`);
  const loaded = loadRowModel(await registry().readModel(version), artifactHash);
  return { version, model: { label: `${name}:${number}`, ...loaded } };
}

function wrongKind({ name, number }: StoredVersion, problem: string): ModelError {
  return new ModelError('model.wrong-kind', `${name}:${number} ${problem}`, {
    details: { model: `${name}:${number}` },
  });
}
