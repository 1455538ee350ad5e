import { findByte } from '../../../base/find-byte.ts';
import type { PairList } from './pair-list.ts';
import type { RecordShape } from './record-line-parser.ts';

const TAB = 0x09;
const COLON = 0x3a;

/** Labelled tab-separated values: `time:[..]<TAB>host:127.0.0.1<TAB>req:GET / HTTP/1.1`, one record a line. */
export class LtsvShape implements RecordShape {
  findStart(bytes: Uint8Array, at: number, lineEnd: number): number {
    const tab = findByte(bytes, TAB, at, lineEnd);
    const colon = tab < 0 ? -1 : findByte(bytes, COLON, at, tab);
    if (colon <= at) return -1;
    // A second label: one cell with a colon is an ordinary line.
    const second = findByte(bytes, COLON, tab + 1, lineEnd);
    return second > tab && isLabel(bytes, at, colon) && isLabel(bytes, tab + 1, second) ? at : -1;
  }

  isStructure(): boolean {
    return false;
  }

  read(bytes: Uint8Array, at: number, limit: number, pairs: PairList): number {
    const newline = bytes.indexOf(0x0a, at);
    let end = newline < 0 || newline > limit ? limit : newline;
    const next = end;
    if (end > at && bytes[end - 1] === 0x0d) end--;
    for (let cell = at; cell < end; ) {
      const tab = findByte(bytes, TAB, cell, end);
      const cellEnd = tab < 0 ? end : tab;
      const colon = findByte(bytes, COLON, cell, cellEnd);
      if (colon > cell && !isNil(bytes, colon + 1, cellEnd)) {
        pairs.add(bytes, cell, colon, ...unwrapped(bytes, colon + 1, cellEnd));
      }
      cell = cellEnd + 1;
    }
    return next;
  }
}

function isLabel(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    const lower = byte | 32;
    const isWord = (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39);
    if (!isWord && byte !== 0x5f && byte !== 0x2d && byte !== 0x2e) return false;
  }
  return true;
}

function isNil(bytes: Uint8Array, start: number, end: number): boolean {
  return end === start || (end === start + 1 && bytes[start] === 0x2d);
}

/** A time may stand in brackets. */
function unwrapped(bytes: Uint8Array, start: number, end: number): [number, number] {
  return bytes[start] === 0x5b && bytes[end - 1] === 0x5d ? [start + 1, end - 1] : [start, end];
}
