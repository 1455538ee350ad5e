/**
 * The types of code that runs both as JavaScript and, compiled by AssemblyScript, inside a WebAssembly kernel. In a kernel
 * `portable.as.ts` takes this file's place: numbers are 32-bit integers there and buffers are addresses.
 *
 * Such code keeps to what both languages share: classes, loops and integers; no closures, literals of objects or arrays, no
 * strings but constants. An index that is out of range reads `undefined` here and any byte there: never use one.
 */

/** A 32-bit integer. */
export type int = number;
export type Bytes = Uint8Array;
export type Ints = Int32Array;

/** Zeroed; kept for as long as the program runs. */
export function newBytes(length: int): Bytes {
  return new Uint8Array(length);
}

/** Zeroed; kept for as long as the program runs. */
export function newInts(length: int): Ints {
  return new Int32Array(length);
}
