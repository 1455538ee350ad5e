import type { TrainTableOptions } from '#shared/contract/model-requests.ts';
import { trainRows } from '../../pipelines/score-table/train-rows.ts';
import { analyzeTitle } from '../analyze/analyze-work.ts';
import { DEFAULT_SEED } from '../analyze/scoring-options.ts';
import { StageClock } from '../analyze/stage-clock.ts';
import type { ServiceContext } from '../context.ts';
import { versionView } from './version-view.ts';

/** Starts training a version on the rows of a table. Killed or cancelled, it leaves nothing. @returns The job's id. */
export function startTrainTable(
  context: ServiceContext,
  request: TrainTableOptions & { readonly name: string },
): string {
  const { name, table } = request;
  return context.jobs.start({
    kind: 'train',
    caseId: null,
    title: `Train ${name} on ${analyzeTitle([table])}`,
    work: async (run) => {
      const clock = new StageClock();
      const { artifact, encoded } = await clock.time('train', () =>
        trainRows({
          ...request,
          only: request.only ?? 'all',
          seed: request.seed ?? DEFAULT_SEED,
          product: context.version,
          threads: context.home.settings().threads ?? undefined,
          signal: run.signal,
          onProgress: (stage, done, total) =>
            run.progress({ stage, done, total, unit: 'rows', lines: 0, events: 0, readShare: 0 }),
        }),
      );
      const { features, training, metrics } = artifact;
      const version = await context.registry().add(
        {
          name,
          origin: 'trained',
          parent: null,
          artifactHash: encoded.hash,
          sizeBytes: encoded.bytes.byteLength,
          features,
          training,
          metrics,
          trainSeconds: clock.seconds()['train'] ?? 0,
          request,
          memoryHash: null,
        },
        { model: encoded.bytes, memory: null },
      );
      return { kind: 'train', trained: { version: versionView(version), files: [], seconds: clock.seconds() } };
    },
    describeKept: () => 'No version was stored; the former champion is as it was.',
  });
}
