import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { scoringOptionsSchema } from '#shared/contract/analyze-options.ts';
import type { ReplayResult } from '#shared/contract/jobs.ts';
import { ContractError } from '#shared/base/errors.ts';
import type { AnalysisRunResult } from '#shared/domain/analysis-run.ts';
import { FEATURE_CODE } from '../../pipelines/analysis/feature-code.ts';
import { type ReplayContext, type ReplayOutcome, replayRun } from '../../pipelines/replay/replay-case.ts';
import { withScratchCase } from '../../pipelines/train/scratch-case.ts';
import { ingestOptionsOf, toJobProgress } from '../analyze/analyze-work.ts';
import { type Read, readsOf } from '../analyze/case-reads.ts';
import { toAnalysisOptions } from '../analyze/scoring-options.ts';
import { CaseReading } from '../case-reading.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { ServiceContext } from '../context.ts';
import { formatsForReplay } from '../formats/reading-formats.ts';
import { currentRun } from '../findings.ts';
import type { JobRun } from '../jobs/job-manager.ts';
import { modelOfRun } from '../models/scoring-model.ts';

/** Input: read again. Case: as it is stored. Auto: read again when every path of it is still there. */
export type ReplayFrom = 'auto' | 'input' | 'case';

/**
 * Starts computing the current run of a case again. The case is only read.
 * @throws ContractError `scores.not-found` when the case was never analysed, `replay.input-gone`
 */
export async function startReplay(
  context: ServiceContext,
  request: { readonly caseId: string; readonly from: ReplayFrom },
): Promise<string> {
  const { session, release } = await context.sessions.hold(request.caseId);
  try {
    currentRun(session);
    const reads = readsOf(session.catalog, ['done']);
    const from = chooseSource(request.from, reads);
    return context.jobs.start({
      kind: 'replay',
      caseId: request.caseId,
      title: `Replay ${session.name}`,
      work: async (run) => ({ kind: 'replay', replay: await replay(context, run, session, { from, reads }) }),
      release,
      describeKept: () => 'A replay changes nothing.',
    });
  } catch (error) {
    await release();
    throw error;
  }
}

function chooseSource(from: ReplayFrom, reads: readonly Read[]): 'input' | 'case' {
  if (from === 'case') return 'case';
  const missing = reads.flatMap(({ paths }) => paths).find((path) => !existsSync(path));
  if (missing === undefined && reads.length > 0) return 'input';
  if (from === 'auto') return 'case';
  const what = missing === undefined ? 'What was read into the case is not known' : `${missing} is not there any more`;
  throw new ContractError('replay.input-gone', `${what}. Replay from the case itself.`);
}

async function replay(
  context: ServiceContext,
  run: JobRun,
  session: CaseSession,
  { from, reads }: { readonly from: 'input' | 'case'; readonly reads: readonly Read[] },
): Promise<ReplayResult> {
  const { catalog } = session;
  const stored = currentRun(session);
  if (catalog.areScoresStale) {
    throw new ContractError(
      'replay.templates-changed',
      'The templates are others than those the run was made with. Score the case again, or take the edits back.',
    );
  }
  const scoring = scoringOptionsSchema.safeParse(stored.options);
  const options = { ...(scoring.success ? scoring.data : {}), labelsPath: undefined };
  const analysis = { ...(await toAnalysisOptions(options)), threshold: stored.threshold ?? ('auto' as const) };
  const replayed: ReplayContext = {
    catalog,
    run: stored,
    options: analysis,
    model: await modelOfRun(catalog, options),
    signal: run.signal,
    progress: ({ stage, done, total }) =>
      run.progress({ stage, done, total, unit: 'steps', lines: 0, events: 0, readShare: 1 }),
  };
  const outcome = from === 'case' ? await fromCase(session, replayed) : await fromInput(context, run, reads, replayed);
  const provenance = (stored.result as AnalysisRunResult).provenance ?? null;
  const isMatch =
    outcome.anomalyDifference === null &&
    outcome.incidentDifference === null &&
    outcome.modelProblem === null &&
    outcome.inputs.every((input) => input.isSame);
  return {
    ...outcome,
    inputs: [...outcome.inputs],
    isMatch,
    from,
    threshold: stored.threshold ?? (stored.result as AnalysisRunResult).autoThreshold,
    madeBy: provenance === null ? null : { product: provenance.product, features: provenance.features },
    replayedBy: { product: context.version, features: FEATURE_CODE },
  };
}

async function fromCase(session: CaseSession, replayed: ReplayContext): Promise<ReplayOutcome> {
  const { reader } = await CaseReading.of(session);
  return replayRun(replayed, { catalog: session.catalog, reader, isReadAgain: false });
}

function fromInput(
  context: ServiceContext,
  run: JobRun,
  reads: readonly Read[],
  replayed: ReplayContext,
): Promise<ReplayOutcome> {
  return withScratchCase(
    {
      folder: join(context.home.homeDir, 'scratch'),
      reads: reads.map(({ paths, options }) => ({
        paths,
        options: ingestOptionsOf(options, formatsForReplay(options, replayed.catalog.caseDir)),
      })),
      edits: replayed.catalog.templateEdits.list(),
      signal: run.signal,
      onProgress: (progress) => run.progress(toJobProgress(progress)),
    },
    (scratch) => replayRun(replayed, { ...scratch, isReadAgain: true }),
  );
}
