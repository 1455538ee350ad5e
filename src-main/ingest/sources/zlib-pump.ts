import type { Transform } from 'node:stream';

/** Options that let no decoded byte wait unseen inside the stream: see `ZlibPump`. */
export const PUMP_OPTIONS = { chunkSize: 128 * 1024, readableHighWaterMark: 1 } as const;

/**
 * Drives a zlib stream one piece of input at a time.
 * The stream must be made with PUMP_OPTIONS: a high-water mark of one byte stops the codec after each output chunk until it
 * is read, so a decoding error can never overtake and drop output that was already decoded.
 */
export class ZlibPump {
  /** True once the codec saw the end of its stream. */
  hasEnded = false;
  error: Error | null = null;
  private readonly stream: Transform & { readonly bytesWritten: number };
  private wake: () => void = () => {};

  constructor(stream: Transform & { readonly bytesWritten: number }) {
    this.stream = stream;
    stream.on('readable', () => this.wake());
    stream.on('end', () => {
      this.hasEnded = true;
      this.wake();
    });
    stream.on('error', (error) => {
      this.error = error;
      this.wake();
    });
  }

  /** Input bytes the codec has used. */
  get consumedBytes(): number {
    return this.stream.bytesWritten;
  }

  /** Feeds one piece and yields its output; returns when the piece is used up, the stream has ended or it failed. */
  async *push(piece: Uint8Array): AsyncGenerator<Buffer<ArrayBuffer>> {
    let isWritten = false;
    this.stream.write(piece, () => {
      isWritten = true;
      this.wake();
    });
    while (true) {
      const signalled = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      const isLast = isWritten || this.hasEnded || this.error !== null;
      let output = this.stream.read() as Buffer<ArrayBuffer> | null;
      while (output !== null) {
        yield output;
        output = this.stream.read() as Buffer<ArrayBuffer> | null;
      }
      if (isLast) return;
      await signalled;
    }
  }

  close(): void {
    this.stream.destroy();
  }
}
