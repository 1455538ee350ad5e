import { mkdir } from 'node:fs/promises';
import type { GoldFile, GoldTable } from '#shared/domain/segment.ts';
import { temporaryFolder } from '../base/case-layout.ts';
import { type AppendColumn, appendRows, createTable } from './chunk-appender.ts';
import { toLakeError } from './durable.ts';
import { openRawEngine, type RawEngine, sqlString } from './engine.ts';
import { writeParquet } from './parquet-file.ts';
import { EMPTY_LAYERS } from './views.ts';

/** The scored units of a run; all arrays have one entry a unit. */
export interface GoldUnits {
  readonly unitIds: readonly string[];
  /** Epoch seconds, inclusive; NaN when no event of the unit has a time. */
  readonly startSeconds: Float64Array;
  /** Epoch seconds; exclusive for windows, the last event for sessions. */
  readonly endSeconds: Float64Array;
  readonly events: Float64Array;
}

/** One feature over the units, sparse when `rows` is given. */
export interface GoldFeature {
  readonly name: string;
  /** Ascending unit indices of `values`; null when `values` has one entry a unit. */
  readonly rows: Int32Array | null;
  readonly values: Float64Array;
}

export interface GoldScores {
  readonly detector: string;
  readonly scores: Float64Array;
  /** 1 where the score is above the detector's threshold. */
  readonly isAnomaly: Uint8Array;
}

/** Whole seconds and the rest apart: a double holds no nanoseconds of our century. */
const toNs = (seconds: string): string =>
  `CASE WHEN NOT isnan(${seconds}) THEN floor(${seconds})::BIGINT * 1000000000 + round((${seconds} - floor(${seconds})) * 1e9)::BIGINT END`;

const UNIT_COLUMNS = `u.unit_id, ${toNs('u.start_seconds')} AS start_ns, ${toNs('u.end_seconds')} AS end_ns`;

/**
 * Writes the tables of an analysis run to the gold layer. They exist for readers once `CaseCatalog.commitRun` named them.
 */
export class GoldWriter {
  readonly #lakeDir: string;
  readonly #runId: string;
  readonly #units: GoldUnits;
  readonly #engine: RawEngine;

  private constructor(lakeDir: string, runId: string, units: GoldUnits, engine: RawEngine) {
    this.#lakeDir = lakeDir;
    this.#runId = runId;
    this.#units = units;
    this.#engine = engine;
  }

  /** @param runId `catalog.runs.nextRunId()`: part of the file names. */
  static async create(lakeDir: string, runId: string, units: GoldUnits): Promise<GoldWriter> {
    try {
      await mkdir(temporaryFolder(lakeDir), { recursive: true });
    } catch (error) {
      throw toLakeError(error, `Cannot create ${temporaryFolder(lakeDir)}`);
    }
    const limits = { threads: 1, memoryBytes: 512 * 1_048_576, temporaryFolder: temporaryFolder(lakeDir) };
    const engine = await openRawEngine(limits);
    const encoder = new TextEncoder();
    const ids = units.unitIds.map((id) => encoder.encode(id.toWellFormed()));
    await createTable(engine.connection, 'units', units.unitIds.length, [
      { kind: 'values', name: 'unit_id', type: 'VARCHAR', values: ids },
      { kind: 'numbers', name: 'start_seconds', type: 'DOUBLE', values: units.startSeconds },
      { kind: 'numbers', name: 'end_seconds', type: 'DOUBLE', values: units.endSeconds },
      { kind: 'numbers', name: 'events', type: 'DOUBLE', values: units.events },
    ]);
    return new GoldWriter(lakeDir, runId, units, engine);
  }

  /** One row a stored value, feature by feature: values a sparse feature leaves out have no row. NaN is left out. */
  async writeFeatures(features: readonly GoldFeature[]): Promise<GoldFile> {
    const { connection } = this.#engine;
    const encoder = new TextEncoder();
    await createTable(connection, 'names', features.length, [
      {
        kind: 'values',
        name: 'name',
        type: 'VARCHAR',
        values: features.map(({ name }) => encoder.encode(name.toWellFormed())),
      },
    ]);
    await createTable(connection, 'cells', 0, cellColumns(new Int32Array(0), 0, new Float64Array(0)));
    const everyUnit = Int32Array.from({ length: this.#units.unitIds.length }, (_, unit) => unit);
    for (const [index, { rows, values }] of features.entries()) {
      const units = rows ?? everyUnit;
      appendRows(connection, 'cells', units.length, cellColumns(units, index, values));
    }
    return this.#write(
      'features',
      `SELECT ${UNIT_COLUMNS}, n.name, c.value FROM cells c JOIN units u ON u.rowid = c.unit JOIN names n ON n.rowid = c.feature
       WHERE NOT isnan(c.value)`,
    );
  }

  /** One row a unit and detector, detector by detector. */
  async writeScores(detectors: readonly GoldScores[]): Promise<GoldFile> {
    const { connection } = this.#engine;
    const parts: string[] = [];
    for (const [index, { detector, scores, isAnomaly }] of detectors.entries()) {
      const table = `scores_${index}`;
      await createTable(connection, table, scores.length, [
        { kind: 'numbers', name: 'score', type: 'DOUBLE', values: scores },
        { kind: 'numbers', name: 'is_anomaly', type: 'UTINYINT', values: isAnomaly },
      ]);
      parts.push(`SELECT ${UNIT_COLUMNS}, u.events::BIGINT AS events, ${sqlString(detector)} AS detector, s.score, s.is_anomaly = 1 AS is_anomaly
        FROM ${table} s JOIN units u ON u.rowid = s.rowid`);
    }
    return this.#write('scores', parts.length === 0 ? EMPTY_LAYERS.scores : parts.join(' UNION ALL '));
  }

  dispose(): Promise<void> {
    this.#engine.close();
    return Promise.resolve();
  }

  async #write(table: GoldTable, select: string): Promise<GoldFile> {
    const relativePath = `gold/${table}/${this.#runId}.parquet`;
    const written = await writeParquet(this.#engine.connection, this.#lakeDir, relativePath, select);
    return { table, relativePath, ...written };
  }
}

function cellColumns(units: Int32Array, feature: number, values: Float64Array): AppendColumn[] {
  return [
    { kind: 'numbers', name: 'unit', type: 'INTEGER', values: units },
    { kind: 'numbers', name: 'feature', type: 'INTEGER', values: new Int32Array(units.length).fill(feature) },
    { kind: 'numbers', name: 'value', type: 'DOUBLE', values },
  ];
}
