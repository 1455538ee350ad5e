import {
  Dictionary,
  type DataType,
  Float64,
  Int32,
  Int64,
  Int8,
  List,
  Field,
  Table,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';

/** Columns by name; all of one length. */
export type Columns = Readonly<Record<string, Vector<DataType>>>;

export const float64 = (values: Iterable<number | null>) => vectorFromArray([...values], new Float64());
export const int32 = (values: Iterable<number | null>) => vectorFromArray([...values], new Int32());
export const int8 = (values: Iterable<number | null>) => vectorFromArray([...values], new Int8());
export const int64 = (values: Iterable<bigint | null>) => vectorFromArray([...values], new Int64());
export const text = (values: Iterable<string | null>) => vectorFromArray([...values], new Utf8());

/** Text of few distinct values: each is sent once. */
export const words = (values: Iterable<string | null>) =>
  vectorFromArray([...values], new Dictionary(new Utf8(), new Int32()));

export const textLists = (values: Iterable<readonly string[]>) =>
  vectorFromArray(
    [...values].map((list) => [...list]),
    new List(new Field('item', new Utf8(), false)),
  );

/** An Arrow IPC stream of one table. */
export function encodeTable(columns: Columns): Uint8Array<ArrayBuffer> {
  return tableToIPC(new Table(columns), 'stream') as Uint8Array<ArrayBuffer>;
}
