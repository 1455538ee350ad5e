import type { Selectable } from 'kysely';
import type { JobTable } from '../schema.ts';
import { parseJson } from '../json.ts';
import { queries, type Sqlite } from '../sqlite.ts';

/** A job as the catalog keeps it; the JSON parts are the owner's plain data. */
export interface CatalogJob {
  readonly jobId: string;
  readonly kind: string;
  readonly state: string;
  readonly title: string;
  readonly input: unknown;
  readonly progress: unknown;
  readonly result: unknown;
  readonly error: unknown;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** The job journal: what a restarted engine goes on with. */
export class JobRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** Adds the job or replaces what is stored under its id. */
  save(job: CatalogJob): void {
    const row: Selectable<JobTable> = {
      job_id: job.jobId,
      kind: job.kind,
      state: job.state,
      title: job.title,
      input_json: JSON.stringify(job.input ?? null),
      progress_json: toText(job.progress),
      result_json: toText(job.result),
      error_json: toText(job.error),
      created_ms: job.createdMs,
      updated_ms: job.updatedMs,
    };
    this.#sqlite.run(
      queries
        .insertInto('jobs')
        .values(row)
        .onConflict((c) => c.column('job_id').doUpdateSet(row)),
    );
  }

  /** Newest first. */
  list(states?: readonly string[]): CatalogJob[] {
    let query = queries.selectFrom('jobs').selectAll();
    if (states !== undefined) query = query.where('state', 'in', [...states]);
    return this.#sqlite.all(query.orderBy('created_ms', 'desc').orderBy('job_id', 'desc')).map(fromRow);
  }

  find(jobId: string): CatalogJob | null {
    const row = this.#sqlite.first(queries.selectFrom('jobs').selectAll().where('job_id', '=', jobId));
    return row === undefined ? null : fromRow(row);
  }

  delete(jobId: string): void {
    this.#sqlite.run(queries.deleteFrom('jobs').where('job_id', '=', jobId));
  }
}

function toText(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

function fromText(text: string | null): unknown {
  return text === null ? null : parseJson(text);
}

function fromRow(row: Selectable<JobTable>): CatalogJob {
  return {
    jobId: row.job_id,
    kind: row.kind,
    state: row.state,
    title: row.title,
    input: fromText(row.input_json),
    progress: fromText(row.progress_json),
    result: fromText(row.result_json),
    error: fromText(row.error_json),
    createdMs: row.created_ms,
    updatedMs: row.updated_ms,
  };
}
