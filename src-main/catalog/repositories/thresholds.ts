import { queries, type Sqlite } from '../sqlite.ts';

export interface Threshold {
  /** Detector name; `ensemble` is the one that decides. */
  readonly detector: string;
  readonly value: number;
  /** `auto` from calibration, `user` when someone moved it. */
  readonly origin: 'auto' | 'user';
  readonly updatedMs: number;
}

/** Cut-offs of the case; a user's outlives the run it was set for. */
export class ThresholdRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  set(threshold: Threshold): void {
    const { detector, value, origin, updatedMs } = threshold;
    const row = { detector, value, origin, updated_ms: updatedMs };
    this.#sqlite.run(
      queries
        .insertInto('thresholds')
        .values(row)
        .onConflict((c) => c.column('detector').doUpdateSet(row)),
    );
  }

  remove(detector: string): void {
    this.#sqlite.run(queries.deleteFrom('thresholds').where('detector', '=', detector));
  }

  list(): Threshold[] {
    return this.#sqlite.all(queries.selectFrom('thresholds').selectAll().orderBy('detector')).map((row) => ({
      detector: row.detector,
      value: row.value,
      origin: row.origin === 'user' ? 'user' : 'auto',
      updatedMs: row.updated_ms,
    }));
  }
}
