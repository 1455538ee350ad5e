import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { ServiceContext } from '../context.ts';
import { createReport, listReports } from '../reports/create-report.ts';

export function reportHandlers({ sessions, version }: ServiceContext) {
  const os = implement(contract.reports);
  return {
    create: os.create.handler(({ input, signal }) =>
      sessions.use(input.caseId, (session) => createReport(session, { ...input, version }, signal)),
    ),
    list: os.list.handler(({ input }) => sessions.use(input.caseId, listReports)),
  };
}
