// AssemblyScript. Memory that grows.

/** Bytes readable and writable beyond the reserved ones: whole words may be copied. */
export const SLACK: usize = 64;

/** A growing piece of memory. Its address changes when it grows. */
export class Buffer {
  at: usize = 0;
  /** Bytes in use. */
  length: usize = 0;
  private capacity: usize = 0;

  /** Makes room for `more` bytes behind `length`; returns the address of the first. */
  @inline
  reserve(more: usize): usize {
    if (this.length + more > this.capacity) this.grow(this.length + more);
    return this.at + this.length;
  }

  /** Appends a 32-bit integer. */
  @inline
  push(value: i32): void {
    store<i32>(this.reserve(4), value);
    this.length += 4;
  }

  /** Appends a copy of so many bytes. */
  append(from: usize, length: usize): void {
    memory.copy(this.reserve(length), from, length);
    this.length += length;
  }

  clear(): void {
    this.length = 0;
  }

  private grow(needed: usize): void {
    const capacity = max(needed, this.capacity * 2);
    const next = heap.alloc(capacity + SLACK);
    if (this.at !== 0) {
      memory.copy(next, this.at, this.length);
      heap.free(this.at);
    }
    this.at = next;
    this.capacity = capacity;
  }
}

/** Whether `length` bytes are the same; reads up to SLACK bytes beyond them. */
export function isSame(a: usize, b: usize, length: i32): boolean {
  let left = length;
  while (left >= 8) {
    if (load<u64>(a) !== load<u64>(b)) return false;
    a += 8;
    b += 8;
    left -= 8;
  }
  return left === 0 || (load<u64>(a) ^ load<u64>(b)) << ((8 - left) << 3) === 0;
}

/** Hash of `length` bytes, mixed into `code`; reads up to SLACK bytes beyond them. */
export function hashBytes(code: u64, at: usize, length: i32): u64 {
  let left = length;
  while (left >= 8) {
    code = mix(code ^ load<u64>(at));
    at += 8;
    left -= 8;
  }
  if (left > 0) code = mix(code ^ (load<u64>(at) << ((8 - left) << 3)));
  return code;
}

@inline
export function mix(code: u64): u64 {
  const product = code * 0x9e3779b97f4a7c15;
  return product ^ (product >>> 32);
}
