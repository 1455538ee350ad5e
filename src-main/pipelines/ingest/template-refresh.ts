import { mineTemplates } from '../../parsing/template-miner.ts';
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
  #minedSize = 0;
  #nextAtMs = 0;

  constructor(dictionary: ShapeDictionary, store: IngestStore) {
    this.#dictionary = dictionary;
    this.#store = store;
  }

  refreshIfDue(): void {
    const startedMs = performance.now();
    if (this.#dictionary.size === this.#minedSize || startedMs < this.#nextAtMs) return;
    this.#minedSize = this.#dictionary.size;
    this.#store.saveTemplates(mineTemplates(this.#dictionary.uses()));
    const endedMs = performance.now();
    this.#nextAtMs = endedMs + (endedMs - startedMs) / MAX_SHARE;
  }
}
