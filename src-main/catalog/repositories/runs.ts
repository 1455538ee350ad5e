import type { Selectable } from 'kysely';
import { CatalogError } from '#shared/base/errors.ts';
import type { Anomaly, Incident } from '#shared/domain/detection.ts';
import type { GoldFile, GoldTable } from '#shared/domain/segment.ts';
import { fromJson, toJson } from '../json.ts';
import type { RunTable } from '../schema.ts';
import { queries, type Sqlite } from '../sqlite.ts';

export interface NewRun {
  /** `analysis` for the main job. */
  readonly kind: string;
  /** Configuration, seeds, versions, input hashes: what a replay needs. */
  readonly options: unknown;
  /** Whatever the run found besides findings (detectors, threshold statistics, evaluation). */
  readonly result: unknown;
  readonly threshold: number | null;
  readonly gold: readonly GoldFile[];
  /** In the order they are shown. */
  readonly anomalies: readonly Anomaly[];
  readonly incidents: readonly Incident[];
}

export interface CatalogRun {
  /** `r0001`, ... in order of creation. */
  readonly runId: string;
  readonly kind: string;
  readonly options: unknown;
  readonly result: unknown;
  readonly threshold: number | null;
  readonly createdMs: number;
  /** The run that the workbench shows; at most one. */
  readonly isCurrent: boolean;
  /** Digest of the templates it was made with, see `CaseCatalog.templatesDigest`; null when they are not known. */
  readonly templatesDigest: string | null;
}

/** What a new threshold changes of a run. */
export interface RunFindings {
  readonly threshold: number | null;
  readonly anomalies: readonly Anomaly[];
  readonly incidents: readonly Incident[];
  /** Replaces the run's result when given. */
  readonly result?: unknown;
}

/** Analysis runs with their anomalies and incidents. The bodies are whole domain objects; columns only what is searched. */
export class RunRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** Id the next `add` gives: gold files carry it in their name before the run is stored. */
  nextRunId(): string {
    const last = this.#sqlite.first(queries.selectFrom('runs').select((e) => e.fn.max('ordinal').as('last')));
    return `r${String((last?.last ?? 0) + 1).padStart(4, '0')}`;
  }

  /** Stores a finished run and makes it the current one, in one transaction. */
  add(run: NewRun, templatesDigest: string | null, nowMs: number): CatalogRun {
    return this.#sqlite.transaction(() => {
      const runId = this.nextRunId();
      this.#sqlite.run(queries.updateTable('runs').set({ is_current: 0 }));
      this.#sqlite.run(
        queries.insertInto('runs').values({
          run_id: runId,
          kind: run.kind,
          options_json: toJson(run.options ?? null),
          result_json: toJson(run.result ?? null),
          threshold: run.threshold,
          created_ms: nowMs,
          is_current: 1,
          templates_digest: templatesDigest,
        }),
      );
      for (const file of run.gold) {
        this.#sqlite.run(
          queries.insertInto('gold_files').values({
            relative_path: file.relativePath,
            run_id: runId,
            table_name: file.table,
            rows: file.rows,
            size_bytes: file.sizeBytes,
          }),
        );
      }
      this.#addFindings(runId, run.anomalies, run.incidents);
      return this.get(runId);
    });
  }

  /** Replaces what a threshold decides, in one transaction; scores and features stay. */
  replaceFindings(runId: string, findings: RunFindings): void {
    this.#sqlite.transaction(() => {
      this.get(runId);
      this.#sqlite.run(queries.deleteFrom('anomalies').where('run_id', '=', runId));
      this.#sqlite.run(queries.deleteFrom('incidents').where('run_id', '=', runId));
      this.#addFindings(runId, findings.anomalies, findings.incidents);
      const result = findings.result === undefined ? {} : { result_json: toJson(findings.result) };
      this.#sqlite.run(
        queries
          .updateTable('runs')
          .set({ threshold: findings.threshold, ...result })
          .where('run_id', '=', runId),
      );
    });
  }

  /** Newest first. */
  list(): CatalogRun[] {
    return this.#sqlite.all(queries.selectFrom('runs').selectAll().orderBy('ordinal', 'desc')).map(fromRow);
  }

  /** @throws CatalogError `catalog.not-found` */
  get(runId: string): CatalogRun {
    const row = this.#sqlite.first(queries.selectFrom('runs').selectAll().where('run_id', '=', runId));
    if (row === undefined) throw new CatalogError('catalog.not-found', `There is no analysis run ${runId}.`);
    return fromRow(row);
  }

  current(): CatalogRun | null {
    const row = this.#sqlite.first(queries.selectFrom('runs').selectAll().where('is_current', '=', 1));
    return row === undefined ? null : fromRow(row);
  }

  gold(runId: string): GoldFile[] {
    const query = queries.selectFrom('gold_files').selectAll().where('run_id', '=', runId).orderBy('relative_path');
    return this.#sqlite.all(query).map((row) => ({
      table: row.table_name as GoldTable,
      relativePath: row.relative_path,
      rows: row.rows,
      sizeBytes: row.size_bytes,
    }));
  }

  /** Paths of every run's gold files. */
  listGoldPaths(): string[] {
    return this.#sqlite.all(queries.selectFrom('gold_files').select('relative_path')).map((row) => row.relative_path);
  }

  countAnomalies(runId: string): number {
    const query = queries.selectFrom('anomalies').select((e) => e.fn.countAll<number>().as('n'));
    return this.#sqlite.first(query.where('run_id', '=', runId))?.n ?? 0;
  }

  /** In stored order. */
  anomalies(runId: string): Anomaly[] {
    const query = queries.selectFrom('anomalies').select('body_json').where('run_id', '=', runId).orderBy('ordinal');
    return this.#sqlite.all(query).map((row) => fromJson(row.body_json) as Anomaly);
  }

  /** In stored order. */
  incidents(runId: string): Incident[] {
    const query = queries.selectFrom('incidents').select('body_json').where('run_id', '=', runId).orderBy('ordinal');
    return this.#sqlite.all(query).map((row) => fromJson(row.body_json) as Incident);
  }

  findIncident(runId: string, incidentId: string): Incident | null {
    const query = queries
      .selectFrom('incidents')
      .select('body_json')
      .where('run_id', '=', runId)
      .where('incident_id', '=', incidentId);
    const row = this.#sqlite.first(query);
    return row === undefined ? null : (fromJson(row.body_json) as Incident);
  }

  #addFindings(runId: string, anomalies: readonly Anomaly[], incidents: readonly Incident[]): void {
    for (const [ordinal, anomaly] of anomalies.entries()) {
      this.#sqlite.run(
        queries.insertInto('anomalies').values({ ...findingRow(runId, ordinal, anomaly), unit_id: anomaly.unitId }),
      );
    }
    for (const [ordinal, incident] of incidents.entries()) {
      this.#sqlite.run(
        queries
          .insertInto('incidents')
          .values({ ...findingRow(runId, ordinal, incident), incident_id: incident.incidentId }),
      );
    }
  }
}

function findingRow(runId: string, ordinal: number, finding: Anomaly | Incident) {
  return {
    run_id: runId,
    ordinal,
    start_ns: finding.startNs,
    end_ns: finding.endNs,
    score: finding.score,
    body_json: toJson(finding),
  };
}

function fromRow(row: Selectable<RunTable>): CatalogRun {
  return {
    runId: row.run_id,
    kind: row.kind,
    options: fromJson(row.options_json),
    result: fromJson(row.result_json),
    threshold: row.threshold,
    createdMs: row.created_ms,
    isCurrent: row.is_current === 1,
    templatesDigest: row.templates_digest,
  };
}
