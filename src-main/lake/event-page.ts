import type { DuckDBListValue } from '@duckdb/node-api';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { EventRow } from '#shared/domain/event-row.ts';
import { LineKind } from '#shared/domain/line-account.ts';
import type { QueryEngine, Row } from './query-engine.ts';
import { eventsSql, filesSql, silverSql } from './views.ts';

/**
 * Reads events by id, in the order of `ids`; ids that do not exist are left out.
 * Only the files that can hold them are opened, so a page costs the same wherever it is in the case.
 */
export async function readEvents(
  engine: QueryEngine,
  lakeDir: string,
  manifest: LakeManifest,
  ids: Uint32Array,
  signal?: AbortSignal,
): Promise<EventRow[]> {
  if (ids.length === 0) return [];
  const sorted = ids.toSorted();
  const paths = pathsOf(manifest, 'silver', sorted);
  const first = sorted[0] as number;
  const last = sorted.at(-1) as number;
  const isRange = last - first + 1 === ids.length;
  const condition = isRange ? '' : `AND event_id IN (${sorted.join(', ')})`;
  const silver = `(SELECT * FROM (${silverSql(lakeDir, manifest, paths)}) WHERE event_id BETWEEN ${first} AND ${last} ${condition})`;
  const rows = await engine.rows(
    `SELECT v.*, t.template, t.name AS template_name FROM (${eventsSql(silver, manifest)}) v
     LEFT JOIN dim_templates t ON t.template_id = v.template_id`,
    { signal },
  );
  const byId = new Map(rows.map((row) => [Number(row['event_id']), row]));
  return Array.from(ids, (id) => byId.get(id))
    .filter((row) => row !== undefined)
    .map(toEventRow);
}

/**
 * The first physical line of events: rows of event_id, source_id, line, byte_offset and text. Of events that share a line only
 * the first one finds it.
 */
export async function readFirstLines(
  engine: QueryEngine,
  lakeDir: string,
  manifest: LakeManifest,
  ids: Uint32Array,
  signal?: AbortSignal,
): Promise<Row[]> {
  if (ids.length === 0) return [];
  const sorted = ids.toSorted();
  const paths = pathsOf(manifest, 'bronze', sorted);
  return engine.rows(
    `SELECT event_id, source_id, line, byte_offset, text FROM (${filesSql(lakeDir, 'bronze', paths)})
     WHERE kind = ${LineKind.event} AND event_id IN (${sorted.join(', ')})`,
    { signal },
  );
}

/** Files of a layer that can hold events of these ids, ascending. */
function pathsOf(manifest: LakeManifest, layer: 'silver' | 'bronze', sorted: Uint32Array): string[] {
  return manifest.segments
    .filter((file) => file.layer === layer && hasBetween(sorted, file.firstEventId, file.lastEventId))
    .map((file) => file.relativePath);
}

/** Whether an ascending list has a value in [from, to]. */
function hasBetween(sorted: Uint32Array, from: number, to: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && (sorted[low] as number) <= to;
}

function toEventRow(row: Row): EventRow {
  const text = (name: string): string | null => (row[name] ?? null) as string | null;
  const parameters = row['parameters'] as DuckDBListValue | null;
  return {
    eventId: Number(row['event_id']),
    sourceId: Number(row['source_id']),
    path: text('path') ?? '',
    member: text('member'),
    line: Number(row['line']),
    lineCount: Number(row['line_count']),
    byteOffset: Number(row['byte_offset']),
    timeNs: (row['time_ns'] ?? null) as bigint | null,
    severity: Number(row['severity']),
    severityText: text('severity_text'),
    service: text('service'),
    host: text('host'),
    component: text('component'),
    templateId: text('template_id'),
    template: text('template'),
    templateName: text('template_name'),
    content: text('content') ?? '',
    parameters: (parameters?.items ?? []) as string[],
    attributes: text('attributes'),
  };
}
