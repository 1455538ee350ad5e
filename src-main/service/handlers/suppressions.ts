import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { ServiceContext } from '../context.ts';
import { addSuppression, removeSuppression, viewSuppressions } from '../suppressions.ts';

export function suppressionHandlers({ sessions }: ServiceContext) {
  const os = implement(contract.suppressions);
  return {
    list: os.list.handler(({ input }) => sessions.use(input.caseId, (session) => viewSuppressions(session.catalog))),
    add: os.add.handler(({ input: { caseId, ...rule } }) =>
      sessions.use(caseId, async (session) => addSuppression(await session.writable(), rule)),
    ),
    remove: os.remove.handler(({ input }) =>
      sessions.use(input.caseId, async (session) => ({
        isRemoved: removeSuppression(await session.writable(), input.ruleId),
      })),
    ),
  };
}
