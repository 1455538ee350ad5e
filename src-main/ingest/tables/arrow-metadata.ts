/** Checks the flatbuffers of Arrow (`Message.fbs`, `Schema.fbs`, `File.fbs`; numbers are those of their fields). */
import { FlatTable } from './flat-table.ts';

const MESSAGE = { kind: 1, header: 2, metadata: 4 } as const;
const SCHEMA = { fields: 1, metadata: 2 } as const;
const FIELD = { dictionary: 4, children: 5, metadata: 6 } as const;
const BATCH = { nodes: 1, buffers: 2, variadicCounts: 4 } as const;
const DICTIONARY = { batch: 1 } as const;
const FOOTER = { schema: 1, lists: [2, 3], metadata: 4 } as const;
const HEADER_KINDS = { schema: 1, dictionary: 2, rows: 3 } as const;

const NODE_BYTES = 16;
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

function checkBatch(batch: FlatTable | null): void {
  if (batch === null) throw new Error('has no rows');
  batch.list(BATCH.nodes, NODE_BYTES);
  batch.list(BATCH.buffers, NODE_BYTES);
  batch.list(BATCH.variadicCounts, COUNT_BYTES);
}
