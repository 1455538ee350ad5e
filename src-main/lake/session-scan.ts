import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import { textCell, uint32Column } from './chunk-columns.ts';
import { KeyIndex } from './key-index.ts';
import type { QueryEngine } from './query-engine.ts';
import { parseSessionKey, patternSql } from './session-sql.ts';
import { filesSql } from './views.ts';

/** Which session each event belongs to. */
export interface EventSessions {
  /** By event id: index into `keys`, -1 when the event names none. */
  readonly ofEvent: Int32Array;
  /** In order of first appearance by event id. */
  readonly keys: readonly string[];
}

/**
 * Finds the session key of every event: for a pattern, in its lines from the first on (the first line that has a match
 * decides); for a field, its value.
 * @param session RE2 pattern (first capture group, else the match) or field name.
 * @throws LakeError `lake.regex-invalid`; CancelledError.
 */
export async function readSessions(
  engine: QueryEngine,
  lakeDir: string,
  manifest: LakeManifest,
  session: string,
  eventCount: number,
  signal?: AbortSignal,
): Promise<EventSessions> {
  const ofEvent = new Int32Array(eventCount).fill(-1);
  const keys: string[] = [];
  const index = new KeyIndex();
  const { statements, parameters } = keyStatements(lakeDir, manifest, session);
  for (const sql of statements) {
    for await (const chunk of engine.stream(sql, { parameters, signal })) {
      const eventIds = uint32Column(chunk, 0);
      const low = uint32Column(chunk, 1);
      const high = uint32Column(chunk, 2);
      for (let row = 0; row < chunk.rowCount; row++) {
        const event = eventIds[row] as number;
        if (ofEvent[event] !== -1) continue;
        const known = index.size;
        const key = index.indexOf(low[row] as number, high[row] as number);
        if (key === known) keys.push(textCell(chunk, 3, row) as string);
        ofEvent[event] = key;
      }
    }
  }
  return { ofEvent, keys };
}

/** Lines of a block are in one bronze file; this many files are searched at a time, in event order. */
const GROUP_FILES = 8;

/** Event id, both halves of the key's hash, key; in event and line order. The text is only read for keys not seen before. */
function keyStatements(
  lakeDir: string,
  manifest: LakeManifest,
  session: string,
): { statements: string[]; parameters: string[] } {
  const key = parseSessionKey(session);
  const hashed = (rows: string, order: string): string =>
    `SELECT event_id::UINTEGER, (hash(key) & 4294967295)::UINTEGER, (hash(key) >> 32)::UINTEGER, key
     FROM (${rows}) WHERE key IS NOT NULL AND key <> '' ORDER BY ${order}`;
  if (key.kind === 'field') {
    return {
      statements: [hashed(`SELECT event_id, ${key.expression} AS key FROM events`, 'event_id')],
      parameters: [],
    };
  }
  const parameters = [key.pattern];
  // Lines with several events name only the first: there the key is looked for in each event's own content.
  if (manifest.sources.some((source) => source.hasMultiEventLines)) {
    const text = "content || ' ' || coalesce(attributes, '')";
    return {
      statements: [hashed(`SELECT event_id, ${patternSql(key, '$1', text)} AS key FROM events`, 'event_id')],
      parameters,
    };
  }
  const paths = manifest.segments.filter((file) => file.layer === 'bronze').map((file) => file.relativePath);
  const statements: string[] = [];
  for (let from = 0; from < paths.length; from += GROUP_FILES) {
    const files = filesSql(lakeDir, 'bronze', paths.slice(from, from + GROUP_FILES));
    const rows = `SELECT event_id, source_id, line, ${patternSql(key, '$1')} AS key FROM (${files}) WHERE kind <= 1 AND event_id IS NOT NULL`;
    statements.push(hashed(rows, 'event_id, source_id, line'));
  }
  return { statements, parameters };
}
