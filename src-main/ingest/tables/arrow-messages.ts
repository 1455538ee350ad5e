/**
 * The messages of Arrow IPC, checked one by one before the library sees them: it believes every length and place that it
 * reads, and a damaged one makes it read for ever or wait for gigabytes.
 *
 * A stream is messages one after another, a schema first. A message is a marker (absent before format version 0.15), the
 * length of its metadata, the metadata (a flatbuffer) and a body. A length of 0 ends the stream.
 */
import { Message } from 'apache-arrow';
import { readPiece, type StoredBytes } from '../sources/stored-bytes.ts';
import { checkMessage } from './arrow-metadata.ts';
import { TableDamage } from './table-rows.ts';

const MARKER = -1;
export const MAX_METADATA_BYTES = 16 * 2 ** 20;
/** Of a record batch; writers make far smaller ones. */
const MAX_BODY_BYTES = 2 ** 30;

export type MessageKind = 'schema' | 'dictionary' | 'rows';

/** A message as it lies in the bytes. */
export interface ArrowMessage {
  readonly kind: MessageKind;
  readonly position: number;
  /** Of the whole, marker and body included. */
  readonly size: number;
}

/**
 * Finds the messages between two positions, in order; bodies are not read.
 * @throws TableDamage where a message begins that is cut or unsound; those before it were yielded.
 */
export async function* findMessages(
  bytes: StoredBytes,
  start: number,
  end: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ArrowMessage> {
  for (let position = start; position < end; ) {
    const head = await readPiece(bytes, position, 8, signal);
    if (head.length === 0 && position > start) return;
    const prefix = head.length >= 4 && head.readInt32LE(0) === MARKER ? 8 : 4;
    if (head.length < prefix) throw cutAt(position);
    const length = head.readInt32LE(prefix - 4);
    if (length === 0) return;
    if (length < 8 || length > MAX_METADATA_BYTES) throw unsound(position, `claims ${length} bytes of metadata`);
    if (position + prefix + length > end) throw cutAt(position);
    const metadata = await readPiece(bytes, position + prefix, length, signal);
    if (metadata.length < length) throw cutAt(position);
    const { kind, bodyBytes } = readMetadata(metadata, position);
    const size = prefix + length + bodyBytes;
    if (position + size > end) throw cutAt(position);
    yield { kind, position, size };
    position += size;
  }
}

/** A message with its body. @throws TableDamage */
export async function readMessage(
  bytes: StoredBytes,
  { position, size }: ArrowMessage,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  // What a damaged length claims is not asked for before it was seen to be there.
  const last = await bytes.readAt(new Uint8Array(1), position + size - 1, signal);
  if (last === 0) throw cutAt(position);
  const message = new Uint8Array(size);
  if ((await bytes.readAt(message, position, signal)) < size) throw cutAt(position);
  return message;
}

/** What a message is and how long its body. @throws TableDamage for one that is unsound */
export function readMetadata(metadata: Buffer, position: number): { kind: MessageKind; bodyBytes: number } {
  try {
    checkMessage(metadata);
    const message = Message.decode(metadata);
    const bodyBytes = message.bodyLength;
    if (bodyBytes < 0 || bodyBytes > MAX_BODY_BYTES) throw new Error(`claims ${bodyBytes} bytes of data`);
    if (message.isSchema()) return { kind: 'schema', bodyBytes };
    if (message.isRecordBatch()) {
      checkLayout(message.header(), bodyBytes);
      return { kind: 'rows', bodyBytes };
    }
    if (!message.isDictionaryBatch()) throw new Error('is of a kind that is not known');
    checkLayout(message.header().data, bodyBytes);
    return { kind: 'dictionary', bodyBytes };
  } catch (cause) {
    throw unsound(position, faultOf(cause));
  }
}

interface BatchLayout {
  readonly length: number;
  readonly nodes: ReadonlyArray<{ readonly length: number; readonly nullCount: number }>;
  readonly buffers: ReadonlyArray<{ readonly offset: number; readonly length: number }>;
  readonly variadicBufferCounts: readonly number[];
}

/** What is said of rows and buffers must lie in the body. */
function checkLayout({ length, nodes, buffers, variadicBufferCounts }: BatchLayout, bodyBytes: number): void {
  if (length < 0) throw new Error(`claims ${length} rows`);
  const isNodeBad = nodes.some((node) => node.length < 0 || node.nullCount < 0 || node.nullCount > node.length);
  if (isNodeBad) throw new Error('claims a column that cannot be');
  const isOutside = buffers.some(({ offset, length: size }) => offset < 0 || size < 0 || offset + size > bodyBytes);
  if (isOutside) throw new Error('names data outside of its own');
  const views = variadicBufferCounts.reduce((sum, count) => (count < 0 ? Number.NaN : sum + count), 0);
  if (!(views <= buffers.length)) throw new Error('names buffers that it does not have');
}

function cutAt(offset: number): TableDamage {
  return new TableDamage('The Arrow data is cut in a message', { isTruncated: true, offset });
}

/** What is wrong, in the words of whoever found it. */
export function faultOf(cause: unknown): string {
  if (!(cause instanceof Error) || cause instanceof RangeError) return 'leads outside of itself';
  return cause.message.split('\n')[0] as string;
}

export function unsound(offset: number, what: string): TableDamage {
  return new TableDamage(`An Arrow message ${what}`, { offset });
}
