import type { JOB_STATES } from '#shared/contract/jobs.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { type JobInput, jobInputSchema } from './job-journal.ts';

export type Read = Extract<JobInput, { kind: 'analyze' }>;

/** What jobs in these states read into the case, oldest first. */
export function readsOf(catalog: CaseCatalog, states: ReadonlyArray<(typeof JOB_STATES)[number]>): Read[] {
  const jobs = catalog.jobs.list(states).toSorted((a, b) => a.createdMs - b.createdMs);
  const inputs = jobs.map((job) => jobInputSchema.safeParse(job.input));
  return inputs.flatMap((parsed) => (parsed.success && parsed.data.kind === 'analyze' ? [parsed.data] : []));
}
