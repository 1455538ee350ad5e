import type { AppEvent } from '#shared/contract/app.ts';
import { EventChannel } from './event-channel.ts';
import { FAKE_NOW_MS } from './fake-case.ts';

/** The made-up engine process: there, away, or failing whatever it is asked. */
export class FakeEngine {
  readonly events = new EventChannel<AppEvent>();
  engineId = 'engine-1';
  /** Every call fails with it; null while calls work. */
  failure: Error | null = null;
  #isAway = false;
  #restarts = 0;

  /** Why a call is not answered; null when it is. */
  refusal(): Error | null {
    return this.failure ?? (this.#isAway ? new TypeError('Failed to fetch') : null);
  }

  status(): Extract<AppEvent, { type: 'engine' }>['engine'] {
    return {
      engineId: this.engineId,
      pid: 4711,
      startedAtMs: FAKE_NOW_MS - 100_000,
      restarts: this.#restarts,
      lastExit: this.#restarts === 0 ? null : 'SIGKILL',
      resumedJobs: this.#restarts === 0 ? [] : ['job-1'],
      rssBytes: 312_000_000,
    };
  }

  watch(signal: AbortSignal | undefined): AsyncGenerator<AppEvent, void, undefined> {
    return this.events.stream(signal, [{ type: 'engine', engine: this.status() }]);
  }

  /** Goes away, and comes back as another one after `ms`. */
  restart(ms: number): void {
    this.#isAway = true;
    this.events.break();
    setTimeout(() => {
      this.#isAway = false;
      this.#restarts += 1;
      this.engineId = `engine-${this.#restarts + 1}`;
    }, ms);
  }
}
