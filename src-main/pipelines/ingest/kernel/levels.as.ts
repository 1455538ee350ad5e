// AssemblyScript. Level words by their letters, in any case: what severity-words.ts of ingest/formats is.

import { hashBytes } from './buffer.as';

const MAX_WORD: i32 = 16;
const SLOTS: i32 = 1024;
const SLOT: usize = 24;
const FOLDED: usize = memory.data(32, 16);
/** Each: the word in lower case and zeros, its length (0 = free), its severity. */
const table: usize = heap.alloc(<usize>SLOTS * SLOT);

/** Forgets all words. */
export function clearLevels(): void {
  memory.fill(table, 0, <usize>SLOTS * SLOT);
}

/** Adds a word; there may be at most half as many as slots. */
export function addLevel(start: i32, end: i32, severity: i32): void {
  let at = fold(start, end - start);
  while (load<i32>(slotAt(at), 16) !== 0) at = (at + 1) & (SLOTS - 1);
  const slot = slotAt(at);
  v128.store(slot, v128.load(FOLDED));
  store<i32>(slot, end - start, 16);
  store<i32>(slot, severity, 20);
}

/** Severity of the word in `[start, end)`, or -1 when it is no level word. */
export function findLevel(start: i32, end: i32): i32 {
  const length = end - start;
  if (length <= 0 || length > MAX_WORD) return -1;
  let slot = slotAt(fold(start, length));
  while (load<i32>(slot, 16) !== 0) {
    const isWord = load<i32>(slot, 16) === length && !v128.any_true(v128.xor(v128.load(slot), v128.load(FOLDED)));
    if (isWord) return load<i32>(slot, 20);
    slot = slot + SLOT < table + <usize>SLOTS * SLOT ? slot + SLOT : table;
  }
  return -1;
}

@inline
function slotAt(at: i32): usize {
  return table + <usize>at * SLOT;
}

/** Writes the word in lower case to FOLDED; returns the slot it hashes to. */
function fold(start: i32, length: i32): i32 {
  v128.store(FOLDED, i64x2.splat(0));
  for (let i = 0; i < length; i++) {
    const byte = load<u8>(<usize>(start + i));
    store<u8>(FOLDED + <usize>i, byte >= 0x41 && byte <= 0x5a ? byte | 32 : byte);
  }
  return <i32>hashBytes(<u64>length, FOLDED, length) & (SLOTS - 1);
}
