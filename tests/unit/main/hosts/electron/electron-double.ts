import { EventEmitter } from 'node:events';
import type { ElectronApi } from '../../../../../src-main/hosts/electron/electron-api.ts';

/** A double of the Electron APIs the shell uses: records what it is told and lets tests play the user and the system. */
export class ElectronDouble {
  readonly calls: { readonly name: string; readonly args: readonly unknown[] }[] = [];
  readonly app = new EventEmitter();
  readonly windows: WindowDouble[] = [];
  readonly handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>();
  readonly session: Record<string, (...args: never[]) => unknown> = {};
  protocolHandler: ((request: Request) => Promise<Response>) | null = null;
  isPrimaryInstance = true;
  displays = [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }];
  dialogAnswer = { canceled: false, filePaths: ['/logs/chosen.log'] };
  menuTemplate: MenuEntry[] = [];
  notifications: EventEmitter[] = [];
  focused: WindowDouble | null = null;

  readonly api: ElectronApi = this.#makeApi();

  named(name: string) {
    return this.calls.filter((call) => call.name === name);
  }

  /** A call of the preload, as Electron hands it to the shell. */
  async invoke(
    channel: string,
    args: readonly unknown[],
    caller: Partial<{ id: number; url: string; parent: unknown; frame: null }> = {},
  ) {
    const { id = this.windows[0]?.webContents.id ?? -1, url = 'app://workbench/', parent = null } = caller;
    const senderFrame = caller.frame === null ? null : { url, parent };
    return this.handlers.get(channel)?.({ sender: { id }, senderFrame }, ...args);
  }

  menuItem(label: string): MenuEntry {
    const found = this.menuTemplate.flatMap((menu) => menu.submenu ?? []).find((item) => item.label === label);
    if (found === undefined) throw new Error(`no menu item ${label}`);
    return found;
  }

  #makeApi(): ElectronApi {
    const record =
      (name: string) =>
      (...args: unknown[]) =>
        void this.calls.push({ name, args });
    const { windows, notifications, calls } = this;
    const focused = () => this.focused;
    const app = Object.assign(this.app, {
      isPackaged: true,
      requestSingleInstanceLock: () => this.isPrimaryInstance,
      whenReady: async () => undefined,
      quit: record('quit'),
      exit: record('exit'),
      addRecentDocument: record('addRecentDocument'),
      getPath: () => '/tmp',
    });
    const remember = (name: string) => (value: never) => {
      this.session[name] = value;
    };
    class BrowserWindow extends WindowDouble {
      constructor(options: never) {
        super(options, windows.length + 1);
        windows.push(this);
      }
      static getAllWindows = () => windows;
      static getFocusedWindow = focused;
    }
    class Notification extends EventEmitter {
      readonly options: unknown;
      constructor(options: unknown) {
        super();
        this.options = options;
        notifications.push(this);
      }
      show() {
        calls.push({ name: 'notify', args: [this.options] });
      }
    }
    return {
      app,
      BrowserWindow,
      Notification,
      protocol: {
        registerSchemesAsPrivileged: record('registerSchemesAsPrivileged'),
        handle: (_scheme: string, handler: never) => {
          this.protocolHandler = handler;
        },
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: remember('permissionRequest'),
          setPermissionCheckHandler: remember('permissionCheck'),
          setDevicePermissionHandler: remember('devicePermission'),
          setSpellCheckerEnabled: record('setSpellCheckerEnabled'),
          webRequest: { onBeforeRequest: remember('beforeRequest') },
        },
      },
      ipcMain: { handle: (channel: string, handler: never) => void this.handlers.set(channel, handler) },
      dialog: { showOpenDialog: async () => this.dialogAnswer, showErrorBox: record('showErrorBox') },
      shell: { showItemInFolder: record('showItemInFolder') },
      Menu: {
        buildFromTemplate: (template: never) => {
          this.menuTemplate = template;
          return template;
        },
        setApplicationMenu: record('setApplicationMenu'),
      },
      screen: { getAllDisplays: () => this.displays },
      nativeTheme: { shouldUseDarkColors: true },
      utilityProcess: { fork: record('fork') },
    } as unknown as ElectronApi;
  }
}

export interface MenuEntry {
  readonly label?: string;
  readonly role?: string;
  readonly click?: () => void;
  readonly submenu?: MenuEntry[];
}

export class WindowDouble extends EventEmitter {
  readonly options: Record<string, unknown> & { webPreferences: Record<string, unknown> };
  readonly webContents: ContentsDouble;
  readonly urls: string[] = [];
  readonly progress: number[] = [];
  isMinimizedNow = false;
  isFocused = false;

  constructor(options: never, id: number) {
    super();
    this.options = options;
    this.webContents = new ContentsDouble(id);
  }
  async loadURL(url: string) {
    this.urls.push(url);
  }
  show() {}
  focus() {
    this.isFocused = true;
  }
  restore() {
    this.isMinimizedNow = false;
  }
  isMinimized() {
    return this.isMinimizedNow;
  }
  isDestroyed() {
    return false;
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1200, height: 800 };
  }
  setProgressBar(share: number) {
    this.progress.push(share);
  }
}

export class ContentsDouble extends EventEmitter {
  readonly id: number;
  readonly sent: unknown[][] = [];
  windowOpen: ((details: unknown) => unknown) | null = null;
  reloads = 0;

  constructor(id: number) {
    super();
    this.id = id;
  }
  send(...args: unknown[]) {
    this.sent.push(args);
  }
  setWindowOpenHandler(handler: (details: unknown) => unknown) {
    this.windowOpen = handler;
  }
  reload() {
    this.reloads++;
  }
}
