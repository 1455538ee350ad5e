import { writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  Field,
  Int64,
  makeData,
  makeVector,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampNanosecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import Database from 'better-sqlite3';

export const START_NS = 1_714_564_800_123_456_789n;

/** Rows with a time of a name nobody knows, a level of one, a message, a service, and further columns. */
export async function writeParquet(path: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT TIMESTAMP '2024-05-01 12:00:00.25' + INTERVAL (i) SECOND AS event_dt,
       CASE WHEN i % 10 = 0 THEN 'ERROR' ELSE 'INFO' END AS grade, 'worker handled job ' || i || ' at once' AS what,
       'svc' || (i % 3) AS service, i::BIGINT + 9007199254740992 AS big, CASE WHEN i = 1 THEN 'nan'::DOUBLE ELSE i / 4 END AS x,
       [i, i + 1] AS list, CASE WHEN i % 2 = 0 THEN 'a "quoted"' || chr(10) || 'text' END AS note
       FROM range(${rows}) t(i)) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
  );
  connection.closeSync();
  instance.closeSync();
}

/** A table of events, one of users, and a view. */
export function writeSqlite(path: string, rows: number): void {
  const database = new Database(path);
  database.exec(`CREATE TABLE events (id INTEGER PRIMARY KEY, created_at TEXT, level TEXT, message TEXT, host TEXT, payload BLOB);
    CREATE TABLE users (id INTEGER, name TEXT); INSERT INTO users VALUES (1, 'ann');
    CREATE VIEW broken AS SELECT gone FROM nowhere`);
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)');
  database.transaction(() => {
    for (let i = 0; i < rows; i++) {
      const time = new Date(Date.UTC(2024, 4, 1) + i * 1000).toISOString();
      insert.run(
        i,
        time,
        i % 5 === 0 ? 'warn' : 'info',
        `user ${i} logged in\nagain`,
        `h${i % 2}`,
        Buffer.from([i & 255, 2]),
      );
    }
  })();
  database.close();
}

/** Batches of rows with a time in nanoseconds, as an IPC file or stream. */
export function writeArrow(path: string, kind: 'file' | 'stream', rows: number, batchRows = 500): void {
  const fields = [
    new Field('ts', new TimestampNanosecond('UTC')),
    new Field('message', new Utf8()),
    new Field('level', new Utf8()),
    new Field('n', new Int64()),
  ];
  const schema = new Schema(fields);
  const batches: RecordBatch[] = [];
  for (let from = 0; from < rows; from += batchRows) {
    const numbers = Array.from({ length: Math.min(batchRows, rows - from) }, (_, i) => from + i);
    const times = BigInt64Array.from(numbers, (i) => START_NS + BigInt(i) * 1_000_000_000n);
    const children = [
      makeData({ type: new TimestampNanosecond('UTC'), data: times }),
      vectorFromArray(
        numbers.map((i) => `request ${i} done`),
        new Utf8(),
      ).data[0]!,
      vectorFromArray(
        numbers.map((i) => (i % 3 === 0 ? 'ERROR' : 'INFO')),
        new Utf8(),
      ).data[0]!,
      makeVector(BigInt64Array.from(numbers, (i) => BigInt(i) + 9_007_199_254_740_993n)).data[0]!,
    ];
    const data = makeData({ type: new Struct(fields), length: numbers.length, nullCount: 0, children });
    batches.push(new RecordBatch(schema, data));
  }
  const writer = kind === 'file' ? new RecordBatchFileWriter() : new RecordBatchStreamWriter();
  for (const batch of batches) writer.write(batch);
  writer.finish();
  writeFileSync(path, writer.toUint8Array(true));
}
