import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { ServiceContext } from '../context.ts';
import {
  addCaseRule,
  addHomeRule,
  isCaseRule,
  removeCaseRule,
  viewHomeRules,
  viewSuppressions,
} from '../suppressions.ts';

export function suppressionHandlers({ sessions, home }: ServiceContext) {
  const os = implement(contract.suppressions);
  const list = async (caseId: string | undefined) =>
    caseId === undefined ? viewHomeRules(home.rules) : sessions.use(caseId, (session) => viewSuppressions(session));
  return {
    list: os.list.handler(({ input }) => list(input.caseId)),
    add: os.add.handler(async ({ input: { caseId, reach, ...rule } }) => {
      const ruleId =
        caseId === undefined || reach === 'all'
          ? addHomeRule(home.rules, rule)
          : await sessions.use(caseId, async (session) => addCaseRule(await session.writable(), rule));
      return (await list(caseId)).find((one) => one.ruleId === ruleId)!;
    }),
    remove: os.remove.handler(async ({ input: { caseId, ruleId } }) => {
      const isOwn =
        caseId !== undefined &&
        (await sessions.use(
          caseId,
          async (session) => isCaseRule(session.catalog, ruleId) && removeCaseRule(await session.writable(), ruleId),
        ));
      return { isRemoved: isOwn || home.rules.remove(ruleId) };
    }),
  };
}
