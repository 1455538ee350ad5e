import { ModelError } from '#shared/base/errors.ts';
import type { ModelObservation } from '#shared/domain/model-version.ts';
import type { ModelComparison } from '../../pipelines/train/compare-models.ts';
import type { StoredVersion } from '../../registry/version-repository.ts';
import { StageClock } from '../analyze/stage-clock.ts';
import type { ServiceContext } from '../context.ts';
import type { JobRequest, JobRun } from '../jobs/job-manager.ts';
import { versionView } from './version-view.ts';

interface JudgedVersion {
  readonly version: StoredVersion;
  readonly model: { readonly label: string };
}

/** The case that is scored, null for files, and what to give back at the end, whatever the end. */
type JudgedInput = Pick<JobRequest, 'caseId' | 'release'>;

export interface ComparisonJob extends JudgedInput {
  readonly first: JudgedVersion;
  readonly second: JudgedVersion;
  /** Scores the input with both versions. */
  readonly compare: (run: JobRun, clock: StageClock) => Promise<ModelComparison>;
}

/** Starts comparing two versions on one input. Nothing is stored. @returns The job's id. */
export function startComparison({ jobs }: ServiceContext, job: ComparisonJob): string {
  const { first, second, compare, ...input } = job;
  return jobs.start({
    ...input,
    kind: 'compare',
    title: `Compare ${first.model.label} with ${second.model.label}`,
    work: async (run) => {
      const clock = new StageClock();
      const comparison = await compare(run, clock);
      const compared = {
        ...comparison,
        disputed: [...comparison.disputed],
        first: { ...comparison.first, version: versionView(first.version) },
        second: { ...comparison.second, version: versionView(second.version) },
        seconds: clock.seconds(),
      };
      return { kind: 'compare', compared };
    },
    describeKept: () => 'A comparison changes nothing.',
  });
}

export interface ObservationJob extends JudgedInput {
  readonly model: { readonly label: string };
  /** Scores the input and stores what was seen; null when the version is not in the registry any more. */
  readonly observe: (run: JobRun) => Promise<ModelObservation | null>;
}

/** Starts comparing what a version sees with what it was trained on. @returns The job's id. */
export function startObservation({ jobs }: ServiceContext, { model, observe, ...input }: ObservationJob): string {
  return jobs.start({
    ...input,
    kind: 'drift',
    title: `Drift of ${model.label}`,
    work: async (run) => {
      const observation = await observe(run);
      if (observation === null) throw new ModelError('model.not-found', `${model.label} was deleted meanwhile.`);
      return { kind: 'drift', observation };
    },
    describeKept: () => 'Nothing was stored.',
  });
}
