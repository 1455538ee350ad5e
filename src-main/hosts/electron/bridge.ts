import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { ContractError } from '#shared/base/errors.ts';
import { DESKTOP_CHANNELS } from '#shared/contract/desktop.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import type { ElectronApi, ShellWindow } from './electron-api.ts';

/** What a handler is told of its caller; the rest of Electron's event is not used. */
interface Caller {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

export interface BridgeOptions {
  windowOf(contentsId: number): ShellWindow | null;
  /** The page listens now: paths that waited for it can be sent. */
  onReady(contentsId: number): void;
}

const text = (max: number) => z.string().max(max);
const pathInput = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => isAbsolute(path) && !path.includes('\0'));

/** The shell's side of the preload's functions: every call checks its sender and its input. */
export function serveBridge(api: ElectronApi, options: BridgeOptions): void {
  const serve = <T>(
    channel: string,
    input: z.ZodType<T>,
    run: (value: T, window: ShellWindow, contentsId: number) => unknown,
  ) => {
    api.ipcMain.handle(channel, (event: Caller, ...args: unknown[]) => {
      const window = options.windowOf(event.sender.id);
      if (window === null || !isOwnTopFrame(event)) throw new ContractError('contract.forbidden', 'Unknown sender.');
      const parsed = input.safeParse(args);
      if (!parsed.success) throw new ContractError('contract.bad-input', 'The request is not valid.');
      return run(parsed.data, window, event.sender.id);
    });
  };
  serve(DESKTOP_CHANNELS.openFiles, z.tuple([]), () => chooseFiles(api));
  serve(DESKTOP_CHANNELS.openFolder, z.tuple([]), async () => (await choose(api, ['openDirectory']))[0] ?? null);
  serve(DESKTOP_CHANNELS.reveal, z.tuple([pathInput]), ([path]) => {
    if (existsSync(path)) api.shell.showItemInFolder(path);
  });
  serve(DESKTOP_CHANNELS.notify, z.tuple([text(200), text(1000)]), ([title, body], window) =>
    notify(api, title, body, window),
  );
  serve(DESKTOP_CHANNELS.progress, z.tuple([z.number().min(0).max(1).nullable()]), ([share], window) =>
    window.setProgressBar(share ?? -1),
  );
  serve(DESKTOP_CHANNELS.ready, z.tuple([]), (_value, _window, contentsId) => options.onReady(contentsId));
}

/** The native dialog for files; what was chosen goes on the recent list of the system. */
export async function chooseFiles(api: ElectronApi): Promise<string[]> {
  const paths = await choose(api, ['openFile', 'multiSelections']);
  for (const path of paths) api.app.addRecentDocument(path);
  return paths;
}

async function choose(
  api: ElectronApi,
  properties: ('openFile' | 'openDirectory' | 'multiSelections')[],
): Promise<string[]> {
  const { canceled, filePaths } = await api.dialog.showOpenDialog({ properties: [...properties, 'showHiddenFiles'] });
  return canceled ? [] : filePaths;
}

function notify(api: ElectronApi, title: string, body: string, window: ShellWindow): void {
  if (api.BrowserWindow.getFocusedWindow() !== null) return;
  const notification = new api.Notification({ title, body, silent: true });
  notification.on('click', () => {
    if (!window.isDestroyed()) window.focus();
  });
  notification.show();
}

/** The top frame of one of our pages; a frame that is gone or below another is not. */
function isOwnTopFrame(event: Caller): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.url.startsWith(`${APP_ORIGIN}/`);
}
