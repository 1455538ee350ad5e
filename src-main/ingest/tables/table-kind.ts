import { hasControlBytes } from '../sources/content-kind.ts';
import type { TableKind } from './table-rows.ts';

const SQLITE = Buffer.from('SQLite format 3\0', 'latin1');
const PARQUET = Buffer.from('PAR1', 'latin1');
const ARROW = Buffer.from('ARROW1\0\0', 'latin1');
/** Bytes of metadata an Arrow schema message takes at most before the head is no Arrow stream. */
const MAX_SCHEMA_BYTES = 16 * 2 ** 20;

/**
 * The kind of table a file is, by its first bytes. A text that begins with a magic word is none: control bytes must follow.
 * @param head At least the first 1,024 bytes, or all of a shorter file.
 */
export function sniffTable(head: Buffer): TableKind | null {
  if (startsWith(head, SQLITE)) return 'sqlite';
  if (startsWith(head, PARQUET) && hasControlBytes(head.subarray(4))) return 'parquet';
  if (startsWith(head, ARROW)) return 'arrow';
  return isArrowStream(head) ? 'arrow-stream' : null;
}

/**
 * A continuation marker, a metadata length that is a multiple of 8, and a flatbuffer whose root table lies inside it: what
 * every stream since format version 0.15 starts with.
 */
function isArrowStream(head: Buffer): boolean {
  if (head.length < 16 || head.readUInt32LE(0) !== 0xffff_ffff) return false;
  const length = head.readInt32LE(4);
  if (length <= 8 || length % 8 !== 0 || length > MAX_SCHEMA_BYTES) return false;
  const root = head.readUInt32LE(8);
  return root >= 4 && root % 4 === 0 && root < length;
}

function startsWith(head: Buffer, magic: Buffer): boolean {
  return head.subarray(0, magic.length).equals(magic);
}
