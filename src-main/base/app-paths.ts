import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the product's own files are, for every host. */
export interface AppPaths {
  readonly homeDir: string;
  readonly version: string;
  /** The built workbench page. */
  readonly rendererDir: string;
  /** The bundled sample log or folder; null when it is not there. */
  readonly samplePath: string | null;
  readonly webLogPath: string;
  readonly desktopLogPath: string;
}

/** @param home Folder given by the user; default: `LOG_SENTINEL_HOME`, else the platform's data folder. */
export function readAppPaths(home?: string, environment: NodeJS.ProcessEnv = process.env): AppPaths {
  const root = findRoot();
  const homeDir = resolve(
    environment['INIT_CWD'] ?? '.',
    home ?? environment['LOG_SENTINEL_HOME'] ?? defaultHome(environment),
  );
  const samplePath = join(root, 'resources', 'sample');
  return {
    homeDir,
    version: readVersion(root),
    rendererDir: join(root, 'out', 'renderer'),
    samplePath: existsSync(samplePath) ? samplePath : null,
    webLogPath: join(homeDir, 'logs', 'web.log'),
    desktopLogPath: join(homeDir, 'logs', 'desktop.log'),
  };
}

/** XDG data folder on Linux, Application Support on macOS, local application data on Windows. */
function defaultHome(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'log-sentinel');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'log-sentinel');
  const data = environment['XDG_DATA_HOME'];
  return join(data === undefined || data === '' ? join(homedir(), '.local', 'share') : data, 'log-sentinel');
}

/** The folder with package.json, from sources (src-main/base) and from the bundle (out/main, out/main/chunks). */
function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The product is incomplete: package.json was not found above its code.');
    folder = parent;
  }
  return folder;
}

function readVersion(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
