import { CatalogError } from '#shared/base/errors.ts';
import type { Shape, ShapeUse } from '#shared/domain/template.ts';
import { parseJson } from '../json.ts';
import { queries, type Sqlite } from '../sqlite.ts';

/** A block's use of one shape. */
export interface ShapeSightingRow {
  readonly shapeId: string;
  /** Null when an earlier commit stored it. */
  readonly shape: Shape | null;
  /** Events of the block with this shape. */
  readonly count: number;
  readonly firstEventId: number;
}

/** Token shapes with how often and where first they were seen. */
export class ShapeRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** @throws CatalogError `catalog.unknown-shape` when a use has no shape and no earlier commit brought it. */
  addUses(uses: readonly ShapeSightingRow[]): void {
    for (const use of uses) {
      if (this.#addToKnown(use)) continue;
      if (use.shape === null) {
        throw new CatalogError('catalog.unknown-shape', `Shape ${use.shapeId} was used before it was stored.`);
      }
      this.#sqlite.run(
        queries.insertInto('shapes').values({
          shape_id: use.shapeId,
          parts_json: JSON.stringify(use.shape.parts),
          masks_json: JSON.stringify(use.shape.maskNames),
          count: use.count,
          first_event_id: use.firstEventId,
        }),
      );
    }
  }

  /** In order of first appearance: what the miner reads. */
  list(): ShapeUse[] {
    const rows = this.#sqlite.all(
      queries.selectFrom('shapes').selectAll().orderBy('first_event_id').orderBy('shape_id'),
    );
    return rows.map((row) => ({
      shapeId: row.shape_id,
      parts: parseJson(row.parts_json) as string[],
      maskNames: parseJson(row.masks_json) as string[],
      count: row.count,
      firstEventId: row.first_event_id,
    }));
  }

  #addToKnown({ shapeId, count, firstEventId }: ShapeSightingRow): boolean {
    const changed = this.#sqlite.run(
      queries
        .updateTable('shapes')
        .set((e) => ({
          count: e('count', '+', count),
          first_event_id: e.fn<number>('min', ['first_event_id', e.val(firstEventId)]),
        }))
        .where('shape_id', '=', shapeId),
    );
    return changed > 0;
  }
}
