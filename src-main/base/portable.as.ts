// AssemblyScript. What portable.ts is inside a kernel: integers of the machine, and memory by its address.

export type int = i32;

/** Bytes at an address; no length is known and no index checked. */
@unmanaged
export class Bytes {
  @inline
  @operator('[]')
  get(index: i32): i32 {
    return <i32>load<u8>(changetype<usize>(this) + <usize>index);
  }

  @inline
  @operator('[]=')
  set(index: i32, byte: i32): void {
    store<u8>(changetype<usize>(this) + <usize>index, byte);
  }
}

/** 32-bit integers at an address. */
@unmanaged
export class Ints {
  @inline
  @operator('[]')
  get(index: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((<usize>index) << 2));
  }

  @inline
  @operator('[]=')
  set(index: i32, value: i32): void {
    store<i32>(changetype<usize>(this) + ((<usize>index) << 2), value);
  }
}

export function newBytes(length: i32): Bytes {
  const at = heap.alloc(<usize>length);
  memory.fill(at, 0, <usize>length);
  return changetype<Bytes>(at);
}

export function newInts(length: i32): Ints {
  const at = heap.alloc((<usize>length) << 2);
  memory.fill(at, 0, (<usize>length) << 2);
  return changetype<Ints>(at);
}
