import { createHash } from 'node:crypto';
import type { InputRecord, RunProvenance } from '#shared/domain/analysis-run.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { FEATURE_CODE } from './feature-code.ts';

/** What a run of the case is made from, for a replay. */
export function provenanceOf(
  catalog: CaseCatalog,
  { seed, product }: { readonly seed: number; readonly product: string },
): RunProvenance {
  return { product, features: FEATURE_CODE, seed, inputs: inputsOf(catalog) };
}

/**
 * The sources of a case, each with a hash of its lines as they were read. It is taken over the checksums of the files
 * that hold the lines, which are the same for the same input: hashing the input itself would mean reading it twice.
 */
export function inputsOf(catalog: CaseCatalog): InputRecord[] {
  const hashes = new Map<number, ReturnType<typeof createHash>>();
  for (const { sourceId, rows, crc32 } of catalog.segments.list('bronze')) {
    const hash = hashes.get(sourceId) ?? createHash('sha256');
    hashes.set(sourceId, hash);
    hash.update(`${rows} ${crc32}\n`);
  }
  return catalog.sources.list().map(({ sourceId, path, member, account }) => ({
    path,
    member,
    bytesIn: account.bytesIn,
    lines: account.lines,
    hash: (hashes.get(sourceId) ?? createHash('sha256')).digest('hex'),
  }));
}
