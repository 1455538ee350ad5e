import type { TrainTableOptions } from '#shared/contract/model-requests.ts';
import { trainRows } from '../../pipelines/score-table/train-rows.ts';
import type { StoredVersion } from '../../registry/version-repository.ts';
import { analyzeTitle } from '../analyze/analyze-work.ts';
import { DEFAULT_SEED } from '../analyze/scoring-options.ts';
import { StageClock } from '../analyze/stage-clock.ts';
import type { ServiceContext } from '../context.ts';
import { versionView } from './version-view.ts';

/** A training on a table, as asked for and as stored with the version it made. */
export type TrainTableRequest = TrainTableOptions & { readonly name: string };

/** The version a training is done again for, and what becomes of the new one. */
export interface FormerVersion {
  readonly version: StoredVersion;
  /** The new version becomes the champion at once. */
  readonly isPromoted: boolean;
}

/**
 * Starts training a version on the rows of a table. Killed or cancelled, it leaves nothing.
 * @param former Null: it is trained for the first time. @returns The job's id.
 */
export function startTrainTable(
  context: ServiceContext,
  request: TrainTableRequest,
  former: FormerVersion | null = null,
): string {
  const { name, table } = request;
  const origin = former === null ? 'trained' : 'retrained';
  const title = former === null ? `Train ${name}` : `Retrain ${name}:${former.version.number}`;
  return context.jobs.start({
    kind: 'train',
    caseId: null,
    title: `${title} on ${analyzeTitle([table])}`,
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
      const stored = await context.registry().add(
        {
          name,
          origin,
          parent: former?.version.number ?? null,
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
      const version =
        former?.isPromoted === true
          ? context.registry().versions.promote(name, stored.number, `${origin} and promoted`, Date.now())
          : stored;
      return { kind: 'train', trained: { version: versionView(version), files: [], seconds: clock.seconds() } };
    },
    describeKept: () => 'No version was stored; the former champion is as it was.',
  });
}
