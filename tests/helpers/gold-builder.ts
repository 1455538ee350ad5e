import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import duckdb from '@duckdb/node-bindings';
import type { GoldFile, GoldTable } from '#shared/domain/segment.ts';
import { openRawEngine, sqlString } from '../../src-main/lake/engine.ts';

const COLUMNS: Record<GoldTable, string> = {
  features: 'unit_id VARCHAR, start_ns BIGINT, end_ns BIGINT, name VARCHAR, value DOUBLE',
  scores:
    'unit_id VARCHAR, start_ns BIGINT, end_ns BIGINT, events BIGINT, detector VARCHAR, score DOUBLE, is_anomaly BOOLEAN',
};

/** Writes rows (SQL VALUES) as a gold table of a run, as the analysis does. */
export async function writeGold(lakeDir: string, table: GoldTable, runId: string, values: string): Promise<GoldFile> {
  const relativePath = `gold/${table}/${runId}.parquet`;
  const path = join(lakeDir, relativePath);
  await mkdir(dirname(path), { recursive: true });
  const engine = await openRawEngine({ threads: 1, memoryBytes: 2 ** 27, temporaryFolder: null });
  try {
    await duckdb.query(engine.connection, `CREATE TABLE gold (${COLUMNS[table]})`);
    await duckdb.query(engine.connection, `INSERT INTO gold VALUES ${values}`);
    const copied = await duckdb.query(engine.connection, `COPY gold TO ${sqlString(path)} (FORMAT parquet)`);
    return { table, relativePath, rows: duckdb.rows_changed(copied), sizeBytes: (await stat(path)).size };
  } finally {
    engine.close();
  }
}
