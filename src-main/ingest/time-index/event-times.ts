import { throwIfAborted } from '../../base/abort.ts';
import { createLineParser } from '../formats/create-line-parser.ts';
import { type LineParser, LineVerdict, ParsedLine } from '../formats/line-parser.ts';
import type { ParserSpec } from '../formats/parser-spec.ts';
import type { PlainBytes } from '../sources/plain-bytes.ts';

const LF = 0x0a;
const CR = 0x0d;
/** Read at once; a longer line takes more reads. */
const CHUNK_BYTES = 64 * 1024;
/** A line longer than this has no header worth looking for. */
const MAX_LINE_BYTES = 2 ** 20;

/** An event that has a time: where its line starts, and when it was. */
export interface TimedEvent {
  readonly offset: number;
  readonly timeNs: bigint;
}

/**
 * Reads the times of events anywhere in plain bytes, without turning lines into anything else. Lines are parsed as if the
 * place read from were the start of a block, so only formats whose lines stand alone are read right.
 */
export class EventTimes {
  readonly #bytes: PlainBytes;
  readonly #parser: LineParser;
  readonly #state: string;
  readonly #offsetNs: bigint;
  readonly #line = new ParsedLine();

  /** @param state What the parser knows from the head of the source (its `#Fields`). */
  constructor(bytes: PlainBytes, spec: ParserSpec, state: string) {
    this.#bytes = bytes;
    this.#parser = createLineParser(spec);
    this.#state = state;
    this.#offsetNs = BigInt(Math.round((spec.time.clockOffsetSeconds ?? 0) * 1000)) * 1_000_000n;
  }

  /**
   * The events with a time on lines that start in [from, to), in line order.
   * @param from Any position; when it lies inside a line, the next one is the first.
   */
  async *between(from: number, to: number, signal: AbortSignal): AsyncGenerator<TimedEvent> {
    this.#parser.startBlock(this.#state);
    let at = from <= this.#bytes.start ? this.#bytes.start : from - 1;
    let isInsideLine = from > this.#bytes.start;
    let size = CHUNK_BYTES;
    while (at < to) {
      throwIfAborted(signal);
      const chunk = Buffer.alloc(Math.min(size, this.#bytes.end - at));
      const length = await this.#bytes.readAt(chunk, at, signal);
      if (length === 0) return;
      const isLast = at + length >= this.#bytes.end;
      let start = 0;
      while (start < length && at + start < to) {
        const found = chunk.subarray(0, length).indexOf(LF, start);
        if (found < 0 && !isLast && length - start < MAX_LINE_BYTES) break;
        const end = found < 0 ? length : found;
        if (isInsideLine) isInsideLine = found < 0;
        else {
          const timeNs = this.#timeOf(chunk, start, end);
          if (timeNs !== null) yield { offset: at + start, timeNs };
          // The rest of a line too long to hold is passed over like one that was met in its middle.
          isInsideLine = found < 0;
        }
        start = found < 0 ? length : end + 1;
      }
      size = start === 0 ? Math.min(size * 4, MAX_LINE_BYTES) : CHUNK_BYTES;
      at += start;
    }
  }

  #timeOf(bytes: Uint8Array, start: number, lineEnd: number): bigint | null {
    const end = lineEnd > start && bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    if (end === start) return null;
    this.#line.reset();
    const isEvent = this.#parser.parse(bytes, start, end, this.#line) === LineVerdict.event;
    if (!isEvent || !this.#line.hasTime) return null;
    return BigInt(this.#line.epochSeconds) * 1_000_000_000n + BigInt(this.#line.nanos) + this.#offsetNs;
  }
}
