import type { z } from 'zod';
import type { modelVersionSchema } from '#shared/contract/model-versions.ts';
import type { StoredVersion } from '../../registry/version-repository.ts';

/** A version as clients see it: what only the registry uses is left out. */
export function versionView(version: StoredVersion): z.infer<typeof modelVersionSchema> {
  const { request: _request, memoryHash: _memoryHash, ...view } = version;
  return view;
}
