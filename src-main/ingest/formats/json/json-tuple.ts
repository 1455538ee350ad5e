import type { Clock } from '../../timestamps/clock.ts';
import { FieldFiller } from '../field-filler.ts';
import type { ParsedLine } from '../parsed-line.ts';
import { Scratch } from '../scratch.ts';
import { severityWords } from '../severity-words.ts';
import { appendCompact } from './compact-json.ts';
import { skipSpace, skipValue } from './skip-json.ts';
import { hasEscape, unescapeJson } from './unescape.ts';

const QUOTE = 0x22;

/** Reads `[time, text, {more}?]`, the way Loki writes the entries of a stream. */
export class JsonTuple {
  private readonly filler: FieldFiller;
  private readonly content = new Scratch();
  private readonly starts = new Int32Array(3);
  private readonly ends = new Int32Array(3);

  constructor(clock: Clock) {
    this.filler = new FieldFiller(clock, severityWords(), 'none');
  }

  /** @returns the position after the array, or -1 when it is no array of a time and a text. */
  read(bytes: Uint8Array, at: number, end: number, out: ParsedLine): number {
    let position = skipSpace(bytes, at + 1, end);
    let count = 0;
    for (; count < 3; count++) {
      const after = skipValue(bytes, position, end, 1);
      if (after < 0) return -1;
      this.starts[count] = position;
      this.ends[count] = after;
      position = skipSpace(bytes, after, end);
      if (bytes[position] !== 0x2c) break;
      position = skipSpace(bytes, position + 1, end);
    }
    if (count < 1 || bytes[position] !== 0x5d || bytes[this.starts[1]!] !== QUOTE) return -1;
    const quote = bytes[this.starts[0]!] === QUOTE ? 1 : 0;
    this.filler.setTime(bytes, this.starts[0]! + quote, this.ends[0]! - quote, true, out);
    this.setContent(bytes, out);
    if (count === 2 && bytes[this.starts[2]!] === 0x7b) {
      appendCompact(out.attributesBuffer, bytes, this.starts[2]!, this.ends[2]!);
    }
    return position + 1;
  }

  private setContent(bytes: Uint8Array, out: ParsedLine): void {
    const start = this.starts[1]! + 1;
    const end = this.ends[1]! - 1;
    out.contentStart = start;
    out.contentEnd = end;
    if (!hasEscape(bytes, start, end)) return;
    this.content.length = 0;
    unescapeJson(bytes, start, end, this.content);
    out.content = this.content.bytes;
    out.contentStart = 0;
    out.contentEnd = this.content.length;
  }
}
