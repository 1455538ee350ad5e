/**
 * What the desktop shell adds to a browser: the functions its preload puts on `window.sentinelDesktop`, and nothing else.
 * Everything the engine can do goes over the contract instead.
 */
export interface DesktopBridge {
  /** The native dialog; empty when it was closed. */
  openFiles(): Promise<readonly string[]>;
  /** Null when the dialog was closed. */
  openFolder(): Promise<string | null>;
  /** Path of a dropped file; empty when it has none. */
  pathOfFile(file: unknown): string;
  revealInFolder(path: string): Promise<void>;
  /** Shown only while no window of the program has the focus; a click brings it to the front. */
  notify(title: string, body: string): Promise<void>;
  /** Share 0..1 on the taskbar; null takes it away. */
  setProgress(share: number | null): Promise<void>;
  /** Paths handed to the program from outside (double click, second instance, menu). */
  onOpenPaths(listener: (paths: readonly string[]) => void): () => void;
  /** An entry of the menu bar was chosen: the id of a command. */
  onCommand(listener: (commandId: string) => void): () => void;
}

export const DESKTOP_GLOBAL = 'sentinelDesktop';

/** Channels between preload and shell; private to the two. */
export const DESKTOP_CHANNELS = {
  openFiles: 'desktop:open-files',
  openFolder: 'desktop:open-folder',
  reveal: 'desktop:reveal',
  notify: 'desktop:notify',
  progress: 'desktop:progress',
  ready: 'desktop:ready',
  paths: 'desktop:paths',
  command: 'desktop:command',
} as const;

/** Entries of the menu bar that the workbench carries out; ids are those of its command list. */
export interface MenuCommand {
  readonly id: string;
  readonly label: string;
  readonly accelerator?: string;
}

export const MENU_COMMANDS: Readonly<Record<'file' | 'go' | 'view' | 'help', readonly MenuCommand[]>> = {
  file: [
    { id: 'file.sample', label: 'Open the sample' },
    { id: 'file.report', label: 'Write report…', accelerator: 'CmdOrCtrl+E' },
    { id: 'file.close', label: 'Close case', accelerator: 'CmdOrCtrl+W' },
  ],
  go: [
    { id: 'go.palette', label: 'Command palette…', accelerator: 'CmdOrCtrl+K' },
    { id: 'go.search', label: 'Search', accelerator: 'CmdOrCtrl+F' },
  ],
  view: [{ id: 'view.theme', label: 'Switch light and dark' }],
  help: [{ id: 'help.keys', label: 'Keys' }],
};
