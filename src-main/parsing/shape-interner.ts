/**
 * Turns contents into shapes and gives each distinct shape a slot.
 *
 * A hit makes no string: the constant bytes are hashed, looked up in an open-address table and compared byte by byte
 * with the stored shape, so two shapes are never confused. The outcome for a content depends on its bytes and, beyond
 * the cap, on the earlier contents of the same block; never on other blocks.
 */
import { hash } from 'node:crypto';
import type { Shape } from '#shared/domain/template.ts';
import { MASK_NAMES } from './mask.ts';
import { CoarseScanner } from './masks/coarse-scanner.ts';

/** Distinct shapes of one block beyond which the rest of the block gets coarse shapes. */
export const BLOCK_SHAPE_CAP = 8_000;
/** Distinct shapes of one block beyond which contents are one parameter each. */
const BLOCK_COARSE_CAP = BLOCK_SHAPE_CAP + 10_000;
/** Shapes kept over blocks; above it `beginBlock` forgets all, which costs time but changes no result. */
const CACHE_SHAPES = 250_000;
const CACHE_BYTES = 64 << 20;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** One per worker thread, kept over blocks. Slots are valid until the next `beginBlock`. */
export class ShapeInterner {
  size = 0;
  /** Whether the last `intern` met its shape for the first time in this block. */
  isFirstInBlock = false;
  private readonly scanner = new CoarseScanner();
  private table = new Int32Array(1 << 12);
  private keyBytes = new Uint8Array(1 << 16);
  private keyUsed = 0;
  /** Per shape: `count`, then `count` times `length << 8 | mask`, then the last part's length. */
  private meta = new Int32Array(1 << 14);
  private metaUsed = 0;
  private slotHash = new Int32Array(1 << 11);
  private slotKey = new Uint32Array(1 << 11);
  private slotMeta = new Uint32Array(1 << 11);
  private slotBlock = new Uint32Array(1 << 11);
  private slotIdHigh = new Uint32Array(1 << 11);
  private slotIdLow = new Uint32Array(1 << 11);
  private block = 0;
  private blockShapes = 0;
  private isCoarse = false;

  /** Starts a block; `isCoarse` asks for few, coarse shapes from its first content on. May forget all slots. */
  beginBlock(isCoarse: boolean): void {
    if (this.size > CACHE_SHAPES || this.keyUsed > CACHE_BYTES) this.forget();
    this.block++;
    this.blockShapes = 0;
    this.isCoarse = isCoarse;
    this.scanner.forget();
  }

  /** Parameters of the last `intern`; ranges `[parameterStart[i], parameterEnd[i])` of its bytes. */
  get parameterCount(): number {
    return this.scanner.count;
  }

  get parameterStart(): Int32Array {
    return this.scanner.start;
  }

  get parameterEnd(): Int32Array {
    return this.scanner.end;
  }

  /** Distinct shapes met in this block so far. */
  get blockSize(): number {
    return this.blockShapes;
  }

  /** Slot of the shape of the content `[start, end)`; its parameters are in the fields above. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    const scanner = this.scanner;
    scanner.scan(bytes, start, end);
    const isFine = !this.isCoarse && this.blockShapes < BLOCK_SHAPE_CAP;
    const mayBeNew = this.blockShapes < BLOCK_COARSE_CAP;
    if (!isFine && !scanner.keepsShape(start, end, mayBeNew)) {
      if (mayBeNew) scanner.scanCoarse(bytes, start, end);
      else scanner.scanWhole(bytes, start, end);
    }
    const slot = this.find(bytes, start, end);
    this.isFirstInBlock = this.slotBlock[slot] !== this.block;
    if (this.isFirstInBlock) {
      this.slotBlock[slot] = this.block;
      this.blockShapes++;
      if (isFine) scanner.learn(start, end);
    }
    return slot;
  }

  /** The 64-bit shape id. */
  id(slot: number): bigint {
    return (BigInt(this.idHigh(slot)) << 32n) | BigInt(this.idLow(slot));
  }

  /** Upper 32 bits of the shape id. */
  idHigh(slot: number): number {
    return this.slotIdHigh[slot] as number;
  }

  /** Lower 32 bits of the shape id. */
  idLow(slot: number): number {
    return this.slotIdLow[slot] as number;
  }

  shape(slot: number): Shape {
    const parts: string[] = [];
    const maskNames: string[] = [];
    let key = this.slotKey[slot] as number;
    let at = this.slotMeta[slot] as number;
    const count = this.meta[at++] as number;
    for (let i = 0; i <= count; i++) {
      const entry = this.meta[at++] as number;
      const length = i < count ? entry >>> 8 : entry;
      parts.push(decoder.decode(this.keyBytes.subarray(key, key + length)));
      key += length;
      if (i < count) maskNames.push(MASK_NAMES[entry & 0xff] as string);
    }
    return { shapeId: hex32(this.idHigh(slot)) + hex32(this.idLow(slot)), parts, maskNames };
  }

  private find(bytes: Uint8Array, start: number, end: number): number {
    const code = hashConstants(bytes, start, end, this.scanner);
    let mask = this.table.length - 1;
    let at = spread(code) & mask;
    for (let entry = this.table[at] as number; entry !== 0; entry = this.table[at] as number) {
      const slot = entry - 1;
      if (this.slotHash[slot] === code && this.isSame(slot, bytes, start, end)) return slot;
      at = (at + 1) & mask;
    }
    if (this.size * 2 >= this.table.length) {
      this.growTable();
      mask = this.table.length - 1;
      at = spread(code) & mask;
      while (this.table[at] !== 0) at = (at + 1) & mask;
    }
    const slot = this.store(code, bytes, start, end);
    this.table[at] = slot + 1;
    return slot;
  }

  private isSame(slot: number, bytes: Uint8Array, start: number, end: number): boolean {
    const scanner = this.scanner;
    const meta = this.meta;
    const keyBytes = this.keyBytes;
    const count = scanner.count;
    let at = this.slotMeta[slot] as number;
    let key = this.slotKey[slot] as number;
    if (meta[at++] !== count) return false;
    let from = start;
    for (let i = 0; i <= count; i++) {
      const to = i < count ? (scanner.start[i] as number) : end;
      const length = to - from;
      if (meta[at++] !== (i < count ? (length << 8) | (scanner.mask[i] as number) : length)) return false;
      for (let j = from; j < to; j++) if (bytes[j] !== keyBytes[key++]) return false;
      from = scanner.end[i] as number;
    }
    return true;
  }

  private store(code: number, bytes: Uint8Array, start: number, end: number): number {
    const scanner = this.scanner;
    const slot = this.size++;
    if (slot >= this.slotHash.length) this.growSlots();
    const count = scanner.count;
    this.reserve(end - start, count + 2);
    this.slotHash[slot] = code;
    this.slotKey[slot] = this.keyUsed;
    this.slotMeta[slot] = this.metaUsed;
    this.slotBlock[slot] = 0;
    this.meta[this.metaUsed++] = count;
    let from = start;
    for (let i = 0; i <= count; i++) {
      const to = i < count ? (scanner.start[i] as number) : end;
      this.keyBytes.set(bytes.subarray(from, to), this.keyUsed);
      this.keyUsed += to - from;
      this.meta[this.metaUsed++] = i < count ? ((to - from) << 8) | (scanner.mask[i] as number) : to - from;
      from = scanner.end[i] as number;
    }
    this.assignId(slot);
    return slot;
  }

  private assignId(slot: number): void {
    const meta = this.meta.slice(this.slotMeta[slot], this.metaUsed);
    const key = this.keyBytes.subarray(this.slotKey[slot], this.keyUsed);
    const identity = Buffer.concat([new Uint8Array(meta.buffer), key]);
    const id = hash('sha256', identity, 'hex');
    this.slotIdHigh[slot] = Number.parseInt(id.slice(0, 8), 16);
    this.slotIdLow[slot] = Number.parseInt(id.slice(8, 16), 16);
  }

  private reserve(keyBytes: number, metaEntries: number): void {
    if (this.keyUsed + keyBytes > this.keyBytes.length) {
      const next = new Uint8Array(Math.max(this.keyUsed + keyBytes, this.keyBytes.length * 2));
      next.set(this.keyBytes.subarray(0, this.keyUsed));
      this.keyBytes = next;
    }
    if (this.metaUsed + metaEntries > this.meta.length) {
      const next = new Int32Array(Math.max(this.metaUsed + metaEntries, this.meta.length * 2));
      next.set(this.meta.subarray(0, this.metaUsed));
      this.meta = next;
    }
  }

  private growSlots(): void {
    const length = this.slotHash.length * 2;
    const hashes = new Int32Array(length);
    hashes.set(this.slotHash);
    this.slotHash = hashes;
    this.slotKey = wider(this.slotKey, length);
    this.slotMeta = wider(this.slotMeta, length);
    this.slotBlock = wider(this.slotBlock, length);
    this.slotIdHigh = wider(this.slotIdHigh, length);
    this.slotIdLow = wider(this.slotIdLow, length);
  }

  private growTable(): void {
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (let slot = 0; slot < this.size; slot++) {
      let at = spread(this.slotHash[slot] as number) & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = slot + 1;
    }
    this.table = table;
  }

  private forget(): void {
    this.size = 0;
    this.keyUsed = 0;
    this.metaUsed = 0;
    this.table.fill(0);
  }
}

/** 32-bit hash of the constant bytes and the masks between them; equal shapes hash equally. */
function hashConstants(bytes: Uint8Array, start: number, end: number, scanner: CoarseScanner): number {
  const count = scanner.count;
  let code = count;
  let from = start;
  for (let i = 0; i <= count; i++) {
    const to = i < count ? (scanner.start[i] as number) : end;
    let at = from;
    for (const stop = to - 3; at < stop; at += 4) {
      const four =
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24);
      code = Math.imul(code ^ four, 0x9e3779b1);
      code ^= code >>> 15;
    }
    let rest = 0x100;
    for (; at < to; at++) rest = (rest << 8) | (bytes[at] as number);
    const mask = i < count ? (scanner.mask[i] as number) : 0xff;
    code = Math.imul(code ^ rest ^ (mask << 20), 0x85ebca6b);
    code ^= code >>> 13;
    from = scanner.end[i] as number;
  }
  return code | 0;
}

function spread(code: number): number {
  const mixed = Math.imul(code ^ (code >>> 16), 0x21f0aaad);
  return mixed ^ (mixed >>> 15);
}

function wider(values: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(length);
  next.set(values);
  return next;
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, '0');
}
