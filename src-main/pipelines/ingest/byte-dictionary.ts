import type { DictionaryColumn } from '../../lake/segment-columns.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Interns short byte strings (levels, service and host names) into small ids without making a string on a hit.
 * One a column and block: ids are dense in order of first use, -1 stands for "absent".
 */
export class ByteDictionary {
  #ids: Int32Array;
  #count = 0;
  readonly #values: string[] = [];
  readonly #byText = new Map<string, number>();
  #table = new Int32Array(256).fill(-1);
  readonly #keys: Uint8Array[] = [];
  #last = -1;

  /** @param capacity Expected number of rows; more are taken too. */
  constructor(capacity: number) {
    this.#ids = new Int32Array(capacity);
  }

  pushAbsent(): void {
    this.#push(-1);
  }

  pushText(text: string): void {
    this.#push(this.#idOfText(text));
  }

  pushBytes(bytes: Uint8Array, start: number, end: number): void {
    const last = this.#last;
    // Neighbouring lines mostly repeat the value.
    if (last >= 0 && equals(this.#keys[last] as Uint8Array, bytes, start, end)) {
      this.#push(last);
      return;
    }
    this.#push(this.#find(bytes, start, end));
  }

  finish(): DictionaryColumn {
    return { ids: this.#ids.subarray(0, this.#count), values: this.#values };
  }

  #push(id: number): void {
    if (this.#count === this.#ids.length) {
      const grown = new Int32Array(Math.max(16, this.#count * 2));
      grown.set(this.#ids);
      this.#ids = grown;
    }
    this.#ids[this.#count++] = id;
  }

  #find(bytes: Uint8Array, start: number, end: number): number {
    const slot = this.#slotOf(bytes, start, end);
    const known = this.#table[slot] as number;
    if (known >= 0) {
      this.#last = known;
      return known;
    }
    return this.#insert(bytes.slice(start, end), slot);
  }

  #idOfText(text: string): number {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const key = encoder.encode(text);
    return this.#insert(key, this.#slotOf(key, 0, key.length));
  }

  #insert(key: Uint8Array, slot: number): number {
    const text = decoder.decode(key);
    const known = this.#byText.get(text);
    // Two spellings with bad bytes decode to the same text: they share the id.
    if (known !== undefined) return known;
    const id = this.#values.length;
    this.#values.push(text);
    this.#keys.push(key);
    this.#byText.set(text, id);
    this.#table[slot] = id;
    this.#last = id;
    if (this.#keys.length * 2 > this.#table.length) this.#grow();
    return id;
  }

  #grow(): void {
    this.#table = new Int32Array(this.#table.length * 2).fill(-1);
    for (const [id, key] of this.#keys.entries()) this.#table[this.#slotOf(key, 0, key.length)] = id;
  }

  /** The slot that holds the value, or the free slot where it belongs. */
  #slotOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    const mask = this.#table.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const id = this.#table[slot] as number;
      if (id < 0 || equals(this.#keys[id] as Uint8Array, bytes, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
  }
}

function equals(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false;
  return true;
}
