/** Rows and counts of one column of a PairCounter, rows ascending. */
export interface SparseCounts {
  readonly rows: Int32Array;
  readonly counts: Float64Array;
}

/**
 * Counts pairs (row, column) of small non-negative integers in an open-addressing table.
 * Memory grows with the distinct pairs (at most 24 bytes each), never with the events.
 */
export class PairCounter {
  private capacity = 1 << 12;
  private rowOf = new Int32Array(this.capacity).fill(-1);
  private columnOf = new Int32Array(this.capacity);
  private countOf = new Float64Array(this.capacity);
  private used = 0;

  get size(): number {
    return this.used;
  }

  add(row: number, column: number, amount = 1): void {
    const slot = this.find(row, column);
    if (this.rowOf[slot] === -1) {
      this.rowOf[slot] = row;
      this.columnOf[slot] = column;
      this.countOf[slot] = amount;
      if (++this.used * 2 > this.capacity) this.grow();
      return;
    }
    this.countOf[slot]! += amount;
  }

  /** Splits the pairs by column; `columnCount` must exceed every column added. */
  toColumns(rowCount: number, columnCount: number): SparseCounts[] {
    const order = this.orderByRow(rowCount);
    const sizes = new Int32Array(columnCount);
    for (const slot of order) sizes[this.columnOf[slot]!]!++;
    const columns = Array.from(sizes, (size) => ({ rows: new Int32Array(size), counts: new Float64Array(size) }));
    const next = new Int32Array(columnCount);
    for (const slot of order) {
      const column = this.columnOf[slot]!;
      const at = next[column]!++;
      columns[column]!.rows[at] = this.rowOf[slot]!;
      columns[column]!.counts[at] = this.countOf[slot]!;
    }
    return columns;
  }

  private orderByRow(rowCount: number): Int32Array {
    const starts = new Int32Array(rowCount + 1);
    for (let slot = 0; slot < this.capacity; slot++) if (this.rowOf[slot] !== -1) starts[this.rowOf[slot]! + 1]!++;
    for (let row = 0; row < rowCount; row++) starts[row + 1]! += starts[row]!;
    const order = new Int32Array(this.used);
    for (let slot = 0; slot < this.capacity; slot++) {
      if (this.rowOf[slot] !== -1) order[starts[this.rowOf[slot]!]!++] = slot;
    }
    return order;
  }

  private find(row: number, column: number): number {
    const mask = this.capacity - 1;
    let hash = Math.imul(row, 0x9e3779b1) ^ Math.imul(column, 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = Math.imul(hash, 0x2c1b3c6d) & mask;
    while (this.rowOf[slot] !== -1 && (this.rowOf[slot] !== row || this.columnOf[slot] !== column)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private grow(): void {
    const { rowOf, columnOf, countOf, capacity } = this;
    this.capacity = capacity * 2;
    this.rowOf = new Int32Array(this.capacity).fill(-1);
    this.columnOf = new Int32Array(this.capacity);
    this.countOf = new Float64Array(this.capacity);
    for (let old = 0; old < capacity; old++) {
      if (rowOf[old] === -1) continue;
      const slot = this.find(rowOf[old]!, columnOf[old]!);
      this.rowOf[slot] = rowOf[old]!;
      this.columnOf[slot] = columnOf[old]!;
      this.countOf[slot] = countOf[old]!;
    }
  }
}
