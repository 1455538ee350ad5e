import type { EngineForker } from '../../engine/fork.ts';
import type { ElectronApi } from './electron-api.ts';

/** Starts the engine as an Electron utility process: a crash of its own, not of the windows. */
export function forkUtility(api: ElectronApi): EngineForker {
  return ({ entryPath, env }) => {
    const child = api.utilityProcess.fork(entryPath, [], {
      env,
      serviceName: 'Log Sentinel engine',
      stdio: 'inherit',
    });
    return {
      get pid() {
        return child.pid;
      },
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process port, not a window
      post: (message) => child.postMessage(message),
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => child.on('exit', (code) => listener(code, null)),
      kill: () => {
        // Electron's own kill asks by SIGTERM, which an engine that hangs never hears.
        if (child.pid === undefined) child.kill();
        else process.kill(child.pid, 'SIGKILL');
      },
    };
  };
}
