import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError, SentinelError } from '#shared/base/errors.ts';
import { writeFileAtomic } from '../../base/atomic-write.ts';
import { modelsFolder } from '../../base/case-layout.ts';
import { decodeArtifact } from '../../models/model-file/decode-artifact.ts';
import type { ModelArtifact } from '../../models/model-file/model-artifact.ts';
import { formatOfModelFile, MAX_FILE_BYTES } from '../../models/model-file/read-model-json.ts';
import { decodeRowArtifact, ROW_FORMAT } from '../../models/model-file/row-artifact.ts';

export const MAX_MODEL_FILE_BYTES = MAX_FILE_BYTES;

/** Keeps a model's file with the case it scored: the case can be scored again, and replayed, without the registry. */
export async function keepModelCopy(caseDir: string, hash: string, bytes: Uint8Array): Promise<void> {
  await mkdir(modelsFolder(caseDir), { recursive: true, mode: 0o700 });
  await writeFileAtomic(copyPath(caseDir, hash), bytes, { mode: 0o600 });
}

/** Null when the case has no copy. */
export async function readModelCopy(caseDir: string, hash: string): Promise<Uint8Array | null> {
  try {
    return await readFile(copyPath(caseDir, hash));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function copyPath(caseDir: string, hash: string): string {
  return join(modelsFolder(caseDir), `${hash}.model`);
}

/**
 * Reads a model file whose hash is known. @returns The model, or why it cannot be used, for a person.
 */
export function tryLoadModel(bytes: Uint8Array, hash: string): { artifact: ModelArtifact } | { problem: string } {
  try {
    return { artifact: loadModel(bytes, hash) };
  } catch (error) {
    if (!(error instanceof SentinelError)) throw error;
    return { problem: error.message };
  }
}

/** @throws ModelError `model.bad-file`, also when the file is not the one that was stored. */
export function loadModel(bytes: Uint8Array, hash: string): ModelArtifact {
  const decoded = decodeArtifact(bytes);
  if (decoded.hash === hash) return decoded.artifact;
  throw new ModelError('model.bad-file', 'The model file is not the one that was stored: its hash is another.', {
    details: { field: 'hash', expected: hash, found: decoded.hash },
  });
}

/** What a model of any kind says of itself. */
export interface DescribedModel {
  readonly artifact: Pick<ModelArtifact, 'name' | 'features' | 'training' | 'metrics'>;
  readonly hash: string;
}

/** Reads a model file of unknown origin, of logs or of tables. @throws ModelError `model.bad-file` naming the field. */
export function readModelFile(bytes: Uint8Array): DescribedModel {
  return formatOfModelFile(bytes) === ROW_FORMAT ? decodeRowArtifact(bytes) : decodeArtifact(bytes);
}
