import { toWireError } from '#shared/contract/errors.ts';
import { createBackend } from '../service/backend.ts';
import {
  ASK_MESSAGE,
  ENGINE_CONFIG_VARIABLE,
  type EngineConfig,
  engineConfigSchema,
  type EngineMessage,
  STOP_MESSAGE,
} from './protocol.ts';
import { serveEngine } from './server.ts';

/** The engine process: the service behind a local socket. Ends when told to, and when its supervisor goes away. */
interface ParentPort {
  post(message: EngineMessage): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** Electron's utilityProcess speaks through `process.parentPort`, Node's fork through `process.send`. */
function parentPort(): ParentPort {
  const electronPort = (
    process as {
      parentPort?: { postMessage(m: unknown): void; on(e: 'message', l: (m: { data: unknown }) => void): void };
    }
  ).parentPort;
  if (electronPort !== undefined) {
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process port, not a window
      post: (message) => electronPort.postMessage(message),
      onMessage: (listener) => electronPort.on('message', (event) => listener(event.data)),
    };
  }
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  };
}

function takeConfig(): EngineConfig {
  const text = process.env[ENGINE_CONFIG_VARIABLE];
  // Threads and children of the engine must not inherit the key.
  delete process.env[ENGINE_CONFIG_VARIABLE];
  if (text === undefined) throw new Error('The engine is started by its supervisor, not by hand.');
  return engineConfigSchema.parse(JSON.parse(text));
}

async function main(port: ParentPort): Promise<void> {
  const config = takeConfig();
  const backend = await createBackend({
    homeDir: config.homeDir,
    version: config.version,
    samplePath: config.samplePath,
    resumesJobs: true,
    restarts: config.restarts,
    lastExit: config.lastExit,
  });
  const server = await serveEngine(backend.fetch, config);
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void backend
      .dispose()
      .then(() => server.close())
      .finally(() => process.exit(0));
  };
  port.onMessage((message) => {
    const { type } = message as { type?: unknown };
    if (type === ASK_MESSAGE.type) port.post({ type: 'alive' });
    else if (type === STOP_MESSAGE.type) stop();
  });
  process.on('disconnect', stop);
  // A terminal sends its interrupt to the whole group: the supervisor decides when the engine stops.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', stop);
  port.post({ type: 'ready' });
}

const port = parentPort();
main(port).catch((error: unknown) => {
  const { code, message } = toWireError(error);
  port.post({ type: 'failed', code, message: error instanceof Error ? error.message : message });
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 100);
});
