import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER_PREFIX = 'log-sentinel-engine-';

/** Where the engine listens: a socket in a folder only this user can enter, or a named pipe on Windows. */
export interface EngineEndpoint {
  readonly socketPath: string;
  readonly key: string;
  dispose(): void;
}

/** Makes a fresh endpoint and clears those that dead processes left behind. */
export function createEndpoint(
  baseDir: string = tmpdir(),
  platform: NodeJS.Platform = process.platform,
): EngineEndpoint {
  const key = randomBytes(32).toString('base64url');
  if (platform === 'win32') {
    const socketPath = `\\\\.\\pipe\\log-sentinel-${process.pid}-${randomBytes(12).toString('hex')}`;
    return { socketPath, key, dispose: () => undefined };
  }
  sweepStaleEndpoints(baseDir);
  const folder = mkdtempSync(join(baseDir, `${FOLDER_PREFIX}${process.pid}-`));
  chmodSync(folder, 0o700);
  return { socketPath: join(folder, 's'), key, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Removes endpoint folders whose process is gone. Folders of other users are left alone. */
export function sweepStaleEndpoints(baseDir: string): void {
  for (const name of readdirSync(baseDir)) {
    const pid = name.startsWith(FOLDER_PREFIX) ? Number.parseInt(name.slice(FOLDER_PREFIX.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    try {
      rmSync(join(baseDir, name), { recursive: true, force: true });
    } catch (error) {
      if (!isPermissionError(error)) throw error;
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isPermissionError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EPERM' || code === 'EACCES';
}
