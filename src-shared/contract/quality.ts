import { oc } from '@orpc/contract';
import { analysisDocumentSchema } from './analysis-document.ts';
import { caseInput } from './common.ts';

export const qualityContract = {
  /** The account of every file, its format and warnings, with the latest analysis: the `analyze --json` document. */
  document: oc.input(caseInput).output(analysisDocumentSchema),
};
