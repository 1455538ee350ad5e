import { RecycledMemory } from '../../base/recycled-memory.ts';
import { openKernel } from '../../workers/kernels.ts';

/** What the compiled kernel exports; addresses and lengths are bytes. Its sources are in kernel/. */
interface KernelFunctions {
  textAddress(length: number): number;
  extraAddress(length: number): number;
  programAddress(length: number): number;
  setProgram(
    patterns: number,
    patternCount: number,
    structural: number,
    structuralCount: number,
    joinsLines: boolean,
    hasFixedZone: boolean,
    zoneSeconds: number,
  ): void;
  /** A negative severity forgets all words. */
  setLevel(start: number, end: number, severity: number): void;
  setOrigin(attributes: number, attributesLength: number, service: number, serviceLength: number): void;
  beginBlock(length: number, isCoarse: boolean): number;
  readLines(from: number, isEventOpen: boolean): number;
  isEventOpen(): number;
  setKind(line: number, kind: number): void;
  continueEvent(): void;
  stageEvent(): number;
  fieldsAddress(): number;
  pushEvent(line: number): void;
  eventCount(): number;
  columnAddress(column: number): number;
  columnBytes(column: number): number;
  shapeCount(): number;
  recordAddress(slot: number): number;
  useCount(slot: number): number;
  firstEvent(slot: number): number;
}

/** Columns of the kernel, as block.as.ts numbers them. */
export const KernelColumn = {
  lineStart: 0,
  lineEnd: 1,
  lineKind: 2,
  eventLine: 3,
  eventLineCount: 4,
  epochSeconds: 5,
  nanos: 6,
  severity: 7,
  flags: 8,
  slots: 9,
  parameters: 10,
  parameterOffsets: 11,
  attributes: 12,
  attributeOffsets: 13,
  deferredTimes: 14,
  usedSlots: 15,
  // Dictionaries are three columns each: ids, texts, where texts end.
  severityText: 16,
  service: 19,
  host: 22,
  component: 25,
} as const;

/** One instance of the kernel and its memory. Views are good until the next call into the kernel. */
export class KernelMemory {
  readonly call: KernelFunctions;
  readonly #memory: WebAssembly.Memory;
  readonly #copies = new RecycledMemory();
  #bytes: Uint8Array<ArrayBuffer>;
  #ints: Int32Array<ArrayBuffer>;
  #doubles: Float64Array<ArrayBuffer>;

  private constructor(module: WebAssembly.Module) {
    this.#memory = new WebAssembly.Memory({ initial: 16 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.call = exports as unknown as KernelFunctions;
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#ints = new Int32Array(this.#memory.buffer);
    this.#doubles = new Float64Array(this.#memory.buffer);
  }

  /** Null where the engine cannot run it, or the build left it out. */
  static open(): KernelMemory | null {
    const module = openKernel('ingest');
    return module === null ? null : new KernelMemory(module);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    // Growth gives memory a new buffer.
    if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  get ints(): Int32Array<ArrayBuffer> {
    if (this.#ints.buffer !== this.#memory.buffer) this.#ints = new Int32Array(this.#memory.buffer);
    return this.#ints;
  }

  get doubles(): Float64Array<ArrayBuffer> {
    if (this.#doubles.buffer !== this.#memory.buffer) this.#doubles = new Float64Array(this.#memory.buffer);
    return this.#doubles;
  }

  /** A copy of a column's bytes, to be given back by `release` or left to the garbage collector. */
  copyBytes(column: number): Uint8Array<ArrayBuffer> {
    const at = this.call.columnAddress(column);
    const length = this.call.columnBytes(column);
    const copy = new Uint8Array(this.#copies.take(length), 0, length);
    copy.set(this.bytes.subarray(at, at + length));
    return copy;
  }

  copyInts(column: number): Int32Array<ArrayBuffer> {
    const { buffer, length } = this.copyBytes(column);
    return new Int32Array(buffer, 0, length >> 2);
  }

  copyDoubles(column: number): Float64Array<ArrayBuffer> {
    const { buffer, length } = this.copyBytes(column);
    return new Float64Array(buffer, 0, length >> 3);
  }

  /** Takes the memory of copies back: their next reader is another block. */
  release(...copies: readonly ArrayBufferView[]): void {
    for (const { buffer } of copies) if (buffer instanceof ArrayBuffer) this.#copies.give(buffer);
  }
}
