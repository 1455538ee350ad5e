import type { EventBatch } from '../../features/event-batch.ts';

/** One event, taken out of its columns. */
export interface PlantableEvent {
  readonly timeSeconds: number;
  readonly template: number;
  readonly severity: number;
  readonly service: number;
  readonly host: number;
  readonly session: number;
  readonly numbers: readonly number[];
  readonly keys: readonly number[];
}

export function eventAt(batch: EventBatch, at: number): PlantableEvent {
  return {
    timeSeconds: batch.timeSeconds[at]!,
    template: batch.template[at]!,
    severity: batch.severity[at]!,
    service: batch.service[at]!,
    host: batch.host[at]!,
    session: batch.session[at]!,
    numbers: batch.numbers.map((column) => column[at]!),
    keys: batch.keys.map((column) => column[at]!),
  };
}

/** Events in time order as one batch of columns. */
export function batchOf(events: readonly PlantableEvent[]): EventBatch {
  const column = <T extends Float64Array | Int32Array | Uint8Array | Uint32Array>(
    out: T,
    pick: (event: PlantableEvent) => number,
  ): T => {
    events.forEach((event, at) => (out[at] = pick(event)));
    return out;
  };
  const n = events.length;
  const width = events[0]?.numbers.length ?? 0;
  const slots = Array.from({ length: width }, (_, slot) => slot);
  return {
    length: n,
    timeSeconds: column(new Float64Array(n), (event) => event.timeSeconds),
    template: column(new Int32Array(n), (event) => event.template),
    severity: column(new Uint8Array(n), (event) => event.severity),
    service: column(new Int32Array(n), (event) => event.service),
    host: column(new Int32Array(n), (event) => event.host),
    session: column(new Int32Array(n), (event) => event.session),
    numbers: slots.map((slot) => column(new Float64Array(n), (event) => event.numbers[slot] ?? Number.NaN)),
    keys: slots.map((slot) => column(new Uint32Array(n), (event) => event.keys[slot] ?? 0)),
  };
}
