/**
 * Pages of a long list, fetched as they come into view.
 * Holds at most `maxPages` pages (least recently seen dropped first); a page out of sight is not waited for.
 */
export class PageCache<Row> {
  readonly pageSize: number;
  readonly #maxPages: number;
  readonly #load: (page: number, signal: AbortSignal) => Promise<readonly Row[]>;
  readonly #onChange: (error: unknown) => void;
  readonly #pages = new Map<number, readonly Row[]>();
  readonly #loading = new Map<number, AbortController>();

  constructor(options: {
    readonly pageSize: number;
    readonly maxPages: number;
    readonly load: (page: number, signal: AbortSignal) => Promise<readonly Row[]>;
    /** Called after a page arrived (`null`) or failed. */
    readonly onChange: (error: unknown) => void;
  }) {
    this.pageSize = options.pageSize;
    this.#maxPages = options.maxPages;
    this.#load = options.load;
    this.#onChange = options.onChange;
  }

  /** The row, if its page is here. */
  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / this.pageSize))?.[index % this.pageSize];
  }

  get isLoading(): boolean {
    return this.#loading.size > 0;
  }

  /** Fetches the pages of these rows and gives up on every other one still on its way. */
  want(firstRow: number, rowCount: number): void {
    if (rowCount <= 0) return;
    const first = Math.floor(firstRow / this.pageSize);
    const last = Math.floor((firstRow + rowCount - 1) / this.pageSize);
    for (const [page, stop] of this.#loading) {
      if (page >= first && page <= last) continue;
      this.#loading.delete(page);
      stop.abort();
    }
    for (let page = first; page <= last; page++) {
      const known = this.#pages.get(page);
      if (known !== undefined) {
        this.#pages.delete(page);
        this.#pages.set(page, known);
      } else if (!this.#loading.has(page)) void this.#fetch(page);
    }
  }

  /** Gives up on pages still on their way; rows that are here stay readable. */
  stop(): void {
    for (const stop of this.#loading.values()) stop.abort();
    this.#loading.clear();
  }

  dispose(): void {
    this.stop();
    this.#pages.clear();
  }

  async #fetch(page: number): Promise<void> {
    const stop = new AbortController();
    this.#loading.set(page, stop);
    try {
      const rows = await this.#load(page, stop.signal);
      if (stop.signal.aborted) return;
      this.#loading.delete(page);
      this.#pages.set(page, rows);
      for (const oldest of this.#pages.keys()) {
        if (this.#pages.size <= this.#maxPages) break;
        this.#pages.delete(oldest);
      }
      this.#onChange(null);
    } catch (error) {
      if (stop.signal.aborted) return;
      this.#loading.delete(page);
      this.#onChange(error);
    }
  }
}
