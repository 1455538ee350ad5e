/** An engine that says nothing for so long hangs: no work of its own keeps its event loop for a fraction of that. */
const HANG_AFTER_MS = 120_000;
const LONGEST_STEP_MS = 5000;
/** Steps in the time after which an engine hangs, where that is short. */
const STEPS = 8;

export interface WatchdogOptions {
  /** Asks the engine for a sign of life, which `heard` is told of. */
  ask(): void;
  /** Called once, when the engine said nothing for `silentMs`. */
  onHang(silentMs: number): void;
  /** Default 120 s. */
  readonly hangAfterMs?: number | undefined;
}

/**
 * Notices an engine whose event loop no longer turns. It counts the time in which it asked itself and heard nothing: where
 * its own clock jumps, the machine slept or this process stood still as well, nobody was asked, and counting starts anew.
 */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #hangAfterMs: number;
  readonly #stepMs: number;
  readonly #timer: NodeJS.Timeout;
  #lastStep = performance.now();
  #silentMs = 0;

  /** Begins to watch at once. */
  constructor(options: WatchdogOptions) {
    this.#options = options;
    this.#hangAfterMs = options.hangAfterMs ?? HANG_AFTER_MS;
    this.#stepMs = Math.min(LONGEST_STEP_MS, this.#hangAfterMs / STEPS);
    this.#timer = setInterval(() => this.#step(), this.#stepMs);
    this.#timer.unref();
    options.ask();
  }

  /** The engine answered. */
  heard(): void {
    this.#silentMs = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #step(): void {
    const now = performance.now();
    const passedMs = now - this.#lastStep;
    this.#lastStep = now;
    const stoodStill = passedMs > 2 * this.#stepMs;
    this.#silentMs = stoodStill ? 0 : this.#silentMs + passedMs;
    if (this.#silentMs < this.#hangAfterMs) return this.#options.ask();
    this.stop();
    this.#options.onHang(this.#silentMs);
  }
}
