import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe } from 'vitest';

/** Folder of the real labelled logs; they are read in place and are not part of the repository. */
const corpusRoot = process.env['LOG_SENTINEL_CORPUS'] ?? resolve(import.meta.dirname, '../../../shared/corpus');

export function corpusPath(relative: string): string {
  return join(corpusRoot, relative);
}

/** A suite over the corpus; where the corpus is absent it is reported as skipped, by name. */
export const describeWithCorpus = describe.skipIf(!existsSync(corpusRoot));
