/** What the desktop shell adds to a browser; absent in one. Named functions only, set by the preload script. */
export interface SentinelDesktop {
  readonly openFiles: () => Promise<readonly string[]>;
  readonly openFolder: () => Promise<string | null>;
  /** Path of a dropped file; empty when it has none. */
  readonly pathOfFile: (file: File) => string;
  readonly revealInFolder: (path: string) => Promise<void>;
  readonly notify: (title: string, body: string) => Promise<void>;
  /** Share 0..1 on the taskbar; null takes it away. */
  readonly setProgress: (share: number | null) => Promise<void>;
  /** Paths handed to the program from outside (double click, second instance, menu). */
  readonly onOpenPaths: (listener: (paths: readonly string[]) => void) => () => void;
}

declare global {
  interface Window {
    readonly sentinelDesktop?: SentinelDesktop;
  }
}

/** The desktop's functions; null in a browser. */
export function desktopBridge(): SentinelDesktop | null {
  return window.sentinelDesktop ?? null;
}
