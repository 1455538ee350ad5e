import { oc } from '@orpc/contract';
import { z } from 'zod';
import { caseInput, clockMsSchema } from './common.ts';

export const REPORT_FORMATS = ['html', 'md', 'json', 'csv', 'parquet'] as const;
export const reportNameSchema = z
  .string()
  .regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$/, 'a report name is a plain file name');

export const reportSchema = z.object({
  /** File name inside the case's `reports` folder; download it from `/reports`. */
  name: z.string(),
  path: z.string(),
  format: z.enum(REPORT_FORMATS),
  sizeBytes: z.number().nonnegative(),
  createdAtMs: clockMsSchema,
  isRedacted: z.boolean(),
});
export type ReportFile = z.infer<typeof reportSchema>;

export const reportsContract = {
  /** Writes a report of the latest run into the case; `isRedacted` replaces personal data by stable pseudonyms. */
  create: oc
    .input(caseInput.extend({ format: z.enum(REPORT_FORMATS), isRedacted: z.boolean().default(false) }))
    .output(reportSchema),
  /** Newest first. */
  list: oc.input(caseInput).output(z.array(reportSchema)),
};
