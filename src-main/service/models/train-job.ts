import type { FileReport } from '#shared/contract/analysis-document.ts';
import type { TrainOptions } from '#shared/contract/models.ts';
import { ContractError } from '#shared/base/errors.ts';
import { checkDetectors } from '../../pipelines/analysis/analyze-case.ts';
import { encodeTraining, trainModel, type TrainingOptions } from '../../pipelines/train/train-model.ts';
import { analyzeTitle, readIntoCase } from '../analyze/analyze-work.ts';
import { fileReport } from '../analyze/file-report.ts';
import { DEFAULT_SEED, readLabels, toEpochNs } from '../analyze/scoring-options.ts';
import { StageClock } from '../analyze/stage-clock.ts';
import { withSettings } from '../analyze/start-analyze.ts';
import { CaseReading } from '../case-reading.ts';
import type { ServiceContext } from '../context.ts';
import type { JobRun } from '../jobs/job-manager.ts';
import type { ReadFiles } from './scratch.ts';
import { readScratch } from './scratch.ts';
import { versionView } from './version-view.ts';

/** A training, as asked for and as stored with the version it made. */
export interface TrainRequest {
  readonly name: string;
  readonly caseId?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly options: TrainOptions;
}

/** Where the training units are read from, while `work` runs. */
export type WithTrainingCase = <T>(run: JobRun, clock: StageClock, work: (read: ReadFiles) => Promise<T>) => Promise<T>;

/**
 * Starts a training. Killed or cancelled, it leaves nothing: versions are stored whole at the end.
 * @throws ContractError `contract.bad-input`, `case.busy`; ModelError `model.unknown-detector`; IngestError `labels.*`
 */
export async function startTrain(context: ServiceContext, request: TrainRequest): Promise<string> {
  const { name, paths = [], caseId } = request;
  if (caseId === undefined && paths.length === 0) {
    throw new ContractError('contract.bad-input', 'Name files or a case to train on.');
  }
  const options = await toTrainingOptions(request.options);
  checkDetectors(options.detectors);
  const { withCase, release } = await openTrainingCase(context, request);
  return context.jobs.start({
    kind: 'train',
    caseId: caseId ?? null,
    title: `Train ${name} on ${paths.length === 0 ? 'the case' : analyzeTitle(paths)}`,
    work: async (run) => {
      const clock = new StageClock();
      const { version, files } = await withCase(run, clock, async (read) => {
        const trained = await clock.time('train', () =>
          trainModel({
            ...read,
            name,
            options,
            product: context.version,
            signal: run.signal,
            progress: trainingProgress(run),
          }),
        );
        const { artifact } = trained;
        const { model, memory } = encodeTraining(trained);
        const seconds = Object.values(clock.seconds()).reduce((sum, one) => sum + one, 0);
        const stored = await context.registry().add(
          {
            name,
            origin: 'trained',
            parent: null,
            artifactHash: model.hash,
            sizeBytes: model.bytes.byteLength,
            features: artifact.features,
            training: artifact.training,
            metrics: artifact.metrics,
            trainSeconds: Number(seconds.toFixed(3)),
            request,
            memoryHash: memory.hash,
          },
          { model: model.bytes, memory: memory.bytes },
        );
        return { version: stored, files: [...read.files] };
      });
      return { kind: 'train' as const, trained: { version: versionView(version), files, seconds: clock.seconds() } };
    },
    release,
    describeKept: () => 'No version was stored; the former champion is as it was.',
  });
}

export function trainingProgress(run: JobRun) {
  return ({ stage, done, total }: { stage: string; done: number; total: number }): void =>
    run.progress({
      stage,
      done,
      total,
      unit: stage === 'features' ? 'events' : 'steps',
      lines: 0,
      events: 0,
      readShare: 1,
    });
}

/** @throws IngestError `labels.unreadable` | `labels.no-columns` | `labels.bad-row` */
export async function toTrainingOptions(options: TrainOptions): Promise<TrainingOptions> {
  const { session, windowSeconds, stepSeconds, detectors, labelsPath, only, seed, since, until } = options;
  return {
    session: session ?? null,
    windowSeconds: windowSeconds ?? null,
    stepSeconds: stepSeconds ?? null,
    detectors: detectors ?? null,
    seed: seed ?? DEFAULT_SEED,
    only: only ?? 'all',
    labels: labelsPath === undefined ? null : await readLabels(labelsPath),
    sinceNs: since === undefined ? null : toEpochNs(since),
    untilNs: until === undefined ? null : toEpochNs(until),
  };
}

/** A case that is named is held until the job ends; files alone are read into a scratch case. */
export async function openTrainingCase(
  context: ServiceContext,
  { caseId, paths = [], options }: Pick<TrainRequest, 'caseId' | 'paths' | 'options'>,
): Promise<{ withCase: WithTrainingCase; release: () => Promise<void> }> {
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
        if (paths.length > 0) await readIntoCase(run, catalog, { paths, options: reading }, clock);
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
