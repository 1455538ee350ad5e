/**
 * Events as columns, the only input of the feature accumulators.
 * Every array has at least `length` entries; entries past `length` are ignored. Rows are in ascending time order over
 * all batches; rows without a time come with NaN and belong to no window.
 */
export interface EventBatch {
  readonly length: number;
  /** Epoch seconds with fraction; NaN when the event has no time. */
  readonly timeSeconds: Float64Array;
  /** Index into `EventDimensions.templateIds`. */
  readonly template: Int32Array;
  /** OpenTelemetry severity number, 0 when absent. */
  readonly severity: Uint8Array;
  /** Index into `EventDimensions.services`, -1 when absent. */
  readonly service: Int32Array;
  /** Index into `EventDimensions.hosts`, -1 when absent. */
  readonly host: Int32Array;
  /** Dense index of the event's session, -1 when it names none. */
  readonly session: Int32Array;
  /** One column a numeric slot of `EventDimensions.slots`; NaN when the event has no such number. */
  readonly numbers: readonly Float64Array[];
  /** One column a key slot; a 32-bit hash of the value, 0 when absent. */
  readonly keys: readonly Uint32Array[];
}

/** What a slot column holds for one template: the same column carries a different parameter for each template. */
export interface ParameterSlot {
  readonly template: number;
  /** Column in `EventBatch.numbers` or `EventBatch.keys`. */
  readonly column: number;
  /** How people name it: the attribute's key, or `parameter 2`. */
  readonly name: string;
  /** Unit of a numeric slot (`ms`, `bytes`, `1`). */
  readonly unit: string;
  /** A small positive number of the slot's own scale, added before taking logarithms. */
  readonly scale: number;
  /** Usual value: values are compared over templates as ratios to it. 0 for keys. */
  readonly typical: number;
}

/** The names behind the indices of an EventBatch. */
export interface EventDimensions {
  readonly templateIds: readonly string[];
  readonly templateTexts: readonly string[];
  readonly services: readonly string[];
  readonly hosts: readonly string[];
  readonly numberSlots: readonly ParameterSlot[];
  readonly keySlots: readonly ParameterSlot[];
  /** Session keys by session index; empty when events carry no session. */
  readonly sessions: readonly string[];
}
