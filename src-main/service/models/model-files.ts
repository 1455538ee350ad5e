import { open } from 'node:fs/promises';
import { IngestError, ModelError, SentinelError } from '#shared/base/errors.ts';
import { writeFileAtomic } from '../../base/atomic-write.ts';
import { toWriteError } from '../../base/write-errors.ts';
import { MAX_MODEL_FILE_BYTES, readModelFile } from '../../pipelines/train/model-copies.ts';
import { otherFeatures } from '../../pipelines/train/check-features.ts';
import { isModelName } from '../../registry/version-reference.ts';
import type { StoredVersion } from '../../registry/version-repository.ts';
import type { ServiceContext } from '../context.ts';

/** Writes a version as one file. @throws ModelError `model.artifact-missing`, IngestError `source.*` */
export async function exportModel(
  { registry }: ServiceContext,
  reference: string,
  path: string,
): Promise<{ path: string; sizeBytes: number; artifactHash: string }> {
  const version = registry().versions.resolve(reference);
  const bytes = await registry().readModel(version);
  try {
    await writeFileAtomic(path, bytes);
  } catch (cause) {
    throw toWriteError(path, cause);
  }
  return { path, sizeBytes: bytes.byteLength, artifactHash: version.artifactHash };
}

/**
 * Makes a model file a version of `name`, after every field of it was checked. A refused file changes nothing; one made for
 * other features than this version makes is refused as well.
 * @throws ModelError `model.bad-file` naming file and field, IngestError `source.unreadable`
 */
export async function importModel(
  { registry }: ServiceContext,
  path: string,
  name: string | undefined,
): Promise<StoredVersion> {
  const bytes = await readAtMost(path, MAX_MODEL_FILE_BYTES);
  const { artifact, hash } = named(path, () => readModelFile(bytes));
  const { features, training, metrics } = artifact;
  if (name === undefined && !isModelName(artifact.name)) {
    const details = { field: 'name' };
    throw new ModelError('model.bad-file', `${path}: name is no name of a model; give one with --name.`, { details });
  }
  const problem = otherFeatures(features);
  if (problem !== null) {
    const details = { field: 'features.code' };
    const message = `${path}: The model file cannot be used: features.code ${problem}. Train it again.`;
    throw new ModelError('model.bad-file', message, { details, location: { path } });
  }
  return registry().add(
    {
      name: name ?? artifact.name,
      origin: 'imported',
      parent: null,
      artifactHash: hash,
      sizeBytes: bytes.byteLength,
      features,
      training,
      metrics,
      trainSeconds: null,
      request: null,
      memoryHash: null,
    },
    { model: bytes, memory: null },
  );
}

/** The file, whatever its size claims to be: at most one byte more than the limit is read. */
async function readAtMost(path: string, limit: number): Promise<Uint8Array> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > limit) {
        const details = { field: 'the file', sizeBytes: size };
        throw new ModelError('model.bad-file', `${path} cannot be used: the file is larger than ${limit} bytes.`, {
          details,
        });
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof SentinelError) throw cause;
    throw new IngestError('source.unreadable', `The model file ${path} cannot be read.`, { cause, location: { path } });
  }
}

/** Adds the file to what the check said of its content. */
function named<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { code, message, details } = error;
    throw new ModelError(code, `${path}: ${message}`, { details, location: { path }, cause: error });
  }
}
