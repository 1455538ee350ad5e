import type { PathOrigin } from '../../ingest/sources/index.ts';
import type { ArenaBuilder } from './arena-builder.ts';

const CLOSE = 0x7d;
const COMMA = 0x2c;
const encoder = new TextEncoder();

/** Adds what a source's path says to the attributes of each of its events. */
export class SourceAttributes {
  /** JSON object text; empty for nothing. */
  readonly #own: Uint8Array;

  constructor(origin: PathOrigin | null) {
    const hasAny = origin !== null && Object.keys(origin.attributes).length > 0;
    this.#own = encoder.encode(hasAny ? JSON.stringify(origin.attributes) : '');
  }

  /** Adds the attributes of one event: `length` bytes of JSON object text, 0 for none. */
  push(column: ArenaBuilder, bytes: Uint8Array, length: number): void {
    const own = this.#own;
    if (own.length === 0) {
      column.pushBytes(bytes, length);
      return;
    }
    const target = column.bytes.reserve(own.length + length);
    const start = column.bytes.length;
    target.set(own, start);
    if (length <= 2) {
      column.bytes.length = start + own.length;
    } else {
      // {own} {event's} -> {own, event's}: a name of both keeps the event's value last, which wins.
      target[start + own.length - 1] = COMMA;
      target.set(bytes.subarray(1, length - 1), start + own.length);
      target[start + own.length + length - 2] = CLOSE;
      column.bytes.length = start + own.length + length - 1;
    }
    column.endString();
  }
}
