import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import { COLUMN_BYTES, type EventColumns, loadEventColumns, readColumnShapes } from './event-columns.ts';
import { isInTimeOrder, loadTimeOrder } from './event-order.ts';
import type { QueryEngine } from './query-engine.ts';

/** Most memory that the columns of a case may take: 15 million events. */
const MAX_COLUMN_BYTES = 256 * 2 ** 20;

/**
 * The events of one state of a case by time: their order, and the columns that filters ask most. Both are taken over from
 * the state before when only something else changed: a name, a threshold, a template.
 */
export class ColumnStore {
  /** Event ids run in time order. */
  readonly isAscending: boolean;
  /** Event ids are below this; fewer exist when a file is damaged. */
  readonly idCount: number;
  /** Resolves when the columns of the state before are there, if there were any; never rejects. */
  readonly takenOver: Promise<void>;
  readonly #engine: QueryEngine;
  readonly #manifest: LakeManifest;
  readonly #stop = new AbortController();
  #timeOrder: Promise<Uint32Array | null> | null = null;
  #columns: EventColumns | null = null;
  #loading: Promise<void> | null = null;

  constructor(engine: QueryEngine, manifest: LakeManifest, previous: ColumnStore | null) {
    this.#engine = engine;
    this.#manifest = manifest;
    this.isAscending = isInTimeOrder(manifest.segments);
    this.idCount = manifest.segments.reduce((max, file) => Math.max(max, file.lastEventId + 1), 0);
    const before = previous !== null && hasSameEvents(previous.#manifest, manifest) ? previous : null;
    if (before !== null && before.#timeOrder !== null) void this.#keepOrder(before.#timeOrder);
    const columns = before === null ? null : before.#columns;
    this.takenOver = columns === null ? Promise.resolve() : this.#start(this.#takeOver(columns)).catch(() => undefined);
  }

  /** The columns, if they are there. */
  get columns(): EventColumns | null {
    return this.#columns;
  }

  /** Gives up what is being loaded. */
  dispose(): void {
    this.#stop.abort();
  }

  /**
   * Brings the columns into memory; a case of more events than fit goes without them.
   * @throws CancelledError when the store was disposed meanwhile.
   */
  load(): Promise<void> {
    if (this.idCount * COLUMN_BYTES > MAX_COLUMN_BYTES) return Promise.resolve();
    return this.#loading ?? this.#start(this.#read());
  }

  /** All ids in time order; null when that is 0, 1, 2, ... Shared by all who ask, so no single caller may cancel it. */
  timeOrder(): Promise<Uint32Array | null> {
    if (this.#timeOrder !== null) return this.#timeOrder;
    const silver = this.#manifest.segments.filter((file) => file.layer === 'silver');
    const events = silver.reduce((sum, file) => sum + file.rows, 0);
    const hasUntimed = silver.some((file) => file.untimedRows > 0);
    // Without holes the row of an event of an ordered case is its id.
    const isById = this.isAscending && events === this.idCount;
    return this.#keepOrder(isById ? Promise.resolve(null) : loadTimeOrder(this.#engine, hasUntimed, events, undefined));
  }

  /** A failed one is made again. */
  #keepOrder(order: Promise<Uint32Array | null>): Promise<Uint32Array | null> {
    this.#timeOrder = order;
    order.catch(() => {
      if (this.#timeOrder === order) this.#timeOrder = null;
    });
    return order;
  }

  #start(loading: Promise<void>): Promise<void> {
    this.#loading = loading;
    loading.catch(() => {
      if (this.#loading === loading) this.#loading = null;
    });
    return loading;
  }

  async #read(): Promise<void> {
    const order = await this.timeOrder();
    this.#columns = await loadEventColumns(this.#engine, this.idCount, order, this.#stop.signal);
  }

  /** The events are the same; which template a shape has may not be. */
  async #takeOver(columns: EventColumns): Promise<void> {
    this.#columns = { ...columns, shapes: await this.#engine.session(this.#stop.signal, readColumnShapes) };
  }
}

/** Whether two states have the same events, in the same files and under the same numbers of shapes. */
function hasSameEvents(a: LakeManifest, b: LakeManifest): boolean {
  const namesOf = ({ segments, shapes, variants = [] }: LakeManifest): string[][] => [
    segments.filter(({ layer }) => layer === 'silver').map(({ relativePath }) => relativePath),
    shapes.map(({ shapeId }) => shapeId),
    variants.map((variant) => JSON.stringify(variant)),
  ];
  const [ofA, ofB] = [namesOf(a), namesOf(b)];
  return ofA.every((names, i) => names.length === ofB[i]?.length && names.every((name, at) => name === ofB[i]?.[at]));
}
