import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LAKE_LAYERS, lakeFolder, spillOwner, temporaryFolder } from '../base/case-layout.ts';
import { isProcessAlive } from '../base/process-alive.ts';

/**
 * Removes what a killed writer left: unfinished files, and finished ones it never named in the catalog. Only for the
 * holder of the writer lock, before it writes.
 * @param isKnown Tells whether the catalog names a path (below the lake folder, with `/`).
 * @returns Paths of the removed Parquet files.
 */
export async function cleanLake(caseDir: string, isKnown: (relativePath: string) => boolean): Promise<string[]> {
  const lakeDir = lakeFolder(caseDir);
  const temporary = temporaryFolder(lakeDir);
  for (const name of await listNames(temporary)) {
    if (!isSpillOfLiving(name)) await rm(join(temporary, name), { recursive: true, force: true });
  }
  await mkdir(temporary, { recursive: true });
  const removed: string[] = [];
  for (const layer of LAKE_LAYERS) {
    for (const folder of await listNames(join(lakeDir, layer))) {
      for (const file of await listNames(join(lakeDir, layer, folder))) {
        const relativePath = `${layer}/${folder}/${file}`;
        if (!file.endsWith('.parquet') || isKnown(relativePath)) continue;
        await rm(join(lakeDir, relativePath), { force: true });
        removed.push(relativePath);
      }
    }
  }
  return removed;
}

/** Empty when the folder does not exist or is not one. */
async function listNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

/** Another process that reads the case may be spilling a large sort there. */
function isSpillOfLiving(name: string): boolean {
  const pid = spillOwner(name);
  if (pid === null || pid === process.pid) return pid !== null;
  return isProcessAlive(pid);
}
