import type * as Electron from 'electron';

/** The part of Electron the shell uses; tests hand in a double of exactly this. */
export interface ElectronApi {
  readonly app: Pick<
    Electron.App,
    'requestSingleInstanceLock' | 'whenReady' | 'on' | 'quit' | 'exit' | 'addRecentDocument' | 'isPackaged' | 'getPath'
  >;
  readonly BrowserWindow: BrowserWindowClass;
  readonly protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
  readonly session: { readonly defaultSession: ShellSession };
  readonly ipcMain: Pick<Electron.IpcMain, 'handle'>;
  readonly dialog: Pick<Electron.Dialog, 'showOpenDialog' | 'showErrorBox'>;
  readonly shell: Pick<Electron.Shell, 'showItemInFolder'>;
  readonly Menu: Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly Notification: new (options: Electron.NotificationConstructorOptions) => ShellNotification;
  readonly screen: Pick<Electron.Screen, 'getAllDisplays'>;
  readonly nativeTheme: Pick<Electron.NativeTheme, 'shouldUseDarkColors'>;
  readonly utilityProcess: {
    fork(modulePath: string, args: string[], options: Electron.ForkOptions): UtilityChild;
  };
}

export interface BrowserWindowClass {
  new (options: Electron.BrowserWindowConstructorOptions): ShellWindow;
  getAllWindows(): ShellWindow[];
  getFocusedWindow(): ShellWindow | null;
}

export type ShellWindow = Pick<
  Electron.BrowserWindow,
  | 'loadURL'
  | 'on'
  | 'once'
  | 'show'
  | 'focus'
  | 'restore'
  | 'isMinimized'
  | 'isDestroyed'
  | 'getNormalBounds'
  | 'setProgressBar'
> & { readonly webContents: ShellContents };

export type ShellContents = Pick<Electron.WebContents, 'id' | 'on' | 'send' | 'setWindowOpenHandler' | 'reload'>;

export type ShellSession = Pick<
  Electron.Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'setSpellCheckerEnabled'
> & { readonly webRequest: Pick<Electron.WebRequest, 'onBeforeRequest'> };

export interface ShellNotification {
  on(event: 'click', listener: () => void): unknown;
  show(): void;
}

export interface UtilityChild {
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  kill(): boolean;
}
