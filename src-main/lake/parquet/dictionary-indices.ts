import type { ByteWriter } from './byte-writer.ts';

export type Indices = Uint8Array | Uint16Array;

/** Values that indices of two bytes can tell apart. */
export const MAX_DICTIONARY = 2 ** 16;

/** Memory for the indices of rows, as wide as a dictionary of so many values needs. */
export function makeIndices(rows: number, values: number): Indices {
  return values <= 2 ** 8 ? new Uint8Array(rows) : new Uint16Array(rows);
}

/**
 * Writes indices into a dictionary: Parquet's hybrid of runs and packed bits behind its width. One run when all are the same;
 * else whole bytes, though fewer bits would do: what compresses the page then sees the indices as they are.
 */
export function writeIndices(out: ByteWriter, indices: Indices): void {
  const width = indices.BYTES_PER_ELEMENT * 8;
  out.byte(width);
  const [first = 0] = indices;
  if (indices.every((index) => index === first)) {
    writeRun(out, width, indices.length, first);
    return;
  }
  const groups = Math.ceil(indices.length / 8);
  out.varint(groups * 2 + 1);
  // The machines that the product runs on are little-endian, as Parquet is.
  out.append(new Uint8Array(indices.buffer, indices.byteOffset, indices.byteLength));
  for (let row = indices.length; row < groups * 8; row++) for (let at = 0; at < width; at += 8) out.byte(0);
}

/**
 * Writes which rows have a value, as a page has it in front: its length, then runs or packed bits of width 1.
 * @param isDefined 1 for each row with a value; null when all have one. With none: `count` zeros.
 * @returns Rows with a value.
 */
export function writeDefined(out: ByteWriter, count: number, isDefined: Uint8Array | null): number {
  const defined = isDefined === null ? count : countDefined(isDefined, count);
  const sizeAt = out.length;
  out.uint32(0);
  if (isDefined === null || defined === 0 || defined === count) writeRun(out, 1, count, defined > 0 ? 1 : 0);
  else writeBits(out, isDefined, count);
  const bytes = out.written;
  new DataView(bytes.buffer).setUint32(sizeAt, bytes.length - sizeAt - 4, true);
  return defined;
}

function countDefined(isDefined: Uint8Array, count: number): number {
  let defined = 0;
  for (let row = 0; row < count; row++) defined += isDefined[row] as number;
  return defined;
}

function writeBits(out: ByteWriter, isDefined: Uint8Array, count: number): void {
  const groups = Math.ceil(count / 8);
  out.varint(groups * 2 + 1);
  for (let group = 0; group < groups; group++) {
    let bits = 0;
    const end = Math.min(8, count - group * 8);
    for (let bit = 0; bit < end; bit++) bits |= (isDefined[group * 8 + bit] as number) << bit;
    out.byte(bits);
  }
}

function writeRun(out: ByteWriter, width: number, count: number, value: number): void {
  out.varint(count * 2);
  for (let at = 0; at < width; at += 8) out.byte((value >>> at) & 0xff);
}
