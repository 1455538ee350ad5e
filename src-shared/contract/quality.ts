import { oc } from '@orpc/contract';
import { z } from 'zod';
import { analysisDocumentSchema } from './analysis-document.ts';
import { caseInput } from './common.ts';

/** One check of a layer of the lake against the catalog. */
export const layerCheckSchema = z.object({
  /** Stable: `bronze.rows`, or `bronze.rows:3` for source 3. */
  checkId: z.string(),
  layer: z.enum(['bronze', 'silver', 'gold']),
  title: z.string(),
  status: z.enum(['pass', 'warn', 'fail']),
  observed: z.string(),
  expected: z.string(),
  /** The source it is about, or what is wrong; empty when there is nothing to add. */
  detail: z.string(),
});
export type LayerCheck = z.infer<typeof layerCheckSchema>;

export const qualityContract = {
  /** The account of every file, its format and warnings, with the latest analysis: the `analyze --json` document. */
  document: oc.input(caseInput).output(analysisDocumentSchema),
  /** The latest checks of each layer, made before the next one was read. */
  layers: oc.input(caseInput).output(z.array(layerCheckSchema)),
};
