/** A list in a flatbuffer. */
export interface FlatList {
  readonly start: number;
  readonly count: number;
}

/**
 * A table of a flatbuffer, read with checks: places that lead outside throw RangeError. A table begins with the distance
 * back to the list of its fields' places; tables, lists and texts are named by how much further on they are.
 */
export class FlatTable {
  readonly bytes: Buffer;
  private readonly at: number;
  private readonly fields: number;
  private readonly fieldsEnd: number;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
    this.fields = at - bytes.readInt32LE(at);
    this.fieldsEnd = bytes.readUInt16LE(this.fields);
  }

  static root(bytes: Buffer): FlatTable {
    return new FlatTable(bytes, bytes.readUInt32LE(0));
  }

  /** Position of a field's value; 0 where it has none. */
  place(field: number): number {
    const entry = 4 + 2 * field;
    const offset = entry + 2 > this.fieldsEnd ? 0 : this.bytes.readUInt16LE(this.fields + entry);
    return offset === 0 ? 0 : this.at + offset;
  }

  /** Leaves the field out, as if it had never been written. Tables with the same list of places lose it too. */
  forget(field: number): void {
    const entry = 4 + 2 * field;
    if (entry + 2 <= this.fieldsEnd) this.bytes.writeUInt16LE(0, this.fields + entry);
  }

  table(field: number): FlatTable | null {
    const place = this.place(field);
    return place === 0 ? null : new FlatTable(this.bytes, place + this.bytes.readUInt32LE(place));
  }

  /** A list that lies in the bytes as a whole. */
  list(field: number, elementBytes: number): FlatList | null {
    const place = this.place(field);
    if (place === 0) return null;
    const head = place + this.bytes.readUInt32LE(place);
    const count = this.bytes.readUInt32LE(head);
    if (head + 4 + count * elementBytes > this.bytes.length) throw new RangeError(`A list claims ${count} elements.`);
    return { start: head + 4, count };
  }

  tables(field: number): FlatTable[] {
    const list = this.list(field, 4);
    return Array.from({ length: list?.count ?? 0 }, (_, i) => {
      const place = (list as FlatList).start + i * 4;
      return new FlatTable(this.bytes, place + this.bytes.readUInt32LE(place));
    });
  }
}
