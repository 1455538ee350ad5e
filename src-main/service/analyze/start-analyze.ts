import { randomUUID } from 'node:crypto';
import { ContractError } from '#shared/base/errors.ts';
import type { AnalyzeOptions, IngestOptions, ScoringOptions } from '#shared/contract/analyze-options.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { CatalogJob } from '../../catalog/repositories/jobs.ts';
import type { IngestProgress } from '../../pipelines/ingest/ingest-job.ts';
import { rememberCounts } from '../case-info.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { ServiceContext } from '../context.ts';
import type { JobRun } from '../jobs/job-manager.ts';
import { analyzeTitle, describeKept, readIntoCase } from './analyze-work.ts';
import { buildDocument } from './document.ts';
import { formatsForReading } from '../formats/reading-formats.ts';
import { PartialAnalysis } from './partial-analysis.ts';
import { type JobInput, JobJournal, jobInputSchema, nextResume, type ResumeState } from './job-journal.ts';
import { scoreCase } from './score-case.ts';
import { checkScoring } from './scoring-options.ts';
import { withStoredOverrides } from './source-overrides.ts';
import { StageClock } from './stage-clock.ts';

interface CaseJob {
  readonly jobId: string;
  readonly caseId: string;
  readonly input: JobInput;
  readonly createdAtMs?: number;
  readonly resume?: ResumeState;
}

/** Starts reading paths into a case and analysing it. @throws ContractError `case.busy`, CatalogError `catalog.locked` */
export function startAnalyze(
  context: ServiceContext,
  request: { readonly caseId: string; readonly paths: readonly string[]; readonly options: AnalyzeOptions },
): Promise<string> {
  const { caseId, options } = request;
  const input: JobInput = { kind: 'analyze', paths: [...request.paths], options: withSettings(context, options) };
  return startCaseJob(context, { jobId: randomUUID(), caseId, input });
}

/** Starts scoring a case anew, without reading any source. @throws as `startAnalyze` */
export function startReanalyse(
  context: ServiceContext,
  request: { readonly caseId: string; readonly options: ScoringOptions },
): Promise<string> {
  const input: JobInput = { kind: 'reanalyse', options: request.options };
  return startCaseJob(context, { jobId: randomUUID(), caseId: request.caseId, input });
}

/** Goes on with a job that another process left. @returns Its id; null when it was over or is given up. */
export async function resumeJob(context: ServiceContext, caseDir: string, jobId: string): Promise<string | null> {
  const session = await context.sessions.openDir(caseDir);
  const catalog = await session.writable();
  const stored = catalog.jobs.find(jobId);
  if (stored === null || !isOpen(stored)) {
    context.home.removeRunningJob(caseDir, jobId);
    return null;
  }
  const input = jobInputSchema.parse(stored.input);
  const resume = nextResume(stored, catalog.revision);
  if (resume === null) {
    giveUp(context, catalog, stored);
    return null;
  }
  return startCaseJob(context, { jobId, caseId: session.caseId, input, createdAtMs: stored.createdMs, resume });
}

async function startCaseJob(context: ServiceContext, job: CaseJob): Promise<string> {
  await checkScoring(context, job.input.options);
  // A format that is wrong is refused now, not by a job that has begun.
  if (job.input.kind === 'analyze') {
    formatsForReading(context.home, job.input.options, context.sessions.dirOf(job.caseId));
  }
  const { session, release } = await context.sessions.hold(job.caseId);
  try {
    const catalog = await session.writable();
    if (context.jobs.active(job.caseId).length > 0) {
      throw new ContractError('case.busy', 'Another job of this case is running; wait for it or cancel it.');
    }
    const input: JobInput =
      job.input.kind === 'analyze'
        ? { ...job.input, options: withStoredOverrides(catalog, job.input.options) }
        : job.input;
    const journal = new JobJournal(catalog, context.home, input, job.resume);
    return context.jobs.start({
      jobId: job.jobId,
      kind: job.input.kind,
      caseId: job.caseId,
      title: job.input.kind === 'analyze' ? analyzeTitle(job.input.paths) : `Score ${session.name} again`,
      createdAtMs: job.createdAtMs,
      resumes: job.resume?.resumes,
      work: (run) => work(context, run, session, catalog, { ...job, input }),
      save: (state) => journal.save(state),
      release: async () => {
        // The list of recent cases opens none of them, and no window may be there that asks for this one.
        await rememberCounts(session, context.home).catch((error: unknown) =>
          context.log.error('the counts of a case could not be kept', error, { caseId: session.caseId }),
        );
        await release();
      },
      describeKept: () => describeKept(session),
    });
  } catch (error) {
    await release();
    throw error;
  }
}

async function work(
  context: ServiceContext,
  run: JobRun,
  session: CaseSession,
  catalog: CaseCatalog,
  { input, resume }: CaseJob,
) {
  const clock = new StageClock();
  if (resume !== undefined) {
    const message = 'The engine was restarted; reading goes on from the last commit.';
    run.publish({ type: 'resumed', resumes: resume.resumes, message });
  }
  const partial =
    input.kind === 'analyze'
      ? PartialAnalysis.for({ run, session, catalog, options: input.options, log: context.log })
      : null;
  try {
    if (input.kind === 'analyze') {
      const onProgress = (progress: IngestProgress) => partial?.consider(progress);
      await readIntoCase(run, catalog, { ...input, home: context.home, onProgress }, clock);
      await partial?.stop();
    }
    const isScored = input.kind === 'reanalyse' || (input.options.lastStage ?? 'analysis') === 'analysis';
    if (isScored) await scoreCase(context, run, session, catalog, input.options, clock);
  } finally {
    await partial?.end();
  }
  return { kind: 'analyze' as const, document: buildDocument(session, clock.seconds()) };
}

export function withSettings<T extends IngestOptions>(context: ServiceContext, options: T): T {
  const { threads, memoryBytes } = context.home.settings();
  return {
    ...(threads === null ? {} : { threads }),
    ...(memoryBytes === null ? {} : { memoryBytes }),
    ...options,
  };
}

function isOpen(stored: CatalogJob): boolean {
  const open: readonly string[] = ['queued', 'running', 'cancelling', 'interrupted'] satisfies Job['state'][];
  return open.includes(stored.state);
}

function giveUp(context: ServiceContext, catalog: CaseCatalog, stored: CatalogJob): void {
  context.log.error('a job was given up', new Error('it ended the engine too often'), { jobId: stored.jobId });
  const error = {
    code: 'job.gave-up',
    message: 'The engine died several times at the same place of this job; it was given up. What was read is kept.',
  };
  catalog.jobs.save({ ...stored, state: 'failed', error, updatedMs: Date.now() });
  context.home.removeRunningJob(catalog.caseDir, stored.jobId);
}
