/** Checks the flatbuffers of Arrow (`Message.fbs`, `Schema.fbs`, `File.fbs`; numbers are those of their fields). */
import { FlatTable } from './flat-table.ts';

const MESSAGE = { kind: 1, header: 2, bodyLength: 3, metadata: 4 } as const;
const SCHEMA = { fields: 1, metadata: 2 } as const;
const FIELD = { dictionary: 4, children: 5, metadata: 6 } as const;
const BATCH = { nodes: 1, buffers: 2, compression: 3, variadicCounts: 4 } as const;
const COMPRESSION = { codec: 0, method: 1 } as const;
const CODECS = ['lz4', 'zstd'] as const;
export type ArrowCodec = (typeof CODECS)[number];
const DICTIONARY = { batch: 1 } as const;
const FOOTER = { schema: 1, lists: [2, 3], metadata: 4 } as const;
const HEADER_KINDS = { schema: 1, dictionary: 2, rows: 3 } as const;

const NODE_BYTES = 16;
const BUFFER_BYTES = 16;
const COUNT_BYTES = 8;
/** Columns with all that are inside one another. */
const MAX_FIELDS = 65_536;
const MAX_DEPTH = 64;

/** @throws Error saying what is unsound about the metadata of a message. */
export function checkMessage(metadata: Buffer): void {
  const message = FlatTable.root(metadata);
  message.tables(MESSAGE.metadata);
  const place = message.place(MESSAGE.kind);
  const kind = place === 0 ? 0 : metadata.readUInt8(place);
  const header = message.table(MESSAGE.header);
  if (header === null) throw new Error('has no header');
  if (kind === HEADER_KINDS.schema) checkSchema(header);
  else if (kind === HEADER_KINDS.rows) checkBatch(header);
  else if (kind === HEADER_KINDS.dictionary) checkBatch(header.table(DICTIONARY.batch));
  else throw new Error('is of a kind that is not known');
}

/**
 * Checks a footer, and leaves out of it where messages lie: they are found without it, and the library would go wherever it
 * says. @throws Error saying what is unsound.
 */
export function checkFooter(footer: Buffer): void {
  const table = FlatTable.root(footer);
  const schema = table.table(FOOTER.schema);
  if (schema === null) throw new Error('holds no schema');
  checkSchema(schema);
  table.tables(FOOTER.metadata);
  for (const field of FOOTER.lists) {
    const list = table.list(field, 0);
    if (list !== null) footer.writeUInt32LE(0, list.start - 4);
  }
}

function checkSchema(schema: FlatTable): void {
  schema.tables(SCHEMA.metadata);
  let left = MAX_FIELDS;
  const visit = (fields: readonly FlatTable[], depth: number): void => {
    left -= fields.length;
    if (left < 0 || depth > MAX_DEPTH) throw new Error('holds more columns than the limit');
    for (const field of fields) {
      field.tables(FIELD.metadata);
      field.table(FIELD.dictionary);
      visit(field.tables(FIELD.children), depth + 1);
    }
  };
  visit(schema.tables(SCHEMA.fields), 0);
}

/** A stretch of a message's body. */
export interface BodyRegion {
  readonly offset: number;
  readonly length: number;
}

/**
 * How the body of a checked message is compressed, and where its buffers lie; null for one that is not.
 */
export function compressionOf(
  metadata: Buffer,
): { readonly codec: ArrowCodec; readonly buffers: readonly BodyRegion[] } | null {
  const batch = batchOf(FlatTable.root(metadata));
  const compression = batch?.table(BATCH.compression) ?? null;
  const list = batch?.list(BATCH.buffers, BUFFER_BYTES) ?? null;
  if (compression === null || list === null) return null;
  const buffers = Array.from({ length: list.count }, (_, index) => {
    const at = list.start + index * BUFFER_BYTES;
    return { offset: Number(metadata.readBigInt64LE(at)), length: Number(metadata.readBigInt64LE(at + 8)) };
  });
  return { codec: codecOf(compression), buffers };
}

/** Buffers are compressed one by one (method 0). @throws Error for another way */
function codecOf(compression: FlatTable): ArrowCodec {
  const number = (field: number): number => {
    const place = compression.place(field);
    return place === 0 ? 0 : compression.bytes.readInt8(place);
  };
  const codec = CODECS[number(COMPRESSION.codec)];
  if (codec === undefined || number(COMPRESSION.method) !== 0) {
    throw new Error('is compressed in a way that is not known');
  }
  return codec;
}

/** Rewrites the metadata of a compressed message for a body that is not: where its buffers lie, and its length. */
export function setLayout(metadata: Buffer, buffers: readonly BodyRegion[], bodyBytes: number): void {
  const message = FlatTable.root(metadata);
  const batch = batchOf(message);
  const list = batch?.list(BATCH.buffers, BUFFER_BYTES) ?? null;
  if (batch === null || list === null) return;
  for (const [index, { offset, length }] of buffers.entries()) {
    const at = list.start + index * BUFFER_BYTES;
    metadata.writeBigInt64LE(BigInt(offset), at);
    metadata.writeBigInt64LE(BigInt(length), at + 8);
  }
  const place = message.place(MESSAGE.bodyLength);
  if (place !== 0) metadata.writeBigInt64LE(BigInt(bodyBytes), place);
  batch.forget(BATCH.compression);
}

function batchOf(message: FlatTable): FlatTable | null {
  const place = message.place(MESSAGE.kind);
  const kind = place === 0 ? 0 : message.bytes.readUInt8(place);
  const header = message.table(MESSAGE.header);
  if (kind === HEADER_KINDS.rows) return header;
  return kind === HEADER_KINDS.dictionary ? (header?.table(DICTIONARY.batch) ?? null) : null;
}

function checkBatch(batch: FlatTable | null): void {
  if (batch === null) throw new Error('has no rows');
  batch.list(BATCH.nodes, NODE_BYTES);
  batch.list(BATCH.buffers, BUFFER_BYTES);
  const compression = batch.table(BATCH.compression);
  if (compression !== null) codecOf(compression);
  batch.list(BATCH.variadicCounts, COUNT_BYTES);
}
