import { LINE_KIND_NAMES } from '#shared/domain/line-account.ts';
import type { SegmentFile } from '#shared/domain/segment.ts';
import { sqlString } from '../../lake/engine.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import type { Row } from '../../lake/query-engine.ts';
import { filesSql, silverSql } from '../../lake/views.ts';
import type { LineRow } from '../../reports/line-rows.ts';
import { toRfc3339 } from '../../reports/numbers.ts';

/** Every physical line of the case in source and line order, a block at a time: memory does not grow with the case. */
export async function* readCaseLines(reader: CaseReader, signal?: AbortSignal): AsyncGenerator<LineRow[]> {
  for (const files of blocksInOrder(reader.manifest.segments)) {
    yield (await reader.query(blockSql(reader, files), { signal })).map(toLineRow);
  }
}

/** Writes every line to one Parquet file. */
export async function copyLinesToParquet(reader: CaseReader, path: string, signal?: AbortSignal): Promise<void> {
  const lines = 'SELECT path, member, line, byte_offset, kind, event_id, text FROM lines';
  await reader.query(`COPY (${lines}) TO ${sqlString(path)} (FORMAT parquet, COMPRESSION zstd)`, { signal });
}

/** Files of one block lie together under one name. */
function blocksInOrder(segments: readonly SegmentFile[]): SegmentFile[][] {
  const blocks = new Map<string, SegmentFile[]>();
  for (const segment of segments) {
    if (segment.layer === 'gold') continue;
    const block = blocks.get(segment.name);
    if (block === undefined) blocks.set(segment.name, [segment]);
    else block.push(segment);
  }
  const place = ([first]: SegmentFile[]) => first!.sourceId * 2 ** 40 + first!.firstLine;
  return [...blocks.values()].toSorted((a, b) => place(a) - place(b));
}

function blockSql({ lakeDir, manifest }: CaseReader, files: readonly SegmentFile[]): string {
  const paths = (layer: SegmentFile['layer']) =>
    files.filter((file) => file.layer === layer).map((file) => file.relativePath);
  return `SELECT s.path, s.member, b.line, b.byte_offset, b.kind, b.event_id, b.text, e.time_ns, e.severity, e.service,
    e.host, e.component, d.template_id
    FROM (${filesSql(lakeDir, 'bronze', paths('bronze'))}) b
    LEFT JOIN (${silverSql(lakeDir, manifest, paths('silver'))}) e ON b.kind = 0 AND e.event_id = b.event_id
    LEFT JOIN dim_shapes d ON d.shape_id = e.shape_id LEFT JOIN dim_sources s ON s.source_id = b.source_id
    ORDER BY b.line`;
}

function toLineRow(row: Row): LineRow {
  const text = (name: string) => (row[name] ?? null) as string | null;
  const kind = LINE_KIND_NAMES[Number(row['kind'])] ?? 'rejected';
  const timeNs = (row['time_ns'] ?? null) as bigint | null;
  return {
    path: text('path') ?? '',
    member: text('member'),
    line: Number(row['line']),
    byteOffset: Number(row['byte_offset']),
    kind,
    eventId: kind === 'event' && row['event_id'] !== null ? Number(row['event_id']) : null,
    time: timeNs === null ? null : toRfc3339(timeNs),
    severity: row['severity'] === null ? null : Number(row['severity']),
    service: text('service'),
    host: text('host'),
    component: text('component'),
    templateId: text('template_id'),
    text: text('text') ?? '',
  };
}
