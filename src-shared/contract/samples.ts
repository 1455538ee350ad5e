import { oc } from '@orpc/contract';
import { z } from 'zod';
import { nothing } from './common.ts';

export const samplesContract = {
  /** Opens the sample that ships with the product: its case, made on first use, and the job that reads it, if any. */
  open: oc.input(nothing).output(z.object({ caseId: z.string(), jobId: z.string().nullable() })),
};
