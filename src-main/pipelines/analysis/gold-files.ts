import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import duckdb from '@duckdb/node-bindings';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { GoldFile, GoldTable } from '#shared/domain/segment.ts';
import { temporaryFolder } from '../../base/case-layout.ts';
import { type AppendColumn, createTable } from '../../lake/chunk-appender.ts';
import { publishLakeFile, toLakeError } from '../../lake/durable.ts';
import { openRawEngine, type RawEngine, sqlString } from '../../lake/engine.ts';
import { ENSEMBLE } from '../../models/detectors.ts';
import type { ScoredUnits } from '../../models/score-units.ts';
import { unitEndNs, unitIdOf, unitStartNs } from './unit-ids.ts';

/** Units and names repeat and get a dictionary; numbering feature values, which hardly do, takes longer and twice the room. */
const PARQUET_OPTIONS =
  "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, PARQUET_VERSION 'V2', DICTIONARY_SIZE_LIMIT 4096)";
/** Up to so many texts are an enumeration: the writer takes their numbers as they are, but puts all of them into every row group. */
const FEW_TEXTS = 20_000;
const NO_TIME = -(2n ** 63n);
const encoder = new TextEncoder();

/**
 * Writes the gold tables of one run: features (only cells that hold something) and scores. Made aside, fsynced,
 * renamed; they exist for readers once the run is committed.
 */
export class GoldWriter {
  readonly #lakeDir: string;
  readonly #runId: string;
  readonly #engine: RawEngine;
  /** The connection runs one statement at a time. */
  #writing: Promise<readonly GoldFile[]> = Promise.resolve([]);
  #isDisposed = false;

  private constructor(lakeDir: string, runId: string, engine: RawEngine) {
    this.#lakeDir = lakeDir;
    this.#runId = runId;
    this.#engine = engine;
  }

  /** Starts with the features: when this returns the engine has all their rows and writes them by itself. */
  static async start(
    lakeDir: string,
    runId: string,
    table: FeatureTable,
    memoryBytes = 256 * 2 ** 20,
  ): Promise<GoldWriter> {
    await mkdir(temporaryFolder(lakeDir), { recursive: true });
    const writer = new GoldWriter(
      lakeDir,
      runId,
      await openRawEngine({ threads: 1, memoryBytes, temporaryFolder: null }),
    );
    try {
      const rows = await writer.#loadFeatures(table);
      writer.#write('features', rows, FEATURES_SQL);
      return writer;
    } catch (error) {
      await writer.dispose();
      throw error;
    }
  }

  /** Writes the scores behind the features. @throws LakeError `lake.disk-full` | `lake.read-only` | `lake.io` */
  async finish(scored: ScoredUnits, threshold: number): Promise<readonly GoldFile[]> {
    await this.#writing;
    const rows = await this.#loadScores(scored);
    this.#write('scores', rows, scoresSql(threshold));
    return this.#writing;
  }

  /** Waits for what is being written: its rows are in the engine's memory. Safe to call twice. */
  async dispose(): Promise<void> {
    await this.#writing.catch(() => undefined);
    if (!this.#isDisposed) this.#engine.close();
    this.#isDisposed = true;
  }

  async #loadFeatures(table: FeatureTable): Promise<number> {
    const cells = table.columns.reduce((sum, { values }) => sum + values.length, 0);
    const unit = new Int32Array(cells);
    const name = new Int32Array(cells);
    const value = new Float64Array(cells);
    let at = 0;
    table.columns.forEach(({ rows, values }, column) => {
      for (let i = 0; i < values.length; i++) unit[at + i] = rows === null ? i : rows[i]!;
      name.fill(column, at, at + values.length);
      value.set(values, at);
      at += values.length;
    });
    const names = table.columns.map(({ spec }) => encoder.encode(spec.name));
    await this.#createUnits(table);
    await this.#create('names', names.length, [
      integers('idx', names),
      { kind: 'values', name: 'name', type: 'VARCHAR', values: names },
    ]);
    await this.#enumerate('names', 'name', names.length);
    await this.#create('cells', cells, [
      { kind: 'numbers', name: 'unit', type: 'INTEGER', values: unit },
      { kind: 'numbers', name: 'name_idx', type: 'INTEGER', values: name },
      { kind: 'numbers', name: 'value', type: 'DOUBLE', values: value },
    ]);
    return cells;
  }

  async #loadScores(scored: ScoredUnits): Promise<number> {
    const { length, events } = scored.table.units;
    const lanes = [{ name: ENSEMBLE, scores: scored.scores }, ...scored.detectors];
    const rows = length * lanes.length;
    const unit = new Int32Array(rows);
    const lane = new Int32Array(rows);
    const score = new Float64Array(rows);
    lanes.forEach(({ scores }, index) => {
      for (let i = 0; i < length; i++) unit[index * length + i] = i;
      lane.fill(index, index * length, (index + 1) * length);
      score.set(scores, index * length);
    });
    const names = lanes.map(({ name }) => encoder.encode(name));
    await this.#createUnits(scored.table, events);
    await this.#create('lanes', names.length, [
      integers('idx', names),
      { kind: 'values', name: 'detector', type: 'VARCHAR', values: names },
    ]);
    await this.#create('cells', rows, [
      { kind: 'numbers', name: 'unit', type: 'INTEGER', values: unit },
      { kind: 'numbers', name: 'lane', type: 'INTEGER', values: lane },
      { kind: 'numbers', name: 'score', type: 'DOUBLE', values: score },
    ]);
    return rows;
  }

  async #createUnits({ units }: FeatureTable, events = units.events): Promise<void> {
    const ids = Array.from({ length: units.length }, (_, unit) => encoder.encode(unitIdOf(units, unit)));
    const start = BigInt64Array.from({ length: units.length }, (_, unit) => unitStartNs(units, unit) ?? NO_TIME);
    const end = BigInt64Array.from({ length: units.length }, (_, unit) => unitEndNs(units, unit) ?? NO_TIME);
    await this.#create('units', units.length, [
      integers('idx', ids),
      { kind: 'values', name: 'unit_id', type: 'VARCHAR', values: ids },
      { kind: 'numbers', name: 'start_ns', type: 'BIGINT', values: start },
      { kind: 'numbers', name: 'end_ns', type: 'BIGINT', values: end },
      { kind: 'numbers', name: 'events', type: 'DOUBLE', values: events },
    ]);
    await this.#enumerate('units', 'unit_id', units.length);
  }

  async #create(table: string, rows: number, columns: readonly AppendColumn[]): Promise<void> {
    await createTable(this.#engine.connection, table, rows, columns);
  }

  /** Makes the texts of a column, all different, an enumeration if they are few. The file holds plain text all the same. */
  async #enumerate(table: string, column: string, rows: number): Promise<void> {
    if (rows === 0 || rows > FEW_TEXTS) return;
    const type = `${table}_${column}`;
    await duckdb.query(
      this.#engine.connection,
      `CREATE OR REPLACE TYPE ${type} AS ENUM (SELECT ${column} FROM ${table} ORDER BY idx);
       ALTER TABLE ${table} ALTER ${column} SET DATA TYPE ${type}`,
    );
  }

  #write(table: GoldTable, rows: number, select: string): void {
    const name = `${this.#runId}.parquet`;
    const aside = join(temporaryFolder(this.#lakeDir), `${table}-${name}`);
    const relativePath = `gold/${table}/${name}`;
    const copied = duckdb.query(this.#engine.connection, `COPY (${select}) TO ${sqlString(aside)} ${PARQUET_OPTIONS}`);
    const written = async (): Promise<readonly GoldFile[]> => {
      try {
        await copied;
        const sizeBytes = await publishLakeFile(aside, join(this.#lakeDir, relativePath));
        return [...(await before), { table, relativePath, rows, sizeBytes }];
      } catch (error) {
        throw toLakeError(error, `Cannot write the ${table} of run ${this.#runId}`);
      }
    };
    const before = this.#writing;
    this.#writing = written();
    // Its failure is met by `finish`; until then it must not count as unhandled.
    this.#writing.catch(() => undefined);
  }
}

/** Columns: unit_id, start_ns, end_ns, name, value; by feature, then unit. */
const FEATURES_SQL = `SELECT u.unit_id, nullif(u.start_ns, ${NO_TIME}) AS start_ns, nullif(u.end_ns, ${NO_TIME}) AS end_ns, n.name, c.value
  FROM cells c JOIN units u ON u.idx = c.unit JOIN names n ON n.idx = c.name_idx`;

/** Columns: unit_id, start_ns, end_ns, events, detector, score, is_anomaly; the ensemble first, then the detectors. */
function scoresSql(threshold: number): string {
  return `SELECT u.unit_id, nullif(u.start_ns, ${NO_TIME}) AS start_ns, nullif(u.end_ns, ${NO_TIME}) AS end_ns, u.events::BIGINT AS events,
    l.detector, c.score, c.score > ${threshold} AS is_anomaly
    FROM cells c JOIN units u ON u.idx = c.unit JOIN lanes l ON l.idx = c.lane ORDER BY c.lane, c.unit`;
}

function integers(name: string, rows: readonly unknown[]): AppendColumn {
  return { kind: 'numbers', name, type: 'INTEGER', values: Int32Array.from(rows, (_, i) => i) };
}
