const decoder = new TextDecoder();
const encoder = new TextEncoder();

const NOTHING = new Uint8Array(0);

/** A growing byte buffer that decoded text is written to; reused from line to line. */
export class Scratch {
  bytes: Uint8Array = NOTHING;
  length = 0;

  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more, 256));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  append(from: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    this.bytes.set(from.subarray(start, end), this.length);
    this.length += end - start;
  }

  appendByte(byte: number): void {
    this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  /** The text as a string. */
  text(): string {
    return decoder.decode(this.bytes.subarray(0, this.length));
  }

  /** Replaces the content by a string's UTF-8. */
  setText(text: string): void {
    this.length = 0;
    this.reserve(text.length * 3);
    this.length = encoder.encodeInto(text, this.bytes).written;
  }
}
