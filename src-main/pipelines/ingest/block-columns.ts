import { ByteDictionary } from './byte-dictionary.ts';
import { Growable } from './growable.ts';

/** The columns of one parsed block, kept in the worker until the coordinator says where they belong. */
export class BlockColumns {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lineStart = new Growable(Uint32Array, 1 << 14);
  readonly lineEnd = new Growable(Uint32Array, 1 << 14);
  readonly lineOffset = new Growable(Float64Array, 1 << 14);
  readonly lineKind = new Growable(Uint8Array, 1 << 14);

  readonly eventLine = new Growable(Uint32Array, 1 << 14);
  readonly eventLineCount = new Growable(Uint32Array, 1 << 14);
  readonly epochSeconds = new Growable(Float64Array, 1 << 14);
  readonly nanos = new Growable(Int32Array, 1 << 14);
  readonly severity = new Growable(Uint8Array, 1 << 14);
  readonly severityText = new ByteDictionary();
  readonly service = new ByteDictionary();
  readonly host = new ByteDictionary();
  readonly component = new ByteDictionary();
  readonly shapeIds = new Growable(BigUint64Array, 1 << 14);
  readonly parameters = new ArenaBuilder(1 << 18);
  readonly attributes = new ArenaBuilder(1 << 12);

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }
}

/** Byte strings laid end to end with their offsets; string i is bytes[offsets[i], offsets[i + 1]). */
export class ArenaBuilder {
  readonly bytes: Growable<Uint8Array>;
  readonly offsets = new Growable(Uint32Array, 1 << 14);
  static readonly #encoder = new TextEncoder();

  constructor(capacity: number) {
    this.bytes = new Growable(Uint8Array, capacity);
    this.offsets.push(0);
  }

  /** Closes the string made of everything written to `bytes` since the last call. */
  endString(): void {
    this.offsets.push(this.bytes.length);
  }

  pushText(text: string): void {
    // UTF-8 takes at most three bytes a UTF-16 code unit.
    const target = this.bytes.reserve(text.length * 3);
    this.bytes.length += ArenaBuilder.#encoder.encodeInto(text, target.subarray(this.bytes.length)).written;
    this.endString();
  }
}
