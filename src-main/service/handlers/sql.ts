import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { z } from 'zod';
import type { sqlEventSchema } from '#shared/contract/sql.ts';
import { PUBLIC_VIEWS } from '../../lake/views.ts';
import { UserSql } from '../../lake/user-sql.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { ServiceContext } from '../context.ts';

type SqlEvent = z.output<typeof sqlEventSchema>;

const KEY = Symbol('user sql');
const LIMITS = { threads: 2, memoryBytes: 256 * 2 ** 20, temporaryFolder: null };

export function sqlHandlers({ sessions }: ServiceContext) {
  const os = implement(contract.sql);
  return {
    run: os.run.handler(({ input, signal }) =>
      sessions.use(input.caseId, async (session) => {
        const table = await (await sqlOf(session)).run(input.sql, input.maxRows, { signal });
        return { ...table, columns: [...table.columns], rows: table.rows.map((row) => [...row]) };
      }),
    ),
    stream: os.stream.handler(({ input, signal }) => streamSql({ sessions }, input.caseId, input.sql, signal)),
    schema: os.schema.handler(({ input, signal }) =>
      sessions.use(input.caseId, async (session) => {
        const sql = await sqlOf(session);
        return Promise.all(
          PUBLIC_VIEWS.map(async (view) => {
            const { columns } = await sql.run(`SELECT * FROM ${view} LIMIT 0`, 1, { signal });
            return { view, columns: [...columns] };
          }),
        );
      }),
    ),
  };
}

async function* streamSql(
  { sessions }: Pick<ServiceContext, 'sessions'>,
  caseId: string,
  text: string,
  signal?: AbortSignal,
): AsyncGenerator<SqlEvent, void> {
  const { session, release } = await sessions.hold(caseId);
  try {
    const sql = await sqlOf(session);
    for await (const batch of sql.stream(text, { signal })) {
      if (batch.kind === 'columns') yield { type: 'columns', columns: [...batch.columns] };
      else yield { type: 'rows', rows: batch.rows.map((row) => [...row]) };
    }
  } finally {
    await release();
  }
}

/** The locked-down engines of one case: a newer state of the case needs a new one; the old one ends with its queries. */
class CaseSql {
  #current: Promise<UserSql> | null = null;
  #revision = -1;
  readonly #all = new Set<UserSql>();

  of(session: CaseSession): Promise<UserSql> {
    const { revision } = session.catalog;
    if (this.#current !== null && this.#revision === revision) return this.#current;
    const before = this.#current;
    this.#revision = revision;
    this.#current = UserSql.open(session.catalog.manifest(), session.catalog.lakeDir, LIMITS);
    this.#current.then((sql) => this.#all.add(sql)).catch(() => (this.#current = null));
    void before?.then((sql) => this.#retire(sql)).catch(() => undefined);
    return this.#current;
  }

  dispose(): void {
    for (const sql of this.#all) sql.close();
  }

  /** Queries under way keep their own connection; closing waits until they are surely over. */
  #retire(sql: UserSql): void {
    setTimeout(() => {
      this.#all.delete(sql);
      sql.close();
    }, RETIRE_AFTER_MS).unref();
  }
}

/** Longer than the longest query may take. */
const RETIRE_AFTER_MS = 90_000;

async function sqlOf(session: CaseSession): Promise<UserSql> {
  const sql = await session.attached(KEY, async () => new CaseSql());
  return sql.of(session);
}
