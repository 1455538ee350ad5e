import { rm } from 'node:fs/promises';
import { implement } from '@orpc/server';
import { ContractError } from '#shared/base/errors.ts';
import { contract } from '#shared/contract/index.ts';
import { describeCase, summarizeKnown } from '../case-info.ts';
import { readingOfCase } from '../analyze/start-reread.ts';
import { claimCaseDir, type CaseSession } from '../case-sessions.ts';
import { notifyCases, type ServiceContext } from '../context.ts';

const VIEW_KEY = 'workbench';

export function caseHandlers(context: ServiceContext) {
  const { home, sessions, jobs } = context;
  const os = implement(contract.cases);
  const describe = (session: CaseSession) => describeCase(session, home, jobs);
  return {
    list: os.list.handler(() => home.recentCases().map(summarizeKnown)),
    create: os.create.handler(async ({ input }) => {
      const session = await sessions.create(input.dir ?? claimCaseDir(home.casesDir, input.name ?? dayName()));
      notifyCases(context);
      return describe(session);
    }),
    open: os.open.handler(async ({ input }) => {
      const session = await sessions.openDir('dir' in input ? input.dir : sessions.dirOf(input.caseId));
      notifyCases(context);
      return describe(session);
    }),
    info: os.info.handler(({ input }) => sessions.use(input.caseId, describe)),
    reading: os.reading.handler(({ input }) => sessions.use(input.caseId, ({ catalog }) => readingOfCase(catalog))),
    close: os.close.handler(async ({ input }) => ({ isClosed: await sessions.unpin(input.caseId) })),
    delete: os.delete.handler(async ({ input }) => {
      await deleteCase(context, input.caseId);
      notifyCases(context);
      return { isDeleted: true };
    }),
    forget: os.forget.handler(({ input }) => {
      const isForgotten = home.forgetCase(input.caseId);
      notifyCases(context);
      return { isForgotten };
    }),
    getViewState: os.getViewState.handler(({ input }) =>
      sessions.use(input.caseId, ({ catalog }) => (catalog.viewState.get(VIEW_KEY) as string | undefined) ?? null),
    ),
    setViewState: os.setViewState.handler(({ input }) =>
      sessions.use(input.caseId, async (session) => {
        const catalog = await session.writable();
        catalog.viewState.set(VIEW_KEY, input.state ?? undefined);
        return { isSaved: true };
      }),
    ),
  };
}

/** Only a folder that holds a case nobody writes is removed; the writer lock is taken first to be sure. */
async function deleteCase(context: ServiceContext, caseId: string): Promise<void> {
  const { home, sessions, jobs } = context;
  if (jobs.active(caseId).length > 0) {
    throw new ContractError('case.busy', 'A job of this case is running; cancel it first.', { details: { caseId } });
  }
  const dir = sessions.dirOf(caseId);
  await sessions.use(caseId, (session) => session.writable());
  await sessions.unpin(caseId);
  await rm(dir, { recursive: true, force: true });
  home.removeCase(caseId);
}

function dayName(): string {
  return new Date().toISOString().slice(0, 16).replace('T', '-').replace(':', '');
}
