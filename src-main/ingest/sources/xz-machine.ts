import xzPackage from 'xz-decompress';

/** Results of xz-embedded's `xz_dec_catrun`. */
export const XzStatus = {
  ok: 0,
  streamEnd: 1,
  memoryError: 3,
  memoryLimit: 4,
  formatError: 5,
  optionsError: 6,
  dataError: 7,
  bufferError: 8,
} as const;
export type XzStatus = (typeof XzStatus)[keyof typeof XzStatus];

interface XzExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  create_context(): number;
  supply_input(context: number, length: number): void;
  get_next_output(context: number): XzStatus;
}

/** What the package keeps to itself: its stream class loads one WebAssembly instance here and lets all streams share it. */
interface XzLoader {
  _getModuleInstance(): Promise<void>;
  _moduleInstance: { readonly exports: XzExports };
}

// Words of the C struct behind a context: buffer size, then struct xz_buf.
const IN = 1;
const IN_POSITION = 2;
const IN_SIZE = 3;
const OUT = 4;
const OUT_POSITION = 5;

/**
 * One xz decoder, fed and drained by hand. The package's stream serialises all streams of a process (an xz file inside an xz
 * archive would wait for itself) and drops the output of the step in which damage is met; so its WebAssembly is driven here,
 * an instance each, whose memory goes with it.
 */
export class XzMachine {
  /** Most bytes one `supply` takes. */
  readonly inputBytes: number;
  private readonly exports: XzExports;
  private readonly context: number;

  private constructor(exports: XzExports) {
    this.exports = exports;
    this.context = exports.create_context();
    this.inputBytes = this.word(0);
  }

  static async create(): Promise<XzMachine> {
    const loader = xzPackage.XzReadableStream as unknown as XzLoader;
    await loader._getModuleInstance();
    return new XzMachine(loader._moduleInstance.exports);
  }

  /** Hands over the next input; none at all says that the input has ended. */
  supply(input: Uint8Array): void {
    new Uint8Array(this.exports.memory.buffer, this.word(IN), this.inputBytes).set(input);
    this.exports.supply_input(this.context, input.length);
  }

  /** Decodes until the input is used up or the output buffer is full; what was decoded before a failure is given too. */
  step(): { readonly status: XzStatus; readonly output: Uint8Array<ArrayBuffer> } {
    const status = this.exports.get_next_output(this.context);
    const output = new Uint8Array(this.exports.memory.buffer, this.word(OUT), this.word(OUT_POSITION)).slice();
    new Uint32Array(this.exports.memory.buffer, this.context)[OUT_POSITION] = 0;
    return { status, output };
  }

  /** Bytes of the last input used so far. */
  get usedInput(): number {
    return this.word(IN_POSITION);
  }

  get needsInput(): boolean {
    return this.word(IN_POSITION) === this.word(IN_SIZE);
  }

  private word(index: number): number {
    return new Uint32Array(this.exports.memory.buffer, this.context, OUT_POSITION + 1)[index] as number;
  }
}
