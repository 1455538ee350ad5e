// AssemblyScript. Distinct shapes and their slots: what shape-interner.ts of parsing keeps, here without the ids, which are
// hashes that JavaScript computes for new slots.

import { Bytes } from '../../../base/portable';
import { CoarseScanner } from '../../../parsing/masks/coarse-scanner';
import { Buffer, hashBytes, isSame, mix } from './buffer.as';

// One slot: hash, record, block that met it last, and how often and at which event first in that block.
const SLOT: usize = 20;
const RECORD: usize = 4;
const BLOCK: usize = 8;
const COUNT: usize = 12;
const FIRST: usize = 16;

/** Distinct shapes of one block beyond which contents are read coarsely, and beyond which as one parameter each. */
const BLOCK_CAP: i32 = 8_000;
const COARSE_CAP: i32 = 18_000;
/** Shapes kept over blocks; above it all are forgotten. */
const MAX_SHAPES: i32 = 250_000;
const MAX_BYTES: usize = 64 << 20;
/** Offset within a shape's record that no part of a content can reach. */
const HASH_START: u64 = 0x243f6a8885a308d3;

export const scanner = new CoarseScanner();
const slots = new Buffer();
/** Each: parameter count n, n times `length << 8 | mask` of the part before and the mask of the parameter, length of the last part; then the parts. */
const records = new Buffer();
/** Slots met in this block, by their first event. */
export const used = new Buffer();
let table: usize = 0;
let tableSize: i32 = 0;
let size: i32 = 0;
let block: i32 = 0;
let isCoarse: boolean = false;

export function shapeCount(): i32 {
  return size;
}

export function recordAddress(slot: i32): usize {
  return records.at + <usize>load<u32>(slotAt(slot), RECORD);
}

export function recordsEnd(): usize {
  return records.at + records.length;
}

export function useCount(slot: i32): i32 {
  return load<i32>(slotAt(slot), COUNT);
}

export function firstEvent(slot: i32): i32 {
  return load<i32>(slotAt(slot), FIRST);
}

@inline
function slotAt(slot: i32): usize {
  return slots.at + <usize>slot * SLOT;
}

/** Starts a block. Returns whether all slots were forgotten. */
export function beginShapes(coarse: boolean): boolean {
  const isFull = size > MAX_SHAPES || records.length > MAX_BYTES;
  if (isFull) {
    size = 0;
    slots.clear();
    records.clear();
    memory.fill(table, 0, <usize>tableSize << 2);
  }
  block++;
  used.clear();
  scanner.forget();
  isCoarse = coarse;
  return isFull;
}

/** Slot of the shape of `[start, end)`, which is of event `event`; its parameters are in `scanner`. */
export function internShape(start: i32, end: i32, event: i32): i32 {
  const met = <i32>(used.length >> 2);
  const memoryBytes = changetype<Bytes>(0);
  scanner.scan(memoryBytes, start, end);
  const isFine = !isCoarse && met < BLOCK_CAP;
  if (!isFine && !scanner.keepsShape(start, end, met < COARSE_CAP)) {
    if (met < COARSE_CAP) scanner.scanCoarse(memoryBytes, start, end);
    else scanner.scanWhole(memoryBytes, start, end);
  }
  const slot = findShape(start, end);
  const at = slotAt(slot);
  if (load<i32>(at, BLOCK) !== block) {
    store<i32>(at, block, BLOCK);
    store<i32>(at, 0, COUNT);
    store<i32>(at, event, FIRST);
    used.push(slot);
    if (isFine) scanner.learn(start, end);
  }
  store<i32>(at, load<i32>(at, COUNT) + 1, COUNT);
  return slot;
}

function findShape(start: i32, end: i32): i32 {
  if (size * 2 >= tableSize) growTable();
  const hash = hashShape(start, end);
  const mask = tableSize - 1;
  let at = hash & mask;
  for (;;) {
    const entry = load<i32>(table + (<usize>at << 2));
    if (entry === 0) break;
    const slot = slotAt(entry - 1);
    if (load<i32>(slot) === hash && isRecorded(records.at + <usize>load<u32>(slot, RECORD), start, end)) return entry - 1;
    at = (at + 1) & mask;
  }
  const slot = size++;
  store<i32>(table + (<usize>at << 2), slot + 1);
  slots.reserve(SLOT);
  slots.length += SLOT;
  store<i32>(slotAt(slot), hash);
  store<u32>(slotAt(slot), <u32>records.length, RECORD);
  store<i32>(slotAt(slot), 0, BLOCK);
  record(start, end);
  return slot;
}

/** Hash of the parts between the parameters and of the masks. */
function hashShape(start: i32, end: i32): i32 {
  const count = scanner.count;
  let code = mix(HASH_START ^ <u64>count);
  let from = start;
  for (let i = 0; i < count; i++) {
    const to = scanner.start[i];
    code = hashBytes(code, <usize>from, to - from);
    code = mix(code ^ (((<u64>(to - from)) << 8) | <u64>scanner.mask[i]));
    from = scanner.end[i];
  }
  code = hashBytes(code, <usize>from, end - from);
  return <i32>(code ^ (code >>> 32));
}

function isRecorded(shape: usize, start: i32, end: i32): boolean {
  const count = scanner.count;
  if (load<i32>(shape) !== count) return false;
  let part = shape + ((<usize>count + 2) << 2);
  let from = start;
  for (let i = 0; i < count; i++) {
    const length = scanner.start[i] - from;
    shape += 4;
    if (load<i32>(shape) !== ((length << 8) | scanner.mask[i])) return false;
    if (!isSame(part, <usize>from, length)) return false;
    part += length;
    from = scanner.end[i];
  }
  return load<i32>(shape, 4) === end - from && isSame(part, <usize>from, end - from);
}

function record(start: i32, end: i32): void {
  const count = scanner.count;
  records.reserve(((<usize>count + 2) << 2) + <usize>(end - start));
  records.push(count);
  let from = start;
  for (let i = 0; i < count; i++) {
    records.push(((scanner.start[i] - from) << 8) | scanner.mask[i]);
    from = scanner.end[i];
  }
  records.push(end - from);
  from = start;
  for (let i = 0; i <= count; i++) {
    const to = i < count ? scanner.start[i] : end;
    memory.copy(records.at + records.length, <usize>from, to - from);
    records.length += to - from;
    from = i < count ? scanner.end[i] : end;
  }
  // Integers of the next record are aligned.
  records.length = (records.length + 3) & ~3;
}

function growTable(): void {
  if (table !== 0) heap.free(table);
  tableSize = max(1 << 12, tableSize * 2);
  table = heap.alloc(<usize>tableSize << 2);
  memory.fill(table, 0, <usize>tableSize << 2);
  const mask = tableSize - 1;
  for (let slot = 0; slot < size; slot++) {
    let at = load<i32>(slotAt(slot)) & mask;
    while (load<i32>(table + (<usize>at << 2)) !== 0) at = (at + 1) & mask;
    store<i32>(table + (<usize>at << 2), slot + 1);
  }
}
