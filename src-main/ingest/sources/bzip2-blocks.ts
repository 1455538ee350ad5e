// @ts-expect-error the package has no types; they are stated below
import library from 'unbzip2-stream/lib/bzip2.js';
import { BitReader } from './bit-reader.ts';

/** The part of the library used: its block decoder, which works on any source of bits and any sink of bytes. */
interface Bzip2Library {
  header(bits: (count: number) => number): number;
  decompress(
    bits: (count: number) => number,
    push: (byte: number) => void,
    buffer: Int32Array,
    bufferLength: number,
    streamChecksum: number,
  ): number;
}
const bzip2 = library as Bzip2Library;

const UNIT_BYTES = 100_000;
const FIRST_OUTPUT_BYTES = 1024 * 1024;

export interface Bzip2Block {
  /** All that was decoded, also of a block whose checksum is wrong. */
  readonly output: Uint8Array<ArrayBuffer>;
  /** Checksum over the stream so far; meaningless behind an error. */
  readonly streamChecksum: number;
  readonly error: Error | null;
}

/**
 * Decodes bzip2 blocks. The package's own stream drops the output of a block whose checksum is wrong and cannot go on behind
 * damage; its block decoder can be asked for one block at a given bit.
 */
export class Bzip2Blocks {
  private readonly work: Int32Array;
  private output = new Uint8Array(FIRST_OUTPUT_BYTES);
  private length = 0;

  /** @param bits At the stream's header `BZh1`..`BZh9`. @throws when there is none */
  constructor(bits: BitReader) {
    const level = bzip2.header((count) => bits.read(count));
    this.work = new Int32Array(level * UNIT_BYTES);
  }

  /** Decodes the block at `bits`. */
  decode(bits: BitReader, streamChecksum: number): Bzip2Block {
    this.length = 0;
    let checksum = 0;
    let error: Error | null = null;
    try {
      const push = (byte: number): void => this.push(byte);
      checksum = bzip2.decompress((count) => bits.read(count), push, this.work, this.work.length, streamChecksum);
    } catch (cause) {
      error = cause as Error;
    }
    return { output: this.output.slice(0, this.length), streamChecksum: checksum, error };
  }

  private push(byte: number): void {
    if (this.length === this.output.length) {
      const larger = new Uint8Array(this.output.length * 2);
      larger.set(this.output);
      this.output = larger;
    }
    this.output[this.length++] = byte;
  }
}
