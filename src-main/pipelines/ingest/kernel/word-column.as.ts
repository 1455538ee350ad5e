// AssemblyScript. A column of short texts by small ids, dense in order of first use; -1 is none.

import { Buffer, hashBytes, isSame, mix } from './buffer.as';

const HASH_START: u64 = 0x13198a2e03707344;

export class WordColumn {
  readonly ids: Buffer = new Buffer();
  /** The texts end to end. */
  readonly texts: Buffer = new Buffer();
  /** Where each text ends in `texts`. */
  readonly ends: Buffer = new Buffer();
  private readonly hashes: Buffer = new Buffer();
  private table: usize = 0;
  private tableSize: i32 = 0;
  private last: i32 = -1;

  clear(): void {
    this.ids.clear();
    this.texts.clear();
    this.ends.clear();
    this.hashes.clear();
    if (this.table !== 0) memory.fill(this.table, 0, (<usize>this.tableSize) << 2);
    this.last = -1;
  }

  /** Appends the id of `[start, end)`; a negative start is no text. */
  push(start: i32, end: i32): void {
    if (start < 0) {
      this.ids.push(-1);
      return;
    }
    // Neighbouring events mostly repeat the text.
    if (this.last < 0 || !this.isText(this.last, start, end)) this.last = this.find(start, end);
    this.ids.push(this.last);
  }

  /** Appends an id that was given out in this block, or -1. */
  @inline
  repeat(id: i32): void {
    this.ids.push(id);
  }

  /** The id appended last. */
  @inline
  get latest(): i32 {
    return load<i32>(this.ids.at + this.ids.length - 4);
  }

  @inline
  private get count(): i32 {
    return <i32>(this.ends.length >> 2);
  }

  private isText(id: i32, start: i32, end: i32): boolean {
    const from = id === 0 ? 0 : load<i32>(this.ends.at + ((<usize>id - 1) << 2));
    const to = load<i32>(this.ends.at + ((<usize>id) << 2));
    return to - from === end - start && isSame(this.texts.at + <usize>from, <usize>start, end - start);
  }

  private find(start: i32, end: i32): i32 {
    if (this.count * 2 >= this.tableSize) this.growTable();
    const code = hashBytes(mix(HASH_START ^ <u64>(end - start)), <usize>start, end - start);
    const hash = <i32>(code ^ (code >>> 32));
    const mask = this.tableSize - 1;
    let at = hash & mask;
    for (;;) {
      const entry = load<i32>(this.table + ((<usize>at) << 2));
      if (entry === 0) break;
      if (load<i32>(this.hashes.at + ((<usize>entry - 1) << 2)) === hash && this.isText(entry - 1, start, end))
        return entry - 1;
      at = (at + 1) & mask;
    }
    const id = this.count;
    store<i32>(this.table + ((<usize>at) << 2), id + 1);
    this.hashes.push(hash);
    const length = <usize>(end - start);
    memory.copy(this.texts.reserve(length), <usize>start, length);
    this.texts.length += length;
    this.ends.push(<i32>this.texts.length);
    return id;
  }

  private growTable(): void {
    if (this.table !== 0) heap.free(this.table);
    this.tableSize = max(256, this.tableSize * 2);
    this.table = heap.alloc((<usize>this.tableSize) << 2);
    memory.fill(this.table, 0, (<usize>this.tableSize) << 2);
    const mask = this.tableSize - 1;
    for (let id = 0; id < this.count; id++) {
      let at = load<i32>(this.hashes.at + ((<usize>id) << 2)) & mask;
      while (load<i32>(this.table + ((<usize>at) << 2)) !== 0) at = (at + 1) & mask;
      store<i32>(this.table + ((<usize>at) << 2), id + 1);
    }
  }
}
