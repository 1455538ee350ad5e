import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { buildDocument } from '../analyze/document.ts';
import type { ServiceContext } from '../context.ts';

export function qualityHandlers({ sessions }: ServiceContext) {
  const os = implement(contract.quality);
  return {
    document: os.document.handler(({ input }) => sessions.use(input.caseId, (session) => buildDocument(session))),
    layers: os.layers.handler(({ input }) => sessions.use(input.caseId, ({ catalog }) => catalog.qualityChecks.list())),
  };
}
