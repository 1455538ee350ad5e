import { startsWith } from '../pattern/stop-set.ts';
import { lineEndAt, nextLine } from '../record-span.ts';
import type { KeyedRecord } from '../parser-spec.ts';
import type { PairList } from './pair-list.ts';
import type { RecordShape } from './record-line-parser.ts';

const LF = 0x0a;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * Records written one field a line (`KEY=value`, `Key: value`), ended by a blank line or by the next record. Lines
 * without a name go on with the value before them. A name alone on a line is followed by a length in eight bytes, little
 * end first, and that many bytes, as the journal exports what is no plain text.
 */
export class KeyedShape implements RecordShape {
  private readonly starts: readonly Uint8Array[];
  private readonly separator: Uint8Array;
  private readonly record: KeyedRecord;

  constructor(record: KeyedRecord) {
    this.record = record;
    this.starts = record.starts.map(encode);
    this.separator = encode(record.separator);
  }

  findStart(bytes: Uint8Array, at: number, lineEnd: number): number {
    const isStart = this.starts.some((start) => startsWith(bytes, at, lineEnd, start));
    return isStart && (at === 0 || bytes[at - 1] === LF) ? at : -1;
  }

  isStructure(): boolean {
    return false;
  }

  read(bytes: Uint8Array, at: number, limit: number, pairs: PairList): number {
    let isOpen = false;
    let position = at;
    while (position < limit) {
      const end = lineEndAt(bytes, position, limit);
      const isLater = position > at;
      if (isLater && this.isEnd(bytes, position, end)) break;
      const first = skipBlanks(bytes, position, end);
      const name = this.nameEnd(bytes, first, end);
      if (name > first) {
        if (isOpen) pairs.close();
        isOpen = this.openField(bytes, first, name, end, pairs);
      } else if (this.record.hasBinary && isName(bytes, first, end)) {
        if (isOpen) pairs.close();
        isOpen = false;
        position = addBinary(bytes, first, end, limit, pairs);
        if (position < 0) return -1;
        continue;
      } else if (isOpen && end > first) {
        if (!pairs.isOpenEmpty) pairs.text.appendByte(LF);
        pairs.text.append(bytes, first, end);
      }
      position = nextLine(bytes, position, limit);
    }
    if (isOpen) pairs.close();
    return position;
  }

  private isEnd(bytes: Uint8Array, at: number, end: number): boolean {
    if (this.record.ends === 'blank') return skipBlanks(bytes, at, end) === end;
    return this.findStart(bytes, at, end) >= 0;
  }

  /** Position of the separator after a name, or -1. */
  private nameEnd(bytes: Uint8Array, at: number, end: number): number {
    for (let i = at; i < end; i++) {
      if (bytes[i] === this.separator[0] && startsWith(bytes, i, end, this.separator)) return i;
      if (!isNameByte(bytes[i]!)) return -1;
    }
    return -1;
  }

  private openField(bytes: Uint8Array, start: number, nameEnd: number, end: number, pairs: PairList): boolean {
    if (pairs.isFull) return false;
    const from = pairs.text.length;
    pairs.text.append(bytes, start, nameEnd);
    pairs.open(from);
    pairs.text.append(bytes, skipBlanks(bytes, nameEnd + this.separator.length, end), end);
    return true;
  }
}

/** @returns the position after the value's own line end, or -1 when it reaches past the limit. */
function addBinary(bytes: Uint8Array, start: number, end: number, limit: number, pairs: PairList): number {
  const length = end + 1;
  if (length + 8 > limit) return -1;
  let size = 0;
  for (let i = 7; i >= 0; i--) size = size * 256 + bytes[length + i]!;
  const value = length + 8;
  if (value + size > limit) return -1;
  pairs.add(bytes, start, end, value, value + size);
  return Math.min(limit, value + size + 1);
}

function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  let position = at;
  while (position < end && (bytes[position] === 0x20 || bytes[position] === 0x09)) position++;
  return position;
}

function isName(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isNameByte(bytes[i]!) || bytes[i] === 0x20) return false;
  return end > start;
}

/** Letters, digits, blank, `-`, `.`, `[`, `]` and `_`. */
function isNameByte(byte: number): boolean {
  const lower = byte | 32;
  if ((lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39)) return true;
  return byte === 0x20 || byte === 0x2d || byte === 0x2e || byte === 0x5b || byte === 0x5d || byte === 0x5f;
}
