import { implement } from '@orpc/server';
import type { z } from 'zod';
import { contract } from '#shared/contract/index.ts';
import type { sqlEventSchema } from '#shared/contract/sql.ts';
import { CaseReading } from '../case-reading.ts';
import type { ServiceContext } from '../context.ts';

type SqlEvent = z.output<typeof sqlEventSchema>;

export function sqlHandlers(context: ServiceContext) {
  const { sessions } = context;
  const os = implement(contract.sql);
  return {
    run: os.run.handler(({ input, signal }) =>
      sessions.use(input.caseId, async (session) => {
        const { reader } = await CaseReading.of(session);
        const table = await reader.userSql(input.sql, input.maxRows, { signal });
        return { ...table, columns: [...table.columns], rows: table.rows.map((row) => [...row]) };
      }),
    ),
    stream: os.stream.handler(({ input, signal }) => streamSql(context, input.caseId, input.sql, signal)),
    schema: os.schema.handler(({ input }) =>
      sessions.use(input.caseId, async (session) => {
        const { reader } = await CaseReading.of(session);
        return (await reader.sqlSchema()).map(({ view, columns }) => ({ view, columns: [...columns] }));
      }),
    ),
  };
}

async function* streamSql(
  { sessions }: ServiceContext,
  caseId: string,
  sql: string,
  signal?: AbortSignal,
): AsyncGenerator<SqlEvent, void> {
  const { session, release } = await sessions.hold(caseId);
  try {
    const { reader } = await CaseReading.of(session);
    for await (const batch of reader.userSqlStream(sql, { signal })) {
      if (batch.kind === 'columns') yield { type: 'columns', columns: [...batch.columns] };
      else yield { type: 'rows', rows: batch.rows.map((row) => [...row]) };
    }
  } finally {
    await release();
  }
}
