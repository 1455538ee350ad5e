import type { DuckDBConnection } from '@duckdb/node-api';
import { FeatureError } from '#shared/base/errors.ts';
import { sqlString } from '../../lake/engine.ts';
import { parseSessionKey, patternSql } from '../../lake/session-sql.ts';
import type { EventRange } from './event-source.ts';

export const SESSION_TABLE = 'analysis_sessions';

/**
 * Makes the temporary table (event_id, session) that names each event's session, indexed by first appearance.
 * A pattern is looked for in the event's physical lines as read, the header included.
 * @returns The keys by session index.
 * @throws FeatureError `features.no-session` when no event has a key; LakeError for a pattern that is not valid.
 */
export async function createSessionTable(
  connection: DuckDBConnection,
  session: string,
  range: EventRange,
): Promise<string[]> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE analysis_keys AS ${keysSql(session, range)}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE analysis_key_order AS
    SELECT key, (row_number() OVER (ORDER BY first_event))::INTEGER - 1 AS session
    FROM (SELECT key, min(event_id) AS first_event FROM analysis_keys GROUP BY key)`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${SESSION_TABLE} AS
    SELECT k.event_id, o.session FROM analysis_keys k JOIN analysis_key_order o ON o.key = k.key`);
  await connection.run('DROP TABLE analysis_keys');
  const result = await connection.runAndReadAll('SELECT key FROM analysis_key_order ORDER BY session');
  const keys = result.getRows().map(([key]) => String(key));
  if (keys.length === 0) {
    throw new FeatureError(
      'features.no-session',
      `No event has a session key by ${session}. Check it against a few lines.`,
      {
        details: { session },
      },
    );
  }
  return keys;
}

function keysSql(session: string, { fromNs, toNs }: EventRange): string {
  const key = parseSessionKey(session);
  const times = [...(fromNs === null ? [] : [`time_ns >= ${fromNs}`]), ...(toNs === null ? [] : [`time_ns < ${toNs}`])];
  const where = ['key IS NOT NULL', `key <> ''`].join(' AND ');
  if (key.kind === 'field') {
    const condition = times.length === 0 ? '' : ` WHERE ${times.join(' AND ')}`;
    return `SELECT event_id, key FROM (SELECT event_id, (${key.expression})::VARCHAR AS key FROM events${condition}) WHERE ${where}`;
  }
  const found = `SELECT event_id, first(key ORDER BY line) AS key FROM
    (SELECT event_id, line, ${patternSql(key, sqlString(key.pattern))} AS key FROM bronze WHERE event_id IS NOT NULL)
    WHERE ${where} GROUP BY event_id`;
  if (times.length === 0) return found;
  return `SELECT event_id, key FROM (${found}) WHERE event_id IN (SELECT event_id FROM silver WHERE ${times.join(' AND ')})`;
}
