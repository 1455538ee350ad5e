/**
 * An Arrow IPC file as the stream that it holds. A file is `ARROW1`, two zeros, messages, a footer, the footer's length and
 * `ARROW1`; only the footer is sure to hold the schema, and dictionaries may lie behind the rows that use them.
 */
import { Message, RecordBatchReader, type Schema } from 'apache-arrow';
import { readPiece, type StoredBytes } from '../sources/stored-bytes.ts';
import { findMessages, MAX_METADATA_BYTES, readMessage, unsound } from './arrow-messages.ts';
import { TableDamage } from './table-rows.ts';

const MAGIC = 'ARROW1';
const HEAD = Buffer.from('ARROW1\0\0', 'latin1');
/** Length of the footer and magic. */
const TAIL_BYTES = 10;
/** Fields of the footer's table: lists of where messages lie. */
const BLOCK_LISTS = [2, 3];

/** Sound messages, a schema first. @throws TableDamage where they end otherwise than they should */
export async function* arrowStream(
  bytes: StoredBytes,
  kind: 'arrow' | 'arrow-stream',
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (kind === 'arrow') {
    yield* messagesOfFile(bytes, signal);
    return;
  }
  let isFirst = true;
  for await (const message of findMessages(bytes, 0, bytes.sizeBytes, signal)) {
    if ((message.kind === 'schema') !== isFirst) {
      throw unsound(message.position, isFirst ? 'is no schema, which comes first' : 'is a second schema');
    }
    isFirst = false;
    yield await readMessage(bytes, message, signal);
  }
}

async function* messagesOfFile(bytes: StoredBytes, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const end = await endOfMessages(bytes);
  yield schemaMessage(await readFooter(bytes, end));
  for (const wanted of ['dictionary', 'rows'] as const) {
    for await (const message of findMessages(bytes, HEAD.length, end, signal)) {
      if (message.kind === wanted) yield await readMessage(bytes, message, signal);
    }
  }
}

/** Where the footer begins. */
async function endOfMessages(bytes: StoredBytes): Promise<number> {
  const size = bytes.sizeBytes;
  const tail = await readPiece(bytes, Math.max(0, size - TAIL_BYTES), TAIL_BYTES);
  if (tail.length < TAIL_BYTES || tail.toString('latin1', 4) !== MAGIC) {
    throw new TableDamage('The Arrow file ends without its footer', { isTruncated: true, offset: size });
  }
  const length = tail.readInt32LE(0);
  const end = size - TAIL_BYTES - length;
  if (length <= 0 || length > MAX_METADATA_BYTES || end < HEAD.length) {
    throw new TableDamage(`The Arrow footer claims ${length} bytes`, { offset: Math.max(0, size - TAIL_BYTES) });
  }
  return end;
}

async function readFooter(bytes: StoredBytes, end: number): Promise<Schema> {
  const tail = await readPiece(bytes, end, bytes.sizeBytes - end);
  try {
    // The library follows the lists to wherever they lead; the messages are found without them.
    for (const field of BLOCK_LISTS) emptyList(tail.subarray(0, -TAIL_BYTES), field);
    const reader = RecordBatchReader.from(Buffer.concat([HEAD, tail])).open();
    if (reader.schema === undefined || reader.schema === null) throw new Error('it holds no schema');
    return reader.schema;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : 'it cannot be read';
    throw new TableDamage(`The Arrow footer is damaged: ${why}`, { offset: end });
  }
}

/** Sets the length of a list in the root table of a flatbuffer to 0. @throws RangeError where places lead outside */
function emptyList(table: Buffer, field: number): void {
  const root = table.readUInt32LE(0);
  const fields = root - table.readInt32LE(root);
  const at = 4 + 2 * field;
  if (at >= table.readUInt16LE(fields)) return;
  const offset = table.readUInt16LE(fields + at);
  if (offset === 0) return;
  const list = root + offset;
  table.writeUInt32LE(0, list + table.readUInt32LE(list));
}

function schemaMessage(schema: Schema): Uint8Array {
  const metadata = Message.encode(Message.from(schema));
  const padded = Math.ceil(metadata.length / 8) * 8;
  const message = Buffer.alloc(8 + padded);
  message.writeInt32LE(-1, 0);
  message.writeInt32LE(padded, 4);
  message.set(metadata, 8);
  return message;
}
