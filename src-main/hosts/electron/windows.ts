import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CASE_PARAMETER } from '#shared/contract/tables.ts';
import { writeFileAtomic } from '../../base/atomic-write.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import type { ElectronApi, ShellWindow } from './electron-api.ts';
import { lockContents } from './lock-down.ts';

const boundsSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
});
type Bounds = z.infer<typeof boundsSchema>;

const DEFAULT_SIZE = { width: 1440, height: 900 };
const MINIMUM_SIZE = { minWidth: 1024, minHeight: 640 };
/** A renderer that dies again within this time is left dead, with the reason on screen. */
const RELOAD_PAUSE_MS = 10_000;

export interface WindowOptions {
  readonly preloadPath: string;
  readonly boundsPath: string;
  readonly caseId: string | null;
  readonly onCrash?: (reason: string) => void;
}

/** Opens a workbench window on the own scheme, sandboxed, at its last place if a display still shows that place. */
export function openWindow(api: ElectronApi, options: WindowOptions): ShellWindow {
  const window = new api.BrowserWindow({
    ...DEFAULT_SIZE,
    ...MINIMUM_SIZE,
    ...readBounds(api, options.boundsPath),
    show: false,
    title: 'Log Sentinel',
    backgroundColor: api.nativeTheme.shouldUseDarkColors ? '#16181c' : '#ffffff',
    webPreferences: {
      preload: options.preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !api.app.isPackaged,
    },
  });
  lockContents(window.webContents);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => void saveBounds(window, options.boundsPath));
  reloadAfterCrash(window, options.onCrash);
  void window.loadURL(pageUrl(options.caseId));
  return window;
}

export function pageUrl(caseId: string | null): string {
  return caseId === null ? `${APP_ORIGIN}/` : `${APP_ORIGIN}/?${CASE_PARAMETER}=${caseId}`;
}

/** The window that is shown to someone who starts the program again. */
export function showWindow(window: ShellWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** The engine lives elsewhere: a new page finds everything as it was. */
function reloadAfterCrash(window: ShellWindow, onCrash?: (reason: string) => void): void {
  let lastAtMs = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, details) => {
    onCrash?.(details.reason);
    const nowMs = performance.now();
    if (details.reason === 'clean-exit' || nowMs - lastAtMs < RELOAD_PAUSE_MS) return;
    lastAtMs = nowMs;
    if (!window.isDestroyed()) window.webContents.reload();
  });
}

/** Undefined when nothing was saved or the place is off every display. */
function readBounds(api: ElectronApi, path: string): Bounds | undefined {
  const stored = boundsSchema.safeParse(tryReadJson(path));
  if (!stored.success) return undefined;
  const isVisible = api.screen.getAllDisplays().some(({ workArea }) => overlaps(stored.data, workArea));
  return isVisible ? stored.data : undefined;
}

function overlaps(a: Bounds, b: Bounds): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width >= 100 && height >= 100;
}

/** Where a window stood is a comfort: failing to keep it is not worth a message. */
async function saveBounds(window: ShellWindow, path: string): Promise<void> {
  await writeFileAtomic(path, JSON.stringify(window.getNormalBounds())).catch(() => undefined);
}

function tryReadJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch {
    return null;
  }
}
