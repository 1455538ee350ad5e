/** Sends values to any number of async iterators; `break` ends them as a lost connection would. */
export class EventChannel<T> {
  readonly #listeners = new Set<{ push: (value: T) => void; fail: (error: Error) => void }>();

  send(value: T): void {
    for (const listener of this.#listeners) listener.push(value);
  }

  break(): void {
    for (const listener of this.#listeners) listener.fail(new TypeError('network error'));
  }

  async *stream(signal: AbortSignal | undefined, first: readonly T[]): AsyncGenerator<T, void, undefined> {
    const queue: T[] = [...first];
    let failure: Error | null = null;
    let wake = () => {};
    const listener = {
      push: (value: T) => (queue.push(value), wake()),
      fail: (error: Error) => ((failure = error), wake()),
    };
    const onAbort = () => listener.fail(new DOMException('Aborted', 'AbortError'));
    signal?.addEventListener('abort', onAbort);
    this.#listeners.add(listener);
    try {
      for (;;) {
        while (queue.length > 0) yield queue.shift() as T;
        if (failure !== null) throw failure as Error;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      this.#listeners.delete(listener);
      signal?.removeEventListener('abort', onAbort);
    }
  }
}
