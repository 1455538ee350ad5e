import type { TrainOptions } from '#shared/contract/model-requests.ts';
import { checkDetectors } from '../../pipelines/analysis/analyze-case.ts';
import {
  encodeTraining,
  type TrainedModel,
  trainModel,
  type TrainingOptions,
  type TrainingProgress,
} from '../../pipelines/train/train-model.ts';
import type { StoredVersion } from '../../registry/version-repository.ts';
import { analyzeTitle } from '../analyze/analyze-work.ts';
import { DEFAULT_SEED, readLabels, toEpochNs } from '../analyze/scoring-options.ts';
import { StageClock } from '../analyze/stage-clock.ts';
import type { ServiceContext } from '../context.ts';
import type { JobRun } from '../jobs/job-manager.ts';
import type { ReadFiles } from './scratch.ts';
import { openTrainingCase } from './training-case.ts';
import { versionView } from './version-view.ts';

/** A training, as asked for and as stored with the version it made. */
export interface TrainRequest {
  readonly name: string;
  readonly caseId?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly options: TrainOptions;
}

/** A training under way: where its units come from, and what is done with them. */
export interface Training {
  readonly request: TrainRequest;
  readonly origin: 'trained' | 'retrained' | 'updated';
  readonly parent: number | null;
  readonly title: string;
  /** The version becomes the champion at once. */
  readonly isPromoted: boolean;
  train(read: ReadFiles, run: JobRun): Promise<TrainedModel>;
}

/**
 * Starts a training. Killed or cancelled, it leaves nothing: versions are stored whole at the end.
 * @throws ContractError `contract.bad-input`, `case.busy`; ModelError `model.unknown-detector`; IngestError `labels.*`
 */
export async function startTrain(context: ServiceContext, request: TrainRequest): Promise<string> {
  const { name, paths = [] } = request;
  const options = await toTrainingOptions(request.options);
  checkDetectors(options.detectors);
  return startTraining(context, {
    request,
    origin: 'trained',
    parent: null,
    title: `Train ${name} on ${paths.length === 0 ? 'the case' : analyzeTitle(paths)}`,
    isPromoted: false,
    train: (read, run) => trainModel({ ...read, ...trainingRun(context, run), name, options }),
  });
}

export async function startTraining(context: ServiceContext, training: Training): Promise<string> {
  const { withCase, release } = await openTrainingCase(context, training.request);
  return context.jobs.start({
    kind: 'train',
    caseId: training.request.caseId ?? null,
    title: training.title,
    work: async (run) => {
      const clock = new StageClock();
      const { version, files } = await withCase(run, clock, async (read) => {
        const trained = await clock.time('train', () => training.train(read, run));
        return { version: await store(context, training, trained, clock), files: [...read.files] };
      });
      return { kind: 'train' as const, trained: { version: versionView(version), files, seconds: clock.seconds() } };
    },
    release,
    describeKept: () => 'No version was stored; the former champion is as it was.',
  });
}

async function store(
  { registry }: ServiceContext,
  { request, origin, parent, isPromoted }: Training,
  trained: TrainedModel,
  clock: StageClock,
): Promise<StoredVersion> {
  const { features, training, metrics } = trained.artifact;
  const { model, memory } = encodeTraining(trained);
  const seconds = Object.values(clock.seconds()).reduce((sum, one) => sum + one, 0);
  const version = await registry().add(
    {
      name: request.name,
      origin,
      parent,
      artifactHash: model.hash,
      sizeBytes: model.bytes.byteLength,
      features,
      training,
      metrics,
      trainSeconds: Number(seconds.toFixed(3)),
      request,
      memoryHash: memory.hash,
    },
    { model: model.bytes, memory: memory.bytes },
  );
  if (!isPromoted) return version;
  return registry().versions.promote(version.name, version.number, `${origin} and promoted`, Date.now());
}

/** What every training is told by the job it runs in. */
export function trainingRun({ version }: ServiceContext, run: JobRun) {
  const progress = ({ stage, done, total }: TrainingProgress): void =>
    run.progress({
      stage,
      done,
      total,
      unit: stage === 'features' ? 'events' : 'steps',
      lines: 0,
      events: 0,
      readShare: 1,
    });
  return { product: version, signal: run.signal, progress };
}

/** @throws IngestError `labels.unreadable` | `labels.no-columns` | `labels.bad-row` */
export async function toTrainingOptions(options: TrainOptions): Promise<TrainingOptions> {
  const { session, windowSeconds, stepSeconds, detectors, labelsPath, only, seed, since, until, threshold } = options;
  return {
    session: session ?? null,
    windowSeconds: windowSeconds ?? null,
    stepSeconds: stepSeconds ?? null,
    detectors: detectors ?? null,
    seed: seed ?? DEFAULT_SEED,
    only: only ?? 'all',
    threshold: threshold ?? 'auto',
    labels: labelsPath === undefined ? null : await readLabels(labelsPath),
    sinceNs: since === undefined ? null : toEpochNs(since),
    untilNs: until === undefined ? null : toEpochNs(until),
  };
}
