import type { MenuItemConstructorOptions } from 'electron';
import { MENU_COMMANDS, type MenuCommand } from '#shared/contract/desktop.ts';
import type { ElectronApi } from './electron-api.ts';

export interface MenuActions {
  openFiles(): void;
  openFolder(): void;
  newWindow(): void;
  /** Carried out by the focused window. */
  run(commandId: string): void;
}

/** The menu bar: full role menus, and the commands of the workbench from their shared list. */
export function menuTemplate(
  actions: MenuActions,
  platform: NodeJS.Platform,
  isPackaged: boolean,
): MenuItemConstructorOptions[] {
  const commands = (list: readonly MenuCommand[]): MenuItemConstructorOptions[] =>
    list.map(({ id, label, accelerator }) => ({ id, label, accelerator, click: () => actions.run(id) }));
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open files…', accelerator: 'CmdOrCtrl+O', click: () => actions.openFiles() },
        { label: 'Open folder…', accelerator: 'CmdOrCtrl+Shift+O', click: () => actions.openFolder() },
        { label: 'New window', accelerator: 'CmdOrCtrl+N', click: () => actions.newWindow() },
        { type: 'separator' },
        ...commands(MENU_COMMANDS.file),
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: '&Go', submenu: commands(MENU_COMMANDS.go) },
    {
      label: '&View',
      submenu: [
        ...commands(MENU_COMMANDS.view),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: commands(MENU_COMMANDS.help) },
  ];
}

export function installMenu(api: ElectronApi, actions: MenuActions): void {
  const template = menuTemplate(actions, process.platform, api.app.isPackaged);
  api.Menu.setApplicationMenu(api.Menu.buildFromTemplate(template));
}
