import { fork } from 'node:child_process';
import { ENGINE_FLAGS } from './engine-flags.ts';

/** The engine process as its supervisor sees it, whatever started it. */
export interface EngineChild {
  readonly pid: number | undefined;
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called exactly once. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  /** Ends it at once, also when its event loop no longer turns. */
  kill(): void;
}

export interface ForkRequest {
  /** Absolute path of the engine's entry module. */
  readonly entryPath: string;
  readonly env: NodeJS.ProcessEnv;
}

export type EngineForker = (request: ForkRequest) => EngineChild;

/** Starts the engine as a child of this Node. Its output goes to stderr: stdout belongs to whoever prints results. */
export const forkNode: EngineForker = ({ entryPath, env }) => {
  const child = fork(entryPath, [], {
    env,
    execArgv: [...ENGINE_FLAGS],
    serialization: 'json',
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  return {
    pid: child.pid,
    post: (message) => {
      // One that is dying says so by its exit, not by a broken pipe.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      let hasExited = false;
      const exitOnce = (code: number | null, signal: string | null) => {
        if (hasExited) return;
        hasExited = true;
        listener(code, signal);
      };
      child.on('exit', exitOnce);
      child.on('error', () => exitOnce(null, 'could not start'));
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
};
