/**
 * An ordered queue for one reader. Items with a key replace the waiting item of the same key in place, so a slow reader
 * misses steps but never grows the queue beyond the number of keys and keyless items.
 */
export class Mailbox<T> {
  readonly #waiting = new Map<string, T>();
  #keyless = 0;
  #isClosed = false;
  #wake: (() => void) | null = null;

  push(item: T, key: string | null): void {
    if (this.#isClosed) return;
    this.#waiting.set(key ?? `#${this.#keyless++}`, item);
    this.#wake?.();
  }

  /** What is waiting is still delivered. */
  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  /** Ends when closed and empty, or when the signal fires. */
  async *read(signal?: AbortSignal): AsyncGenerator<T, void> {
    for (;;) {
      if (signal?.aborted === true) return;
      const first = this.#waiting.entries().next();
      if (!first.done) {
        const [key, item] = first.value;
        this.#waiting.delete(key);
        yield item;
      } else if (this.#isClosed) return;
      else await this.#nextPush(signal);
    }
  }

  #nextPush(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const wake = this.#wake;
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
