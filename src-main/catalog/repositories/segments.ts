import type { Selectable } from 'kysely';
import type { LakeLayer, SegmentFile } from '#shared/domain/segment.ts';
import type { SegmentTable } from '../schema.ts';
import { queries, type Sqlite } from '../sqlite.ts';

/** Parquet files of bronze and silver that exist for readers. */
export class SegmentRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** @throws CatalogError `catalog.constraint` when a file is already named: a block must not be committed twice. */
  add(segments: readonly SegmentFile[]): void {
    for (const segment of segments) this.#sqlite.run(queries.insertInto('segments').values(toRow(segment)));
  }

  /** By first event, then name and path, so that a scan in this order is in event order within a layer. */
  list(layer?: LakeLayer): SegmentFile[] {
    let query = queries.selectFrom('segments').selectAll();
    if (layer !== undefined) query = query.where('layer', '=', layer);
    const ordered = query.orderBy('first_event_id').orderBy('source_id').orderBy('first_line').orderBy('relative_path');
    return this.#sqlite.all(ordered).map(fromRow);
  }

  addExtraLines(eventId: number, lines: number): void {
    this.#sqlite.run(
      queries
        .insertInto('extra_lines')
        .values({ event_id: eventId, lines })
        .onConflict((c) =>
          c.column('event_id').doUpdateSet((e) => ({ lines: e('extra_lines.lines', '+', e.ref('excluded.lines')) })),
        ),
    );
  }

  listExtraLines(): { eventId: number; lines: number }[] {
    return this.#sqlite
      .all(queries.selectFrom('extra_lines').selectAll().orderBy('event_id'))
      .map((row) => ({ eventId: row.event_id, lines: row.lines }));
  }
}

function toRow(segment: SegmentFile): Selectable<SegmentTable> {
  return {
    relative_path: segment.relativePath,
    layer: segment.layer,
    name: segment.name,
    source_id: segment.sourceId,
    rows: segment.rows,
    size_bytes: segment.sizeBytes,
    crc32: segment.crc32,
    min_time_ns: segment.minTimeNs,
    max_time_ns: segment.maxTimeNs,
    first_event_id: segment.firstEventId,
    last_event_id: segment.lastEventId,
    first_line: segment.firstLine,
    last_line: segment.lastLine,
    untimed_rows: segment.untimedRows,
    is_time_ordered: segment.isTimeOrdered ? 1 : 0,
  };
}

function fromRow(row: Selectable<SegmentTable>): SegmentFile {
  return {
    relativePath: row.relative_path,
    layer: row.layer as LakeLayer,
    name: row.name,
    sourceId: row.source_id,
    rows: row.rows,
    sizeBytes: row.size_bytes,
    crc32: row.crc32,
    minTimeNs: row.min_time_ns,
    maxTimeNs: row.max_time_ns,
    firstEventId: row.first_event_id,
    lastEventId: row.last_event_id,
    firstLine: row.first_line,
    lastLine: row.last_line,
    untimedRows: row.untimed_rows,
    isTimeOrdered: row.is_time_ordered === 1,
  };
}
