import { CancelledError } from '#shared/base/errors.ts';
import { throwIfAborted } from '../base/abort.ts';
import type { SearchProgress, TextMatches } from './text-search.ts';

export type TellProgress = (progress: SearchProgress) => void;

/** One search that any number of callers wait for; it stops when the last of them gave up. */
export class SharedSearch {
  /** Settles when it is over, however it ended. */
  readonly ended: Promise<void>;
  readonly #stop = new AbortController();
  readonly #found: Promise<TextMatches>;
  readonly #listeners = new Set<TellProgress>();
  #progress: SearchProgress = { share: 0, found: 0 };
  #callers = 0;

  constructor(search: (signal: AbortSignal, tell: TellProgress) => Promise<TextMatches>) {
    this.#found = search(this.#stop.signal, (progress) => {
      this.#progress = progress;
      for (const listener of this.#listeners) listener(progress);
    });
    // Everybody who waits gets the failure; with nobody left there is none to tell.
    this.ended = this.#found.then(
      () => undefined,
      () => undefined,
    );
  }

  /** Nobody can wait for it any more. */
  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  stop(): void {
    this.#stop.abort();
  }

  /**
   * @param tell Hears at once how far it is, then every step.
   * @throws CancelledError as soon as the caller's signal fires; whatever the search fails with.
   */
  async wait(signal: AbortSignal | undefined, tell: TellProgress | undefined): Promise<TextMatches> {
    throwIfAborted(signal);
    this.#callers++;
    if (tell !== undefined) {
      tell(this.#progress);
      this.#listeners.add(tell);
    }
    let giveUp = (): void => undefined;
    const givenUp = new Promise<never>((_resolve, reject) => {
      giveUp = () => reject(new CancelledError());
    });
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      return await Promise.race([this.#found, givenUp]);
    } finally {
      signal?.removeEventListener('abort', giveUp);
      if (tell !== undefined) this.#listeners.delete(tell);
      this.#callers--;
      if (this.#callers === 0) this.stop();
    }
  }
}
