import type { FileReport } from '#shared/contract/analysis-document.ts';
import type { IngestOptions } from '#shared/contract/analyze-options.ts';
import { ContractError } from '#shared/base/errors.ts';
import { readIntoCase } from '../analyze/analyze-work.ts';
import { fileReport } from '../analyze/file-report.ts';
import type { StageClock } from '../analyze/stage-clock.ts';
import { withSettings } from '../analyze/start-analyze.ts';
import { CaseReading } from '../case-reading.ts';
import type { ServiceContext } from '../context.ts';
import type { JobRun } from '../jobs/job-manager.ts';
import { type ReadFiles, readScratch } from './scratch.ts';

/** Where the training units are read from, while `work` runs. */
export type WithTrainingCase = <T>(run: JobRun, clock: StageClock, work: (read: ReadFiles) => Promise<T>) => Promise<T>;

/** What a job of models works on: files, an open case, or files read into a case first. */
export interface ModelInput {
  readonly caseId?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly options: IngestOptions;
}

/** A case that is named is held until the job ends; files alone are read into a scratch case. */
export async function openTrainingCase(
  context: ServiceContext,
  { caseId, paths = [], options }: ModelInput,
): Promise<{ withCase: WithTrainingCase; release: () => Promise<void> }> {
  if (caseId === undefined && paths.length === 0) {
    throw new ContractError('contract.bad-input', 'Name files or a case.');
  }
  const reading = withSettings(context, options);
  if (caseId === undefined) {
    return {
      withCase: (run, clock, work) => readScratch(context, run, clock, { paths, options: reading }, work),
      release: async () => undefined,
    };
  }
  const { session, release } = await context.sessions.hold(caseId);
  try {
    if (context.jobs.active(caseId).length > 0) {
      throw new ContractError('case.busy', 'Another job of this case is running; wait for it or cancel it.');
    }
    const catalog = paths.length > 0 ? await session.writable() : session.catalog;
    return {
      withCase: async (run, clock, work) => {
        if (paths.length > 0) await readIntoCase(run, catalog, { paths, options: reading, home: context.home }, clock);
        const { reader } = await CaseReading.of(session);
        const files: FileReport[] = session.catalog.sources.list().map(fileReport);
        return work({ catalog: session.catalog, reader, files });
      },
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}
