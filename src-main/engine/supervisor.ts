import { ContractError } from '#shared/base/errors.ts';
import { connectEngine, type EngineClient } from './client.ts';
import { createEndpoint, type EngineEndpoint } from './endpoint.ts';
import { type EngineChild, type EngineForker, forkNode } from './fork.ts';
import {
  ASK_MESSAGE,
  ENGINE_CONFIG_VARIABLE,
  type EngineConfig,
  engineMessageSchema,
  STOP_MESSAGE,
} from './protocol.ts';
import { resolveEngineEntry } from './resolve.ts';
import { Watchdog } from './watchdog.ts';

export interface SupervisorOptions {
  readonly homeDir: string;
  readonly version: string;
  readonly samplePath: string | null;
  readonly fork?: EngineForker;
  readonly entryPath?: string;
  readonly onState?: (state: EngineState) => void;
  /** First pause after a death; doubles up to `MAX_PAUSE_MS` while engines die young. Default 100. */
  readonly firstPauseMs?: number;
  /** How long a start may take until it counts as failed. Default 30 s. */
  readonly startTimeoutMs?: number;
  /** An engine that does not answer for so long while this process runs is ended and started again. Default 120 s. */
  readonly hangAfterMs?: number;
}

export type EngineState =
  | { readonly kind: 'starting'; readonly restarts: number; readonly lastExit: string | null }
  | { readonly kind: 'running'; readonly restarts: number; readonly pid: number | undefined }
  | { readonly kind: 'stopped' };

const MAX_PAUSE_MS = 10_000;
/** An engine that lived this long starts the back-off anew. */
const STABLE_AFTER_MS = 30_000;
/** Longest a request waits for an engine that is being restarted. */
const WAIT_FOR_ENGINE_MS = 20_000;
const STOP_TIMEOUT_MS = 5000;
/** An engine that never came up is not tried for ever: it misses something that waiting does not bring. */
const MAX_FIRST_TRIES = 2;

/**
 * Keeps one engine process alive and passes requests to it.
 * An engine that dies, or hangs and is ended, is started again after a pause; requests that arrive meanwhile wait for it, those under way fail
 * with `engine.unavailable`. Ends only the child it started.
 */
export class EngineSupervisor {
  readonly #options: SupervisorOptions;
  #state: EngineState = { kind: 'starting', restarts: 0, lastExit: null };
  #child: EngineChild | null = null;
  #client: EngineClient | null = null;
  #endpoint: EngineEndpoint | null = null;
  #restarts = 0;
  #earlyDeaths = 0;
  #hasRun = false;
  #failedStart: string | null = null;
  #pauseTimer: NodeJS.Timeout | null = null;
  readonly #waiters = new Set<() => void>();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get state(): EngineState {
    return this.#state;
  }

  /**
   * Resolves when the first engine answers.
   * @throws ContractError `engine.unavailable` when it cannot start; the supervisor is stopped then.
   */
  async start(): Promise<void> {
    this.#launch(null);
    try {
      await this.#ready(this.#options.startTimeoutMs ?? 30_000);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Waits for a running engine, then passes the request on. @throws ContractError `engine.unavailable | engine.stopped` */
  async fetch(request: Request): Promise<Response> {
    await this.#ready(WAIT_FOR_ENGINE_MS, request.signal);
    const client = this.#client;
    if (client === null) throw stoppedError();
    return client.fetch(request);
  }

  /** Asks the engine to stop at a commit point; after 5 s it is ended. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#setState({ kind: 'stopped' });
    if (this.#pauseTimer !== null) clearTimeout(this.#pauseTimer);
    if (child !== null) await stopChild(child);
    await this.#release();
  }

  #launch(lastExit: string | null): void {
    const { homeDir, version, samplePath, fork = forkNode, entryPath = resolveEngineEntry() } = this.#options;
    this.#setState({ kind: 'starting', restarts: this.#restarts, lastExit });
    const endpoint = createEndpoint();
    const { socketPath, key } = endpoint;
    const config: EngineConfig = { socketPath, key, homeDir, version, samplePath, restarts: this.#restarts, lastExit };
    const child = fork({ entryPath, env: { ...process.env, [ENGINE_CONFIG_VARIABLE]: JSON.stringify(config) } });
    this.#endpoint = endpoint;
    this.#client = connectEngine(endpoint);
    this.#child = child;
    const startedAt = performance.now();
    let said: string | null = null;
    let watchdog: Watchdog | null = null;
    const timeout = setTimeout(() => child.kill(), this.#options.startTimeoutMs ?? 30_000);
    child.onMessage((raw) => {
      const message = engineMessageSchema.safeParse(raw);
      if (!message.success || this.#child !== child) return;
      watchdog?.heard();
      if (message.data.type === 'failed') said = message.data.message;
      else if (message.data.type === 'ready' && this.#state.kind === 'starting') {
        clearTimeout(timeout);
        this.#hasRun = true;
        this.#setState({ kind: 'running', restarts: this.#restarts, pid: child.pid });
        watchdog = new Watchdog({
          hangAfterMs: this.#options.hangAfterMs,
          ask: () => child.post(ASK_MESSAGE),
          onHang: (silentMs) => {
            said = `The engine did not answer for ${Math.round(silentMs / 1000)} s and was ended.`;
            child.kill();
          },
        });
      }
    });
    child.onExit((code, signal) => {
      clearTimeout(timeout);
      watchdog?.stop();
      if (this.#child === child)
        void this.#handleExit(said ?? describeExit(code, signal), performance.now() - startedAt);
    });
  }

  async #handleExit(reason: string, livedMs: number): Promise<void> {
    this.#child = null;
    await this.#release();
    if (this.#state.kind === 'stopped') return;
    this.#restarts++;
    this.#earlyDeaths = livedMs > STABLE_AFTER_MS ? 0 : this.#earlyDeaths + 1;
    if (!this.#hasRun && this.#earlyDeaths >= MAX_FIRST_TRIES) {
      this.#failedStart = reason;
      this.#setState({ kind: 'stopped' });
      return;
    }
    const pause = Math.min(MAX_PAUSE_MS, (this.#options.firstPauseMs ?? 100) * 2 ** Math.max(0, this.#earlyDeaths - 1));
    this.#setState({ kind: 'starting', restarts: this.#restarts, lastExit: reason });
    this.#pauseTimer = setTimeout(() => this.#launch(reason), pause);
  }

  async #release(): Promise<void> {
    const [client, endpoint] = [this.#client, this.#endpoint];
    this.#client = null;
    this.#endpoint = null;
    await client?.dispose();
    endpoint?.dispose();
  }

  #setState(state: EngineState): void {
    this.#state = state;
    for (const wake of this.#waiters) wake();
    this.#options.onState?.(state);
  }

  async #ready(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (this.#state.kind === 'starting') {
      signal?.throwIfAborted();
      const left = deadline - performance.now();
      if (left <= 0) throw unavailableError(this.#state.lastExit);
      await this.#nextChange(left, signal);
    }
    if (this.#failedStart !== null) throw unavailableError(this.#failedStart);
    if (this.#state.kind === 'stopped') throw stoppedError();
  }

  #nextChange(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiters.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      this.#waiters.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }
}

function stopChild(child: EngineChild): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill(), STOP_TIMEOUT_MS);
    child.onExit(() => {
      clearTimeout(timer);
      resolve();
    });
    child.post(STOP_MESSAGE);
  });
}

function describeExit(code: number | null, signal: string | null): string {
  return signal === null ? `The engine ended with code ${code}.` : `The engine was ended by ${signal}.`;
}

function unavailableError(lastExit: string | null): ContractError {
  const why = lastExit === null ? '' : ` Last message: ${lastExit}`;
  return new ContractError(
    'engine.unavailable',
    `The engine does not start.${why} See the engine log in the home folder.`,
  );
}

function stoppedError(): ContractError {
  return new ContractError('engine.stopped', 'The engine was stopped; start the program again.');
}
