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

const ADD_TO_KNOWN = 'UPDATE shapes SET count = count + ?, first_event_id = min(first_event_id, ?) WHERE shape_id = ?';
const INSERT = 'INSERT INTO shapes (shape_id, parts_json, masks_json, count, first_event_id) VALUES (?, ?, ?, ?, ?)';

/** Token shapes with how often and where first they were seen. */
export class ShapeRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** @throws CatalogError `catalog.unknown-shape` when a use has no shape and no earlier commit brought it. */
  addUses(uses: readonly ShapeSightingRow[]): void {
    const addToKnown = this.#sqlite.prepareRun(ADD_TO_KNOWN);
    const insert = this.#sqlite.prepareRun(INSERT);
    for (const { shapeId, shape, count, firstEventId } of uses) {
      if (addToKnown(count, firstEventId, shapeId) > 0) continue;
      if (shape === null) {
        throw new CatalogError('catalog.unknown-shape', `Shape ${shapeId} was used before it was stored.`);
      }
      insert(shapeId, JSON.stringify(shape.parts), JSON.stringify(shape.maskNames), count, firstEventId);
    }
  }

  /** How many there are and how often they were seen together; neither ever falls. */
  totals(): { readonly shapes: number; readonly events: number } {
    const query = queries
      .selectFrom('shapes')
      .select((e) => [e.fn.countAll<number>().as('shapes'), e.fn.sum<number | null>('count').as('events')]);
    const row = this.#sqlite.first(query);
    return { shapes: row?.shapes ?? 0, events: row?.events ?? 0 };
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
}
