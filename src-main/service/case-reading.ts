import { ContractError } from '#shared/base/errors.ts';
import type { EventIndex } from '../lake/event-index.ts';
import { CaseReader } from '../lake/case-reader.ts';
import type { CaseSession } from './case-sessions.ts';

const KEY = Symbol('case reading');
/** Lists a window may hold at once, over all windows of the case. */
const MAX_LISTS = 64;

/** The reader of one open case, kept up to date with its catalog, and the event lists handed out to windows. */
export class CaseReading {
  readonly reader: CaseReader;
  readonly #lists = new Map<string, EventIndex>();
  #refreshing: Promise<unknown> = Promise.resolve();
  #nextList = 1;

  private constructor(reader: CaseReader) {
    this.reader = reader;
  }

  /** The session's reading, showing at least everything that was committed before the call. */
  static async of(session: CaseSession): Promise<CaseReading> {
    const reading = await session.attached(KEY, async () => {
      const catalog = {
        manifest: () => session.catalog.manifest(),
        get revision() {
          return session.catalog.revision;
        },
      };
      return new CaseReading(await CaseReader.open(catalog, session.catalog.lakeDir));
    });
    await reading.#refresh();
    return reading;
  }

  /** @returns Handle of the list, valid until it is closed or pushed out by many newer ones. */
  keep(index: EventIndex): string {
    const id = `l${this.#nextList++}`;
    this.#lists.set(id, index);
    if (this.#lists.size > MAX_LISTS) this.#lists.delete(this.#lists.keys().next().value!);
    return id;
  }

  /** @throws ContractError `events.index-gone` */
  list(id: string): EventIndex {
    const index = this.#lists.get(id);
    if (index === undefined)
      throw new ContractError('events.index-gone', 'This list of events is gone; open it again.');
    return index;
  }

  drop(id: string): boolean {
    return this.#lists.delete(id);
  }

  dispose(): void {
    this.#lists.clear();
    this.reader.close();
  }

  /** One refresh at a time; a failed one is tried again by the next call. */
  #refresh(): Promise<unknown> {
    const next = this.#refreshing.catch(() => undefined).then(() => this.reader.refresh());
    this.#refreshing = next;
    return next;
  }
}
