import type { Random } from '../../src-main/models/random.ts';

/** Longest input; what grows beyond it is cut. */
export const MAX_INPUT_BYTES = 64 * 1024;
const MAX_CHANGES = 5;
const MAX_PIECE = 256;
const MAX_COPIES = 60;
const EDGE_BYTES = [
  0, 1, 0x09, 0x0a, 0x0d, 0x20, 0x22, 0x27, 0x2c, 0x3c, 0x5c, 0x7f, 0x80, 0xc3, 0xe2, 0xef, 0xf0, 0xff,
];
const EDGE_NUMBERS = ['0', '-1', '99', '256', '65536', '2147483648', '4294967296', '9007199254740993', '1e400', '0x1'];

/** What changes are made from, besides the input itself. */
export interface MutationSource {
  readonly others: readonly Uint8Array[];
  readonly tokens: readonly Uint8Array[];
}

type Change = (input: Buffer, random: Random, source: MutationSource) => Buffer;

/** One to five random changes of an input: bits, bytes, numbers, cuts, copies, pieces of other inputs and tokens. */
export function mutate(input: Uint8Array, random: Random, source: MutationSource): Uint8Array<ArrayBuffer> {
  let bytes = Buffer.from(input);
  for (let changes = 1 + random.below(MAX_CHANGES); changes > 0; changes--) {
    bytes = Buffer.from((CHANGES[random.below(CHANGES.length)] as Change)(bytes, random, source));
  }
  return new Uint8Array(bytes.subarray(0, MAX_INPUT_BYTES));
}

const CHANGES: readonly Change[] = [
  flipBit,
  setByte,
  setByte,
  setNumberBytes,
  insertToken,
  insertToken,
  insertToken,
  overwriteWithToken,
  removeRange,
  removeRange,
  copyRange,
  repeatRange,
  swapLines,
  truncate,
  splice,
  changeNumber,
  insertNoise,
];

function rangeOf(input: Uint8Array, random: Random): [start: number, end: number] {
  const start = random.below(input.length + 1);
  return [start, Math.min(input.length, start + 1 + random.below(random.below(4) === 0 ? MAX_PIECE : 8))];
}

function replace(input: Buffer, start: number, end: number, piece: Uint8Array): Buffer {
  return Buffer.concat([input.subarray(0, start), piece, input.subarray(end)]);
}

function flipBit(input: Buffer, random: Random): Buffer {
  const at = random.below(input.length);
  if (input.length > 0) input[at] = (input[at] as number) ^ (1 << random.below(8));
  return input;
}

function setByte(input: Buffer, random: Random): Buffer {
  const at = random.below(input.length);
  const isEdge = random.below(2) === 0;
  if (input.length > 0)
    input[at] = isEdge ? (EDGE_BYTES[random.below(EDGE_BYTES.length)] as number) : random.below(256);
  return input;
}

/** Sizes and offsets of binary formats, in both byte orders. */
function setNumberBytes(input: Buffer, random: Random): Buffer {
  const width = [2, 4, 8][random.below(3)] as number;
  if (input.length < width) return input;
  const at = random.below(input.length - width + 1);
  const values = [0n, 1n, 0x7fn, 0xffn, 0xffffn, 0x7fff_ffffn, 0xffff_ffffn, 0x1_0000_0000n, -1n, BigInt(input.length)];
  let value = BigInt.asUintN(width * 8, values[random.below(values.length)] as bigint);
  const isBigEndian = random.below(2) === 0;
  for (let i = 0; i < width; i++, value >>= 8n)
    input[isBigEndian ? at + width - 1 - i : at + i] = Number(value & 0xffn);
  return input;
}

function tokenOf(random: Random, { tokens }: MutationSource): Uint8Array {
  return tokens[random.below(tokens.length)] ?? new Uint8Array(0);
}

function insertToken(input: Buffer, random: Random, source: MutationSource): Buffer {
  const at = random.below(input.length + 1);
  return replace(input, at, at, tokenOf(random, source));
}

function overwriteWithToken(input: Buffer, random: Random, source: MutationSource): Buffer {
  const token = tokenOf(random, source);
  const at = random.below(input.length + 1);
  return replace(input, at, at + token.length, token);
}

function removeRange(input: Buffer, random: Random): Buffer {
  return replace(input, ...rangeOf(input, random), new Uint8Array(0));
}

function copyRange(input: Buffer, random: Random): Buffer {
  const at = random.below(input.length + 1);
  return replace(input, at, at, input.subarray(...rangeOf(input, random)));
}

function repeatRange(input: Buffer, random: Random): Buffer {
  const [start, end] = rangeOf(input, random);
  const copies = Array.from({ length: 2 + random.below(MAX_COPIES) }, () => input.subarray(start, end));
  return replace(input, start, end, Buffer.concat(copies).subarray(0, MAX_INPUT_BYTES));
}

function swapLines(input: Buffer, random: Random): Buffer {
  const lines = input.toString('latin1').split('\n');
  const [a, b] = [random.below(lines.length), random.below(lines.length)];
  [lines[a], lines[b]] = [lines[b] as string, lines[a] as string];
  return Buffer.from(lines.join('\n'), 'latin1');
}

function truncate(input: Buffer, random: Random): Buffer {
  const at = random.below(input.length + 1);
  return random.below(2) === 0 ? input.subarray(0, at) : input.subarray(Math.min(at, 64));
}

function splice(input: Buffer, random: Random, { others }: MutationSource): Buffer {
  const other = others[random.below(others.length)] ?? input;
  const from = random.below(other.length + 1);
  const piece = other.subarray(from, from + 1 + random.below(other.length + 1));
  const at = random.below(input.length + 1);
  return random.below(2) === 0
    ? Buffer.concat([input.subarray(0, at), piece])
    : replace(input, at, at, piece.subarray(0, MAX_PIECE));
}

function changeNumber(input: Buffer, random: Random): Buffer {
  const text = input.toString('latin1');
  const numbers = [...text.matchAll(/\d+/g)];
  const number = numbers[random.below(numbers.length)];
  if (number === undefined) return input;
  const edge = EDGE_NUMBERS[random.below(EDGE_NUMBERS.length)] as string;
  return replace(input, number.index, number.index + number[0].length, Buffer.from(edge));
}

function insertNoise(input: Buffer, random: Random): Buffer {
  const at = random.below(input.length + 1);
  return replace(input, at, at, Buffer.from(Array.from({ length: 1 + random.below(12) }, () => random.below(256))));
}
