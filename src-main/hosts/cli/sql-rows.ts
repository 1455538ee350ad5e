import type { SqlValue } from '#shared/contract/sql.ts';
import type { BackendSession } from './backend-session.ts';

/** The result of one statement as it comes: columns once, then batches of rows. */
export interface SqlReader {
  columns(columns: readonly { readonly name: string; readonly type: string }[]): Promise<void> | void;
  rows(rows: readonly (readonly SqlValue[])[]): Promise<void> | void;
}

/** Runs one read-only statement over a case and hands its result on in batches; aborting interrupts it. */
export async function readSql(
  session: BackendSession,
  query: { readonly caseId: string; readonly sql: string; readonly signal: AbortSignal },
  reader: SqlReader,
): Promise<void> {
  const { caseId, sql, signal } = query;
  for await (const event of await session.client.sql.stream({ caseId, sql }, { signal })) {
    if (event.type === 'columns') await reader.columns(event.columns);
    else await reader.rows(event.rows);
  }
}
