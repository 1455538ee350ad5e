import { join } from 'node:path';
import { createClient } from '#shared/contract/client.ts';
import { DESKTOP_CHANNELS } from '#shared/contract/desktop.ts';
import type { AppPaths } from '../../base/app-paths.ts';
import type { Log } from '../../base/log.ts';
import { openPageFiles } from '../../base/page-files.ts';
import { EngineSupervisor } from '../../engine/supervisor.ts';
import { APP_SCHEME, createAppProtocol } from './app-protocol.ts';
import { type DesktopArguments, parseDesktopArguments } from './argv.ts';
import { chooseFiles, serveBridge } from './bridge.ts';
import type { ElectronApi, ShellWindow } from './electron-api.ts';
import { forkUtility } from './fork-utility.ts';
import { lockAllContents, lockSession } from './lock-down.ts';
import { installMenu } from './menu.ts';
import { openWindow, showWindow } from './windows.ts';

export interface DesktopOptions {
  readonly paths: AppPaths;
  readonly preloadPath: string;
  readonly log: Log;
  readonly args: readonly string[];
  readonly workingFolder: string;
  /** Default: a supervisor over utility processes. */
  readonly supervisor?: Pick<EngineSupervisor, 'start' | 'stop' | 'fetch'>;
}

/**
 * Runs the desktop shell. Call before Electron is ready: schemes must be registered first.
 * @returns Resolves when the first window is open; null when another instance of the program has taken over.
 */
export async function startDesktop(api: ElectronApi, options: DesktopOptions): Promise<Desktop | null> {
  if (!api.app.requestSingleInstanceLock()) {
    api.app.quit();
    return null;
  }
  api.protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
  const desktop = new Desktop(api, options);
  await desktop.start();
  return desktop;
}

/** Windows and the one engine behind them. */
export class Desktop {
  readonly #api: ElectronApi;
  readonly #options: DesktopOptions;
  readonly #supervisor: Pick<EngineSupervisor, 'start' | 'stop' | 'fetch'>;
  readonly #windows = new Map<number, ShellWindow>();
  /** Paths for windows whose page does not listen yet. */
  readonly #waiting = new Map<number, string[]>();
  #isQuitting = false;

  constructor(api: ElectronApi, options: DesktopOptions) {
    this.#api = api;
    this.#options = options;
    const { homeDir, version, samplePath } = options.paths;
    this.#supervisor =
      options.supervisor ?? new EngineSupervisor({ homeDir, version, samplePath, fork: forkUtility(api) });
  }

  async start(): Promise<void> {
    const { app, protocol, session } = this.#api;
    const early: string[] = [];
    app.on('open-file', (event, path) => {
      event.preventDefault();
      if (this.#windows.size === 0) early.push(path);
      else this.#handOver([path]);
    });
    app.on('second-instance', (_event, argv, workingFolder) => this.#handleSecondInstance(argv, workingFolder));
    app.on('window-all-closed', () => app.quit());
    app.on('activate', () => this.#windows.size === 0 && this.openWindow(null));
    app.on('before-quit', (event) => this.#handleQuit(event));
    lockAllContents(app);
    await app.whenReady();
    lockSession(session.defaultSession);
    const engine = (request: Request) => this.#supervisor.fetch(request);
    protocol.handle(APP_SCHEME, createAppProtocol({ engine, pages: openPageFiles(this.#options.paths.rendererDir) }));
    this.#serve();
    await this.#supervisor.start();
    const args = parseDesktopArguments(this.#options.args, this.#options.workingFolder);
    const window = this.openWindow(await this.#openSample(args));
    this.#send(window, [...args.paths, ...early]);
  }

  openWindow(caseId: string | null): ShellWindow {
    const { preloadPath, paths, log } = this.#options;
    const window = openWindow(this.#api, {
      preloadPath,
      boundsPath: join(paths.homeDir, 'window.json'),
      caseId,
      onCrash: (reason) => log.error('a page ended', new Error(reason)),
    });
    const { id } = window.webContents;
    this.#windows.set(id, window);
    this.#waiting.set(id, []);
    window.on('closed', () => {
      this.#windows.delete(id);
      this.#waiting.delete(id);
    });
    return window;
  }

  #serve(): void {
    serveBridge(this.#api, {
      windowOf: (contentsId) => this.#windows.get(contentsId) ?? null,
      onReady: (contentsId) => this.#flush(contentsId),
    });
    installMenu(this.#api, {
      openFiles: () => void chooseFiles(this.#api).then((paths) => this.#handOver(paths)),
      openFolder: () => void this.#chooseFolder(),
      newWindow: () => this.openWindow(null),
      run: (commandId) => this.#target()?.webContents.send(DESKTOP_CHANNELS.command, commandId),
    });
  }

  async #chooseFolder(): Promise<void> {
    const { canceled, filePaths } = await this.#api.dialog.showOpenDialog({ properties: ['openDirectory'] });
    if (!canceled) this.#handOver(filePaths);
  }

  async #openSample(args: DesktopArguments): Promise<string | null> {
    if (!args.isSample) return null;
    const client = createClient({ origin: 'http://engine', fetch: (request) => this.#supervisor.fetch(request) });
    return (await client.samples.open()).caseId;
  }

  #handleSecondInstance(argv: readonly string[], workingFolder: string): void {
    const skipped = this.#api.app.isPackaged ? 1 : 2;
    this.#handOver(parseDesktopArguments(argv.slice(skipped), workingFolder).paths);
  }

  /** Paths from outside go to the window in front. */
  #handOver(paths: readonly string[]): void {
    const window = this.#target() ?? this.openWindow(null);
    showWindow(window);
    this.#send(window, paths);
  }

  #target(): ShellWindow | null {
    return this.#api.BrowserWindow.getFocusedWindow() ?? [...this.#windows.values()].at(-1) ?? null;
  }

  #send(window: ShellWindow, paths: readonly string[]): void {
    if (paths.length === 0) return;
    const waiting = this.#waiting.get(window.webContents.id);
    if (waiting === undefined) window.webContents.send(DESKTOP_CHANNELS.paths, paths);
    else waiting.push(...paths);
  }

  #flush(contentsId: number): void {
    const waiting = this.#waiting.get(contentsId) ?? [];
    this.#waiting.delete(contentsId);
    if (waiting.length > 0) this.#windows.get(contentsId)?.webContents.send(DESKTOP_CHANNELS.paths, waiting);
  }

  /** Quitting waits for the engine to reach a commit point. */
  #handleQuit(event: { preventDefault(): void }): void {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    event.preventDefault();
    void this.#supervisor.stop().finally(() => this.#api.app.exit(0));
  }
}
