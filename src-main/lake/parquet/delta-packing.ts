import type { ByteWriter } from './byte-writer.ts';

/** Values of a block share a least difference, those of a miniblock a width. */
const BLOCK_VALUES = 256;
const MINIBLOCKS = 4;
const MINIBLOCK_VALUES = BLOCK_VALUES / MINIBLOCKS;
const WORD = 2 ** 32;
/** Differences within it, and what is between two of them, are exact in a double. */
const MAX_DIFFERENCE = 2 ** 51;

const words = new Uint32Array(2);
const wordBytes = new Uint8Array(words.buffer);
const widths = new Uint8Array(MINIBLOCKS);

let scratch = new Float64Array(0);

/** Memory for the differences of so many numbers, good until asked for again; what it holds is not told. */
export function takeDeltas(count: number): Float64Array {
  if (scratch.length < count) scratch = new Float64Array(Math.ceil(count * 1.25));
  return scratch;
}

/** Whether numbers of these differences can be written by `writeDeltas`. */
export function areDeltasExact(deltas: Float64Array, count: number): boolean {
  for (let i = 1; i < count; i++) {
    // NaN and infinities are not.
    if (!(Math.abs(deltas[i] as number) < MAX_DIFFERENCE)) return false;
  }
  return true;
}

/**
 * Writes `count` integers as the first one and differences: the encoding DELTA_BINARY_PACKED of Parquet. Widths are whole
 * bytes, though fewer bits would do: what compresses the page then sees the differences as they are.
 * @param deltas Each number less the one before it, from index 1 on; see `areDeltasExact`.
 */
export function writeDeltas(out: ByteWriter, count: number, first: bigint, deltas: Float64Array): void {
  out.varint(BLOCK_VALUES);
  out.varint(MINIBLOCKS);
  out.varint(count);
  out.zigzag64(first);
  for (let block = 1; block < count; block += BLOCK_VALUES) {
    writeBlock(out, deltas, block, Math.min(block + BLOCK_VALUES, count));
  }
}

/** The same of `count` numbers that are 1 apart. */
export function writeSequence(out: ByteWriter, count: number, first: bigint): void {
  out.varint(BLOCK_VALUES);
  out.varint(MINIBLOCKS);
  out.varint(count);
  out.zigzag64(first);
  widths.fill(0);
  for (let block = 1; block < count; block += BLOCK_VALUES) {
    out.zigzag(1);
    out.append(widths);
  }
}

function writeBlock(out: ByteWriter, deltas: Float64Array, from: number, to: number): void {
  let least = deltas[from] as number;
  for (let i = from + 1; i < to; i++) if ((deltas[i] as number) < least) least = deltas[i] as number;
  out.zigzag(least);
  widths.fill(0);
  for (let mini = 0, at = from; at < to; mini++, at += MINIBLOCK_VALUES) {
    let largest = 0;
    const end = Math.min(at + MINIBLOCK_VALUES, to);
    for (let i = at; i < end; i++) if ((deltas[i] as number) - least > largest) largest = (deltas[i] as number) - least;
    widths[mini] = wholeBytes(largest);
  }
  out.append(widths);
  for (let mini = 0, at = from; at < to; mini++, at += MINIBLOCK_VALUES) {
    const bytes = (widths[mini] as number) / 8;
    if (bytes > 0) writeMiniblock(out, deltas, { at, end: Math.min(at + MINIBLOCK_VALUES, to), least, bytes });
  }
}

/** Bits of whole bytes that hold a number below 2^53. */
function wholeBytes(value: number): number {
  const bits = value < WORD ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / WORD));
  return Math.ceil(bits / 8) * 8;
}

interface Miniblock {
  readonly at: number;
  readonly end: number;
  readonly least: number;
  readonly bytes: number;
}

/** Always whole: what is missing is 0. */
function writeMiniblock(out: ByteWriter, deltas: Float64Array, { at, end, least, bytes }: Miniblock): void {
  let to = out.length;
  const target = out.extend(MINIBLOCK_VALUES * bytes);
  for (let i = at; i < end; i++) {
    const value = (deltas[i] as number) - least;
    if (bytes === 1) {
      target[to++] = value;
      continue;
    }
    words[0] = value;
    if (bytes > 4) words[1] = value / WORD;
    for (let byte = 0; byte < bytes; byte++) target[to++] = wordBytes[byte] as number;
  }
  target.fill(0, to, out.length);
}
