/**
 * An Arrow IPC file as the stream that it holds. A file is `ARROW1`, two zeros, messages, a footer, the footer's length and
 * `ARROW1`; only the footer is sure to hold the schema, and dictionaries may lie behind the rows that use them.
 */
import { Message, RecordBatchReader, type Schema } from 'apache-arrow';
import { readPiece, type StoredBytes } from '../sources/stored-bytes.ts';
import type { SourceLimits } from '../sources/types.ts';
import { InflationBudget, inflateMessage } from './arrow-compression.ts';
import { checkFooter } from './arrow-metadata.ts';
import { faultOf, findMessages, MAX_METADATA_BYTES, readMessage, unsound } from './arrow-messages.ts';
import { TableDamage } from './table-rows.ts';

const MAGIC = 'ARROW1';
const HEAD = Buffer.from('ARROW1\0\0', 'latin1');
/** Length of the footer and magic. */
const TAIL_BYTES = 10;

type ArrowKind = 'arrow' | 'arrow-stream';

/**
 * Sound messages, a schema first, as the library wants them. It asks for a message before it hands out the one before, so
 * that what keeps a message from being read only ends them, and is told here: otherwise rows would be lost that are sound.
 */
export class ArrowStream {
  /** TableDamage, or what else stopped the messages; null while there is nothing. */
  trouble: unknown = null;
  readonly #bytes: StoredBytes;
  readonly #kind: ArrowKind;

  readonly #budget: InflationBudget;

  constructor(bytes: StoredBytes, kind: ArrowKind, limits: SourceLimits) {
    this.#bytes = bytes;
    this.#kind = kind;
    this.#budget = new InflationBudget(limits, bytes.sizeBytes);
  }

  async *messages(signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    try {
      const read = this.#kind === 'arrow' ? messagesOfFile : messagesOfStream;
      for await (const { bytes, position } of read(this.#bytes, signal)) {
        yield inflateMessage(bytes, position, this.#budget);
      }
    } catch (cause) {
      this.trouble = cause;
    }
  }
}

interface PlacedMessage {
  readonly bytes: Uint8Array;
  readonly position: number;
}

async function* messagesOfStream(bytes: StoredBytes, signal: AbortSignal | undefined): AsyncGenerator<PlacedMessage> {
  let isFirst = true;
  for await (const message of findMessages(bytes, 0, bytes.sizeBytes, signal)) {
    if ((message.kind === 'schema') !== isFirst) {
      throw unsound(message.position, isFirst ? 'is no schema, which comes first' : 'is a second schema');
    }
    isFirst = false;
    yield { bytes: await readMessage(bytes, message, signal), position: message.position };
  }
  if (isFirst) throw unsound(0, 'with a schema is not there');
}

async function* messagesOfFile(bytes: StoredBytes, signal: AbortSignal | undefined): AsyncGenerator<PlacedMessage> {
  const end = await endOfMessages(bytes);
  yield { bytes: schemaMessage(await readFooter(bytes, end)), position: end };
  for (const wanted of ['dictionary', 'rows'] as const) {
    for await (const message of findMessages(bytes, HEAD.length, end, signal)) {
      if (message.kind !== wanted) continue;
      yield { bytes: await readMessage(bytes, message, signal), position: message.position };
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
    checkFooter(tail.subarray(0, -TAIL_BYTES));
    const reader = RecordBatchReader.from(Buffer.concat([HEAD, tail])).open();
    if (reader.schema === undefined || reader.schema === null) throw new Error('holds no schema');
    return reader.schema;
  } catch (cause) {
    throw new TableDamage(`The Arrow footer ${faultOf(cause)}`, { offset: end });
  }
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
