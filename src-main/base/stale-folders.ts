import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isProcessAlive } from './process-alive.ts';

/** Removes folders named `<prefix><pid>...` whose process is gone. Those of other users are left alone. */
export function sweepStaleFolders(baseDir: string, prefix: string): void {
  for (const name of readdirSync(baseDir)) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isProcessAlive(pid)) continue;
    try {
      rmSync(join(baseDir, name), { recursive: true, force: true });
    } catch (error) {
      if (!isPermissionError(error)) throw error;
    }
  }
}

function isPermissionError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EPERM' || code === 'EACCES';
}
