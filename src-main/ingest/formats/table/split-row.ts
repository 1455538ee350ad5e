import { findByte } from '../../../base/find-byte.ts';
import { lineEndAt } from '../record-span.ts';

const MAX_CELLS = 512;

/** Cells of one table row: ranges without their quotes. */
export class RowCells {
  count = 0;
  readonly start = new Int32Array(MAX_CELLS);
  readonly end = new Int32Array(MAX_CELLS);
  readonly isQuoted = new Uint8Array(MAX_CELLS);
  /** A quote of the last cell does not close before the limit. */
  isOpen = false;
  /** End of the row: that of its line, or of a later one where a quoted cell holds line breaks. */
  rowEnd = 0;

  private add(start: number, end: number, isQuoted: boolean): void {
    if (this.count === MAX_CELLS) return;
    this.start[this.count] = start;
    this.end[this.count] = end;
    this.isQuoted[this.count] = isQuoted ? 1 : 0;
    this.count++;
  }

  /**
   * Cells parted by one byte; `"` quotes a cell and is doubled inside (RFC 4180).
   * @param limit How far a quoted cell may reach beyond the line's end.
   */
  splitAt(separator: number, bytes: Uint8Array, start: number, lineEnd: number, limit = lineEnd): void {
    this.count = 0;
    this.isOpen = false;
    let end = lineEnd;
    for (let at = start; at <= end; ) {
      this.rowEnd = end;
      if (at < end && bytes[at] === 0x22) {
        const close = closingQuote(bytes, at + 1, limit);
        this.isOpen = close < 0;
        this.add(at + 1, close < 0 ? end : close, true);
        if (close >= end) end = this.rowEnd = lineEndAt(bytes, close, limit);
        const next = close < 0 ? -1 : findByte(bytes, separator, close + 1, end);
        if (next < 0) return;
        at = next + 1;
      } else {
        const next = findByte(bytes, separator, at, end);
        const cellEnd = next < 0 ? end : next;
        this.addTrimmed(bytes, at, cellEnd);
        if (cellEnd === end) return;
        at = cellEnd + 1;
      }
    }
  }

  /** Blanks around a cell without quotes are layout (`200, 0, GET`). */
  private addTrimmed(bytes: Uint8Array, start: number, end: number): void {
    let first = start;
    let last = end;
    while (first < last && bytes[first] === 0x20) first++;
    while (last > first && bytes[last - 1] === 0x20) last--;
    this.add(first, last, false);
  }

  /** Cells parted by runs of blanks; a cell may be quoted. */
  splitAtBlanks(bytes: Uint8Array, start: number, end: number): void {
    this.count = 0;
    this.isOpen = false;
    for (let at = start; at < end; ) {
      const byte = bytes[at]!;
      if (byte === 0x20 || byte === 0x09) at++;
      else if (byte === 0x22) {
        const close = closingQuote(bytes, at + 1, end);
        this.add(at + 1, close < 0 ? end : close, true);
        at = close < 0 ? end : close + 1;
      } else {
        let cellEnd = at;
        while (cellEnd < end && bytes[cellEnd] !== 0x20 && bytes[cellEnd] !== 0x09) cellEnd++;
        this.add(at, cellEnd, false);
        at = cellEnd;
      }
    }
  }
}

/** Position of the quote that closes a cell; doubled quotes are text. */
export function closingQuote(bytes: Uint8Array, at: number, end: number): number {
  for (let position = at; position < end; position++) {
    if (bytes[position] !== 0x22) continue;
    if (position + 1 < end && bytes[position + 1] === 0x22) position++;
    else return position;
  }
  return -1;
}
