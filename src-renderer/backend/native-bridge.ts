import type { DesktopBridge } from '#shared/contract/desktop.ts';

declare global {
  interface Window {
    /** Put there by the desktop shell's preload script. */
    readonly sentinelDesktop?: DesktopBridge;
  }
}

/** The desktop's functions; null in a browser. */
export function desktopBridge(): DesktopBridge | null {
  return window.sentinelDesktop ?? null;
}
