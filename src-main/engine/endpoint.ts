import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepStaleFolders } from '../base/stale-folders.ts';

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
  sweepStaleFolders(baseDir, FOLDER_PREFIX);
  const folder = mkdtempSync(join(baseDir, `${FOLDER_PREFIX}${process.pid}-`));
  chmodSync(folder, 0o700);
  return { socketPath: join(folder, 's'), key, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}
