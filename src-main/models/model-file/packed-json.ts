/**
 * JSON in which typed arrays are kept to the last bit: `{"$array": "f32", "length": 3, "base64": "..."}`, little-endian
 * as on every machine the product runs on. What is read is data nobody vouches for: nothing in it is executed or looked
 * up, and every number is checked to be finite.
 */
import { badFile } from './bad-file.ts';

const ARRAYS = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
  u64: BigUint64Array,
} as const;

type ArrayName = keyof typeof ARRAYS;
type TypedArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/** Objects and arrays inside one another; files of the product need eight. */
const MAX_DEPTH = 24;
/** Entries of one typed array. */
const MAX_LENGTH = 32 * 2 ** 20;

/** @throws ModelError `model.bad-file` for a number that is not finite: JSON would turn it into null. */
export function packJson(value: unknown): string {
  return JSON.stringify(value, function pack(this: unknown, key: string, item: unknown) {
    if (typeof item === 'number' && !Number.isFinite(item)) throw badFile(key, 'is not a finite number');
    return ArrayBuffer.isView(item) ? packArray(key, item) : item;
  });
}

function packArray(key: string, array: ArrayBufferView): Record<string, unknown> {
  const name = (Object.keys(ARRAYS) as ArrayName[]).find((one) => array instanceof ARRAYS[one]);
  if (name === undefined) throw badFile(key, 'is an array of a kind that is not stored');
  const typed = array as TypedArray;
  refuseNonFinite(key, typed);
  const bytes = Buffer.from(typed.buffer, typed.byteOffset, typed.byteLength);
  return { $array: name, length: typed.length, base64: bytes.toString('base64') };
}

/** @throws ModelError `model.bad-file` naming the field. */
export function unpackJson(text: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw badFile('the text', 'is not JSON', cause);
  }
  return unpack(parsed, '', 0);
}

function unpack(value: unknown, field: string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw badFile(field, `lies deeper than ${MAX_DEPTH} levels`);
  if (typeof value === 'number' && !Number.isFinite(value)) throw badFile(field, 'is not a finite number');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, i) => unpack(item, `${field}[${i}]`, depth + 1));
  if ('$array' in value) return unpackArray(value, field);
  const entries = Object.entries(value).map(([key, item]) => {
    if (key === '__proto__') throw badFile(field === '' ? key : `${field}.${key}`, 'is no name of a field');
    return [key, unpack(item, field === '' ? key : `${field}.${key}`, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

function unpackArray(value: object, field: string): TypedArray {
  const { $array: name, length, base64 } = value as Record<string, unknown>;
  const Constructor = typeof name === 'string' && Object.hasOwn(ARRAYS, name) ? ARRAYS[name as ArrayName] : undefined;
  if (Constructor === undefined) throw badFile(`${field}.$array`, 'names no kind of array');
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0 || length > MAX_LENGTH) {
    throw badFile(`${field}.length`, `is not a whole number from 0 to ${MAX_LENGTH}`);
  }
  if (typeof base64 !== 'string') throw badFile(`${field}.base64`, 'is not text');
  // The text bounds what is allocated, whatever the length claims.
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== length * Constructor.BYTES_PER_ELEMENT) {
    throw badFile(field, `holds ${bytes.length} bytes for ${length} entries`);
  }
  const array = new Constructor(new Uint8Array(bytes).buffer);
  refuseNonFinite(field, array);
  return array;
}

function refuseNonFinite(field: string, array: TypedArray): void {
  if (!(array instanceof Float32Array) && !(array instanceof Float64Array)) return;
  const at = array.findIndex((value: number) => !Number.isFinite(value));
  if (at >= 0) throw badFile(`${field}[${at}]`, 'is not a finite number');
}
