import { CaseMiner } from '../templates/case-miner.ts';
import type { IngestStore } from './ingest-store.ts';
import type { ShapeDictionary } from './shape-dictionary.ts';

/** Mining may take this share of the reading time while a job reads. */
const MAX_SHARE = 0.05;

/**
 * Keeps the case's templates readable while it is still being read: mines the shapes so far after the first block and
 * then whenever there are new ones, as rarely as its cost asks for. The final templates do not depend on it.
 */
export class TemplateRefresh {
  readonly #dictionary: ShapeDictionary;
  readonly #store: IngestStore;
  readonly #signal: AbortSignal;
  readonly #miner = new CaseMiner();
  #running: Promise<void> | null = null;
  #minedSize = 0;
  #nextAtMs = 0;

  /** @param signal Ends even a mining that is under way. */
  constructor(dictionary: ShapeDictionary, store: IngestStore, signal: AbortSignal) {
    this.#dictionary = dictionary;
    this.#store = store;
    this.#signal = signal;
  }

  /** Starts at most one mining; reading goes on meanwhile. A failure is told by `finish`, which mines again. */
  refreshIfDue(): void {
    const startedMs = performance.now();
    if (this.#running !== null || this.#dictionary.size === this.#minedSize || startedMs < this.#nextAtMs) return;
    this.#minedSize = this.#dictionary.size;
    this.#running = this.#mine()
      .catch(() => undefined)
      // Reading needs the memory, and the next mining is some time off.
      .then(() => this.#miner.rest())
      .finally(() => {
        const endedMs = performance.now();
        this.#nextAtMs = endedMs + (endedMs - startedMs) / MAX_SHARE;
        this.#running = null;
      });
  }

  /** Mines all shapes. @throws ParsingError `templates.bad-pattern`, CancelledError */
  async finish(): Promise<void> {
    await this.#running;
    await this.#mine();
  }

  /** Ends what is under way: nothing is stored afterwards. */
  async dispose(): Promise<void> {
    await this.#miner.dispose();
    await this.#running;
  }

  async #mine(): Promise<void> {
    for (;;) {
      const edits = this.#store.templateEdits();
      const table = await this.#miner.mine(this.#dictionary.uses(), edits, this.#signal);
      // An edit that was made meanwhile is not undone by what was mined without it.
      if (isSame(edits, this.#store.templateEdits())) return this.#store.saveTemplates(table);
    }
  }
}

function isSame(a: readonly { readonly editId: string }[], b: readonly { readonly editId: string }[]): boolean {
  return a.length === b.length && a.every(({ editId }, i) => editId === b[i]?.editId);
}
