import { ByteDictionary } from './byte-dictionary.ts';
import { GrowableBytes } from './growable-bytes.ts';

const LF = 0x0a;

/**
 * The columns of one parsed block, kept in the worker until the coordinator says where they belong. Line columns have
 * exactly the block's length; event columns start with room for one event a line and double where lines carry more.
 */
export class BlockColumns {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lineCount: number;
  readonly lineStart: Uint32Array;
  readonly lineEnd: Uint32Array;
  readonly lineOffset: Float64Array;
  readonly lineKind: Uint8Array;

  eventCount = 0;
  eventLine: Uint32Array;
  eventLineCount: Uint32Array;
  epochSeconds: Float64Array;
  nanos: Int32Array;
  severity: Uint8Array;
  shapeIds: BigUint64Array;
  readonly severityText: ByteDictionary;
  readonly service: ByteDictionary;
  readonly host: ByteDictionary;
  readonly component: ByteDictionary;
  readonly parameters: ArenaBuilder;
  readonly attributes: ArenaBuilder;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const lines = countLines(bytes);
    this.bytes = bytes;
    this.lineCount = lines;
    this.lineStart = new Uint32Array(lines);
    this.lineEnd = new Uint32Array(lines);
    this.lineOffset = new Float64Array(lines);
    this.lineKind = new Uint8Array(lines);
    this.eventLine = new Uint32Array(lines);
    this.eventLineCount = new Uint32Array(lines);
    this.epochSeconds = new Float64Array(lines);
    this.nanos = new Int32Array(lines);
    this.severity = new Uint8Array(lines);
    this.shapeIds = new BigUint64Array(lines);
    this.severityText = new ByteDictionary(lines);
    this.service = new ByteDictionary(lines);
    this.host = new ByteDictionary(lines);
    this.component = new ByteDictionary(lines);
    this.parameters = new ArenaBuilder(lines, bytes.length >> 1);
    this.attributes = new ArenaBuilder(lines, 1 << 12);
  }

  /** Opens the row of the next event. @returns its index. */
  addEvent(): number {
    if (this.eventCount === this.eventLine.length) this.#growEvents();
    return this.eventCount++;
  }

  #growEvents(): void {
    const capacity = Math.max(16, this.eventLine.length * 2);
    this.eventLine = grown(new Uint32Array(capacity), this.eventLine);
    this.eventLineCount = grown(new Uint32Array(capacity), this.eventLineCount);
    this.epochSeconds = grown(new Float64Array(capacity), this.epochSeconds);
    this.nanos = grown(new Int32Array(capacity), this.nanos);
    this.severity = grown(new Uint8Array(capacity), this.severity);
    const shapeIds = new BigUint64Array(capacity);
    shapeIds.set(this.shapeIds);
    this.shapeIds = shapeIds;
  }
}

/** Byte strings laid end to end with their offsets; string i is bytes[offsets[i], offsets[i + 1]). */
export class ArenaBuilder {
  readonly bytes: GrowableBytes;
  offsets: Uint32Array;
  #count = 0;

  constructor(strings: number, capacity: number) {
    this.bytes = new GrowableBytes(capacity);
    this.offsets = new Uint32Array(strings + 1);
  }

  /** Closes the string made of everything written to `bytes` since the last call. */
  endString(): void {
    this.#count++;
    if (this.#count >= this.offsets.length) this.offsets = grown(new Uint32Array(this.#count * 2), this.offsets);
    this.offsets[this.#count] = this.bytes.length;
  }

  /** Adds the string made of the first `length` bytes. */
  pushBytes(bytes: Uint8Array, length: number): void {
    const target = this.bytes.reserve(length);
    const start = this.bytes.length;
    // Short strings: a loop beats a view and a native copy.
    for (let i = 0; i < length; i++) target[start + i] = bytes[i] as number;
    this.bytes.length = start + length;
    this.endString();
  }
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines++;
  return bytes.length > 0 && bytes[bytes.length - 1] !== LF ? lines + 1 : lines;
}

function grown<T extends Uint8Array | Uint32Array | Int32Array | Float64Array>(larger: T, values: T): T {
  larger.set(values);
  return larger;
}
