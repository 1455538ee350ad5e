import { ByteWriter } from './byte-writer.ts';

/** Types of Thrift's compact protocol. */
const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;
/** Longer lists have their length behind the type. */
const SHORT_LIST = 15;

export type ThriftValue =
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly binary: Uint8Array | string }
  | { readonly list: readonly ThriftValue[] }
  | { readonly struct: ThriftStruct };

/** Fields by their number, ascending; absent ones are not written. */
export type ThriftStruct = Readonly<Record<number, ThriftValue | undefined>>;

const encoder = new TextEncoder();

/** A struct in Thrift's compact protocol, the form of Parquet's headers and footers. */
export function encodeStruct(struct: ThriftStruct): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  writeStruct(out, struct);
  return out.written;
}

function writeStruct(out: ByteWriter, struct: ThriftStruct): void {
  let last = 0;
  for (const [key, value] of Object.entries(struct)) {
    if (value === undefined) continue;
    const field = Number(key);
    // Every field number of Parquet is within 15 of the one before.
    out.byte(((field - last) << 4) | typeOf(value));
    writeValue(out, value);
    last = field;
  }
  out.byte(0);
}

function typeOf(value: ThriftValue): number {
  if ('i32' in value) return I32;
  if ('i64' in value) return I64;
  if ('binary' in value) return BINARY;
  return 'list' in value ? LIST : STRUCT;
}

function writeValue(out: ByteWriter, value: ThriftValue): void {
  if ('i32' in value) out.zigzag(value.i32);
  else if ('i64' in value) out.zigzag(value.i64);
  else if ('binary' in value) writeBinary(out, value.binary);
  else if ('list' in value) writeList(out, value.list);
  else writeStruct(out, value.struct);
}

function writeBinary(out: ByteWriter, value: Uint8Array | string): void {
  const bytes = typeof value === 'string' ? encoder.encode(value) : value;
  out.varint(bytes.length);
  out.append(bytes);
}

/** Elements of one type; an empty list is one of structs. */
function writeList(out: ByteWriter, list: readonly ThriftValue[]): void {
  const [first] = list;
  const type = first === undefined ? STRUCT : typeOf(first);
  if (list.length < SHORT_LIST) out.byte((list.length << 4) | type);
  else {
    out.byte((SHORT_LIST << 4) | type);
    out.varint(list.length);
  }
  for (const value of list) writeValue(out, value);
}
