import { hash } from 'node:crypto';
import type { Shape } from '#shared/domain/template.ts';
import { MASK_NAMES } from '../../parsing/mask.ts';
import type { KernelMemory } from './kernel-memory.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The shapes in a kernel's slots, and their ids. */
export class KernelShapes {
  readonly #memory: KernelMemory;
  #count = 0;
  /** Lower and upper half of each slot's id. */
  #ids = new Uint32Array(1 << 12);

  constructor(memory: KernelMemory) {
    this.#memory = memory;
  }

  /** Gives new slots their ids; all are new after the kernel has forgotten them. */
  update(): void {
    const count = this.#memory.call.shapeCount();
    if (count < this.#count) this.#count = 0;
    if (count * 2 > this.#ids.length) {
      const larger = new Uint32Array(count * 4);
      larger.set(this.#ids);
      this.#ids = larger;
    }
    for (let slot = this.#count; slot < count; slot++) {
      // A record is a shape's identity: the same integers and bytes as in ShapeInterner.
      const record = this.#record(slot);
      const id = hash('sha256', record.bytes.subarray(0, record.size), 'hex');
      this.#ids[slot * 2] = Number.parseInt(id.slice(8, 16), 16);
      this.#ids[slot * 2 + 1] = Number.parseInt(id.slice(0, 8), 16);
    }
    this.#count = count;
  }

  id(slot: number): bigint {
    return (BigInt(this.#ids[slot * 2 + 1] as number) << 32n) | BigInt(this.#ids[slot * 2] as number);
  }

  /** The ids of so many slots. */
  ids(slots: Int32Array): BigUint64Array {
    const ids = new BigUint64Array(slots.length);
    const words = new Uint32Array(ids.buffer);
    for (let i = 0; i < slots.length; i++) {
      const slot = (slots[i] as number) * 2;
      words[i * 2] = this.#ids[slot] as number;
      words[i * 2 + 1] = this.#ids[slot + 1] as number;
    }
    return ids;
  }

  shape(slot: number): Shape {
    const { bytes, lengths, masks, text } = this.#record(slot);
    let at = text;
    const parts = lengths.map((length) => decoder.decode(bytes.subarray(at, (at += length))));
    return { shapeId: this.id(slot).toString(16).padStart(16, '0'), parts, maskNames: masks };
  }

  /** What shape-table.as.ts recorded: parameter count, length and mask of each part but the last, the last's length, text. */
  #record(slot: number): { bytes: Uint8Array; size: number; text: number; lengths: number[]; masks: string[] } {
    const address = this.#memory.call.recordAddress(slot);
    const ints = this.#memory.ints.subarray(address >> 2);
    const count = ints[0] as number;
    const entries = Array.from(ints.subarray(1, count + 1));
    const lengths = [...entries.map((entry) => entry >>> 8), ints[count + 1] as number];
    const text = (count + 2) * 4;
    return {
      bytes: this.#memory.bytes.subarray(address),
      size: lengths.reduce((sum, length) => sum + length, text),
      text,
      lengths,
      masks: entries.map((entry) => MASK_NAMES[entry & 0xff] as string),
    };
  }
}
