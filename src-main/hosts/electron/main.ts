import { fileURLToPath } from 'node:url';
import * as electron from 'electron';
import { readAppPaths } from '../../base/app-paths.ts';
import { openFileLog } from '../../base/log.ts';
import type { ElectronApi } from './electron-api.ts';
import { startDesktop } from './desktop.ts';

/** Electron's entry: hands the real API to the shell. */
const api = electron as unknown as ElectronApi;
const paths = readAppPaths();
const log = openFileLog(paths.desktopLogPath);

startDesktop(api, {
  paths,
  log,
  preloadPath: fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)),
  args: process.argv.slice(electron.app.isPackaged ? 1 : 2),
  workingFolder: process.cwd(),
}).catch((error: unknown) => {
  log.error('the desktop could not start', error);
  electron.dialog.showErrorBox(
    'Log Sentinel cannot start',
    `${error instanceof Error ? error.message : String(error)}\n\nDetails: ${paths.desktopLogPath}`,
  );
  electron.app.exit(1);
});
