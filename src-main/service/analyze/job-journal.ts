import { z } from 'zod';
import { analyzeOptionsSchema, scoringOptionsSchema } from '#shared/contract/analyze-options.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { CatalogJob } from '../../catalog/repositories/jobs.ts';
import type { HomeStore } from '../home-store.ts';

/** What is stored of a job so that a later process can go on with it. */
export const jobInputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('analyze'), paths: z.array(z.string()), options: analyzeOptionsSchema }),
  z.object({ kind: z.literal('reanalyse'), options: scoringOptionsSchema }),
]);
export type JobInput = z.infer<typeof jobInputSchema>;

const resumeStateSchema = z.object({
  resumes: z.number().int(),
  /** Resumes in a row after which nothing more had been committed. */
  stalled: z.number().int(),
  /** Revision of the catalog at the last resume. */
  revision: z.number().int(),
});
export type ResumeState = z.infer<typeof resumeStateSchema>;

/** A job that dies this often without committing anything kills the engine itself: it is given up. */
export const MAX_STALLED_RESUMES = 5;

/** Writes a job's state where a restarted engine finds it: the case's journal, and the home's list of cases to visit. */
export class JobJournal {
  readonly #catalog: CaseCatalog;
  readonly #home: HomeStore;
  readonly #input: JobInput;
  #resume: ResumeState;

  constructor(catalog: CaseCatalog, home: HomeStore, input: JobInput, resume?: ResumeState) {
    this.#catalog = catalog;
    this.#home = home;
    this.#input = input;
    this.#resume = resume ?? { resumes: 0, stalled: 0, revision: -1 };
  }

  save(job: Job): void {
    const { jobId, kind, state, title, createdAtMs, error } = job;
    const isOver = state === 'done' || state === 'failed' || state === 'cancelled';
    this.#catalog.jobs.save({
      jobId,
      kind,
      state,
      title,
      input: this.#input,
      progress: this.#resume,
      result: null,
      error,
      createdMs: createdAtMs,
      updatedMs: Date.now(),
    });
    if (isOver) this.#home.removeRunningJob(this.#catalog.caseDir, jobId);
    else this.#home.addRunningJob(this.#catalog.caseDir, jobId);
  }
}

/** The state for the next try; null when the job has died too often without getting on. */
export function nextResume(stored: CatalogJob, revision: number): ResumeState | null {
  const parsed = resumeStateSchema.safeParse(stored.progress);
  const before = parsed.success ? parsed.data : { resumes: 0, stalled: 0, revision: -1 };
  const stalled = before.revision === revision ? before.stalled + 1 : 0;
  return stalled >= MAX_STALLED_RESUMES ? null : { resumes: before.resumes + 1, stalled, revision };
}
