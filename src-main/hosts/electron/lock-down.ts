import type { ElectronApi, ShellContents, ShellSession } from './electron-api.ts';
import { APP_ORIGIN } from './app-protocol.ts';

/** Nothing a page asks for is granted, and nothing but the own scheme is loaded. */
export function lockSession(session: ShellSession): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isOwn(details.url) }));
}

/** A window stays on its page: no navigation, no redirect, no further window, no webview. */
export function lockContents(contents: ShellContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  const deny = (event: { preventDefault(): void }, url?: string) => {
    if (url === undefined || !isOwn(url)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => deny(event, event.url));
  contents.on('will-redirect', (event) => deny(event, event.url));
  contents.on('will-frame-navigate', (event) => deny(event, event.url));
  contents.on('will-attach-webview', (event) => deny(event));
}

/** Also for contents that are made by other means than ours. */
export function lockAllContents(app: ElectronApi['app']): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
}

function isOwn(url: string): boolean {
  return (
    url === APP_ORIGIN ||
    url.startsWith(`${APP_ORIGIN}/`) ||
    url.startsWith(`blob:${APP_ORIGIN}/`) ||
    url.startsWith('data:image/')
  );
}
