import { mkdir } from 'node:fs/promises';
import duckdb from '@duckdb/node-bindings';
import type { GoldFile, GoldTable } from '#shared/domain/segment.ts';
import { temporaryFolder } from '../../src-main/base/case-layout.ts';
import { openRawEngine } from '../../src-main/lake/engine.ts';
import { writeParquet } from '../../src-main/lake/parquet-file.ts';

const COLUMNS: Record<GoldTable, string> = {
  features: 'unit_id VARCHAR, start_ns BIGINT, end_ns BIGINT, name VARCHAR, value DOUBLE',
  scores:
    'unit_id VARCHAR, start_ns BIGINT, end_ns BIGINT, events BIGINT, detector VARCHAR, score DOUBLE, is_anomaly BOOLEAN',
};

/** Writes rows (SQL VALUES) as a gold table of a run, as the analysis does. */
export async function writeGold(lakeDir: string, table: GoldTable, runId: string, values: string): Promise<GoldFile> {
  await mkdir(temporaryFolder(lakeDir), { recursive: true });
  const engine = await openRawEngine({ threads: 1, memoryBytes: 2 ** 27, temporaryFolder: null });
  try {
    await duckdb.query(engine.connection, `CREATE TABLE gold (${COLUMNS[table]})`);
    await duckdb.query(engine.connection, `INSERT INTO gold VALUES ${values}`);
    const relativePath = `gold/${table}/${runId}.parquet`;
    const { rows, sizeBytes } = await writeParquet(engine.connection, lakeDir, relativePath, 'FROM gold');
    return { table, relativePath, rows, sizeBytes };
  } finally {
    engine.close();
  }
}
