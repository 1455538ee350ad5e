import { type TextTerm, textTermKey, textTermsOf } from '#shared/domain/event-query.ts';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import type { EventBits } from './event-bits.ts';
import { SharedSearch, type TellProgress } from './shared-search.ts';
import { type LineMatches, type SearchedCase, searchText, type TextMatches } from './text-search.ts';

/** Events of each text term of a filter, by `textTermKey`. */
export type FoundTerms = ReadonlyMap<string, EventBits>;

/** Terms whose events are remembered; each costs one bit an event. */
const KEPT = 32;

/** What was found in one state of a case. The list, the timeline and the counts of one query share a search. */
export class TextSearches {
  readonly #place: SearchedCase;
  /** Least recently used first. */
  readonly #found = new Map<string, TextMatches>();
  readonly #running = new Map<string, SharedSearch>();
  /** What the states before found in lines. */
  readonly #known: Map<string, LineMatches>;

  /** @param previous The state before: lines it looked through are not read again. */
  constructor(place: SearchedCase, previous: TextSearches | null) {
    this.#place = place;
    this.#known = new Map(previous === null ? [] : previous.#known);
    if (previous !== null) for (const [key, { lines }] of previous.#found) this.#known.set(key, lines);
    for (const key of [...this.#known.keys()].slice(0, -KEPT)) this.#known.delete(key);
  }

  /**
   * The events of each text term of a filter; searched one after another.
   * @param tell Hears of the terms together: the share is that of all, `found` that of the term under way.
   */
  async find(filter: EventFilter, signal?: AbortSignal, tell?: TellProgress): Promise<FoundTerms> {
    const terms = textTermsOf(filter.query ?? '');
    const found = new Map<string, EventBits>();
    for (const [index, term] of terms.entries()) {
      const tellAll: TellProgress | undefined =
        tell && (({ share, found: count }) => tell({ share: (index + share) / terms.length, found: count }));
      found.set(textTermKey(term), await this.#findTerm(term, signal, tellAll));
    }
    return found;
  }

  async #findTerm(term: TextTerm, signal: AbortSignal | undefined, tell: TellProgress | undefined): Promise<EventBits> {
    const key = textTermKey(term);
    const known = this.#found.get(key);
    if (known !== undefined) {
      this.#keep(key, known);
      return known.events;
    }
    const found = await this.#join(key, term).wait(signal, tell);
    this.#keep(key, found);
    return found.events;
  }

  /** The search of a term that is under way, or a new one. */
  #join(key: string, term: TextTerm): SharedSearch {
    const running = this.#running.get(key);
    if (running !== undefined && !running.isStopped) return running;
    const search = new SharedSearch((signal, tell) =>
      searchText(this.#place, term, this.#known.get(key) ?? null, signal, tell),
    );
    this.#running.set(key, search);
    void search.ended.then(() => {
      if (this.#running.get(key) === search) this.#running.delete(key);
    });
    return search;
  }

  #keep(key: string, found: TextMatches): void {
    this.#found.delete(key);
    this.#found.set(key, found);
    const [oldest] = this.#found.keys();
    if (this.#found.size > KEPT && oldest !== undefined) this.#found.delete(oldest);
  }
}
