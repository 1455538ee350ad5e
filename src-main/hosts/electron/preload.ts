import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { DESKTOP_CHANNELS, DESKTOP_GLOBAL, type DesktopBridge } from '#shared/contract/desktop.ts';

/** Named functions only: a page can reach no channel of its own choice. */
const bridge: DesktopBridge = {
  openFiles: () => ipcRenderer.invoke(DESKTOP_CHANNELS.openFiles),
  openFolder: () => ipcRenderer.invoke(DESKTOP_CHANNELS.openFolder),
  pathOfFile: (file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
  revealInFolder: (path) => ipcRenderer.invoke(DESKTOP_CHANNELS.reveal, path),
  notify: (title, body) => ipcRenderer.invoke(DESKTOP_CHANNELS.notify, title, body),
  setProgress: (share) => ipcRenderer.invoke(DESKTOP_CHANNELS.progress, share),
  onOpenPaths: (listener) => {
    const stop = listen<readonly string[]>(DESKTOP_CHANNELS.paths, listener);
    void ipcRenderer.invoke(DESKTOP_CHANNELS.ready);
    return stop;
  },
  onCommand: (listener) => listen<string>(DESKTOP_CHANNELS.command, listener),
};

contextBridge.exposeInMainWorld(DESKTOP_GLOBAL, bridge);

/** The event object stays here: it would hand the page the whole of ipcRenderer. */
function listen<T>(channel: string, listener: (value: T) => void): () => void {
  const forward = (_event: unknown, value: T) => listener(value);
  ipcRenderer.on(channel, forward);
  return () => {
    ipcRenderer.removeListener(channel, forward);
  };
}
