import { trainOptionsSchema, type RetrainRequest } from '#shared/contract/model-requests.ts';
import { ModelError } from '#shared/base/errors.ts';
import { trainModel } from '../../pipelines/train/train-model.ts';
import { updateModel } from '../../pipelines/train/retrain-model.ts';
import type { StoredVersion } from '../../registry/version-repository.ts';
import { analyzeTitle } from '../analyze/analyze-work.ts';
import type { ServiceContext } from '../context.ts';
import { loadRegistered } from './registered-model.ts';
import { tableRequestOf } from './retrain-table.ts';
import { startTraining, toTrainingOptions, trainingRun, type TrainRequest } from './train-job.ts';
import { startTrainTable } from './train-table-job.ts';

/**
 * Starts training a model again, as its version was trained. `full`: from scratch, on the same files or others;
 * `incremental`: what the version kept of its training and the files' units are fitted on together.
 * Models of tables are retrained in full, on their table or another one.
 * @throws ModelError `model.not-found` | `model.no-request` (an import, and no files are named) | `model.no-memory`
 */
export async function startRetrain(context: ServiceContext, request: RetrainRequest): Promise<string> {
  const wanted = context.registry().versions.resolve(request.model);
  if (wanted.features.unitKind === 'row') {
    const former = { version: wanted, isPromoted: request.isPromoted === true };
    return startTrainTable(context, tableRequestOf(wanted, request), former);
  }
  const { version, model } = await loadRegistered(context, request.model);
  const again = requestOf(version, request);
  const options = await toTrainingOptions(again.options);
  const { name } = version;
  const what = again.paths === undefined ? 'its case' : analyzeTitle(again.paths);
  const common = { request: again, parent: version.number, isPromoted: request.isPromoted === true };
  if (request.mode === 'full') {
    return startTraining(context, {
      ...common,
      origin: 'retrained',
      title: `Retrain ${model.label} on ${what}`,
      train: (read, run) => trainModel({ ...read, ...trainingRun(context, run), name, options }),
    });
  }
  if (model.artifact === null) throw new ModelError('model.unusable', `${model.label}: ${model.problem}`);
  const memory = await context.registry().readMemory(version);
  if (memory === null) {
    throw new ModelError('model.no-memory', `${model.label} keeps nothing of its training: retrain it in full.`);
  }
  const former = { label: model.label, artifact: model.artifact, memory };
  return startTraining(context, {
    ...common,
    origin: 'updated',
    title: `Update ${model.label} with ${what}`,
    train: (read, run) => updateModel({ ...read, ...trainingRun(context, run), name, options }, former),
  });
}

/** The training that made a version, on other input when some is named. */
function requestOf({ name, number, request, features, training }: StoredVersion, asked: RetrainRequest): TrainRequest {
  const stored = request as Partial<TrainRequest> | null;
  const parsed = trainOptionsSchema.safeParse(stored?.options);
  const { session, windowSeconds, stepSeconds } = features;
  // An imported version says how it was trained, if not on what.
  const options = parsed.success
    ? parsed.data
    : {
        ...(session === null ? {} : { session }),
        ...(windowSeconds === null ? {} : { windowSeconds }),
        ...(stepSeconds === null ? {} : { stepSeconds }),
        ...(training.detectors === null ? {} : { detectors: [...training.detectors] }),
        only: training.only,
        seed: training.seed,
      };
  const { labelsPath } = asked;
  const input =
    asked.paths === undefined && asked.caseId === undefined
      ? { paths: stored?.paths, caseId: stored?.caseId }
      : { paths: asked.paths, caseId: asked.caseId };
  if (input.paths === undefined && input.caseId === undefined) {
    throw new ModelError('model.no-request', `${name}:${number} does not say what it was trained on: name the files.`);
  }
  return { name, ...input, options: labelsPath === undefined ? options : { ...options, labelsPath } };
}
