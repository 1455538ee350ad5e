import { LINE_KIND_NAMES } from '#shared/domain/line-account.ts';
import type { LineRow } from '#shared/domain/event-row.ts';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { QueryEngine } from './query-engine.ts';
import { filesSql } from './views.ts';

/** Physical lines [fromLine, toLine] of a source, in order; lines that do not exist are left out. */
export async function readLines(
  engine: QueryEngine,
  lakeDir: string,
  manifest: LakeManifest,
  range: { readonly sourceId: number; readonly fromLine: number; readonly toLine: number },
  signal?: AbortSignal,
): Promise<LineRow[]> {
  const { sourceId, fromLine, toLine } = range;
  const paths = manifest.segments
    .filter((file) => file.layer === 'bronze' && file.sourceId === sourceId)
    .filter((file) => file.firstLine <= toLine && file.lastLine >= fromLine)
    .map((file) => file.relativePath);
  const rows = await engine.rows(
    `SELECT line, byte_offset, kind, event_id, text FROM (${filesSql(lakeDir, 'bronze', paths)})
     WHERE source_id = $1::INTEGER AND line BETWEEN $2::BIGINT AND $3::BIGINT ORDER BY line`,
    { parameters: [sourceId, fromLine, toLine], signal },
  );
  return rows.map((row) => ({
    line: Number(row['line']),
    byteOffset: Number(row['byte_offset']),
    kind: LINE_KIND_NAMES[Number(row['kind'])] ?? 'rejected',
    eventId: row['event_id'] === null ? null : Number(row['event_id']),
    text: row['text'] as string,
  }));
}
