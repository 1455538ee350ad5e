import type { QualityCheck } from '#shared/domain/quality-check.ts';
import type { LakeLayer } from '#shared/domain/segment.ts';
import { queries, type Sqlite } from '../sqlite.ts';

/** Results of the latest checks between the lake's layers. */
export class QualityCheckRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** Replaces the results of one layer. */
  replace(layer: LakeLayer, checks: readonly QualityCheck[], nowMs: number): void {
    this.#sqlite.transaction(() => {
      this.#sqlite.run(queries.deleteFrom('quality_checks').where('layer', '=', layer));
      for (const { checkId, title, status, observed, expected, detail } of checks) {
        this.#sqlite.run(
          queries
            .insertInto('quality_checks')
            .values({ check_id: checkId, layer, title, status, observed, expected, detail, checked_ms: nowMs }),
        );
      }
    });
  }

  list(): QualityCheck[] {
    return this.#sqlite.all(queries.selectFrom('quality_checks').selectAll().orderBy('check_id')).map((row) => ({
      checkId: row.check_id,
      layer: row.layer as LakeLayer,
      title: row.title,
      status: row.status as QualityCheck['status'],
      observed: row.observed,
      expected: row.expected,
      detail: row.detail,
    }));
  }
}
