import { type Data, DataType, type RecordBatch } from 'apache-arrow';

/** Rows of a batch none of whose columns holds bytes for them (all of type null). */
const MAX_ROWS_WITHOUT_BYTES = 2 ** 20;

/** Says what is wrong with a batch: columns shorter than its rows, or places outside of their text; null for a sound one. */
export function batchFault({ data, numRows }: RecordBatch): string | null {
  if (numRows > MAX_ROWS_WITHOUT_BYTES && data.children.every(({ type }) => DataType.isNull(type))) {
    return `claims ${numRows} rows without any data`;
  }
  for (const [index, child] of data.children.entries()) {
    if (!holds(child, numRows)) return `has less than ${numRows} rows in column ${index + 1}`;
  }
  return null;
}

/** Whether a column has data for so many rows. */
function holds(column: Data, rows: number): boolean {
  const { type } = column;
  if (column.length < rows) return false;
  if (rows === 0 || DataType.isNull(type)) return true;
  if (column.nullCount > 0 && column.nullBitmap.length * 8 < rows) return false;
  if (DataType.isStruct(type)) return column.children.every((child) => holds(child, rows));
  if (DataType.isFixedSizeList(type)) return column.children.every((child) => holds(child, rows * type.listSize));
  if (DataType.isUnion(type)) return column.typeIds.length >= rows;
  if (DataType.isList(type) || DataType.isMap(type)) return hasOffsets(column, rows, column.children[0]?.length ?? 0);
  if (DataType.isBool(type)) return column.values.length * 8 >= rows;
  const size = (column.values as { length: number } | undefined)?.length ?? 0;
  const offsets = column.valueOffsets as OffsetArray | undefined;
  if (offsets !== undefined && offsets.length > 0) return hasOffsets(column, rows, size);
  return size >= rows * column.stride;
}

type OffsetArray = Int32Array | BigInt64Array;

/** Offsets rise, and stay in what they point into: so all values together are no longer than that. */
function hasOffsets(column: Data, rows: number, size: number): boolean {
  const offsets = column.valueOffsets as OffsetArray | undefined;
  if (offsets === undefined || offsets.length <= rows) return false;
  let last = 0;
  for (let row = 0; row <= rows; row++) {
    const offset = Number(offsets[row]);
    if (offset < last || offset > size) return false;
    last = offset;
  }
  return true;
}
