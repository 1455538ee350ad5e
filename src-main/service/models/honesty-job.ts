import type { HonestyRequest } from '#shared/contract/model-requests.ts';
import { checkDetectors } from '../../pipelines/analysis/analyze-case.ts';
import { runHonesty } from '../../pipelines/honesty/honesty-run.ts';
import { toAnalysisOptions } from '../analyze/scoring-options.ts';
import { StageClock } from '../analyze/stage-clock.ts';
import type { ServiceContext } from '../context.ts';
import { openTrainingCase } from './training-case.ts';

/** Starts planting faults into a log and telling which detector finds them. @throws ModelError `model.unknown-detector` */
export async function startHonesty(context: ServiceContext, request: HonestyRequest): Promise<string> {
  const options = await toAnalysisOptions(request.options);
  checkDetectors(options.detectors);
  const { withCase, release } = await openTrainingCase(context, request);
  return context.jobs.start({
    kind: 'honesty',
    caseId: request.caseId ?? null,
    title: 'Plant faults and look for them',
    work: async (run) => {
      const report = await withCase(run, new StageClock(), ({ reader }) =>
        runHonesty({
          reader,
          options,
          perKind: request.perKind,
          signal: run.signal,
          progress: ({ stage, done, total }) =>
            run.progress({ stage, done, total, unit: 'steps', lines: 0, events: 0, readShare: 1 }),
        }),
      );
      const { detectors, faults, notPlanted, alarmsPerHour } = report;
      const told = faults.map((fault) => ({ ...fault, foundBy: [...fault.foundBy] }));
      const lists = { detectors: [...detectors], notPlanted: [...notPlanted], alarmsPerHour: [...alarmsPerHour] };
      return { kind: 'honesty' as const, report: { ...report, ...lists, faults: told } };
    },
    release,
    describeKept: () => 'The log and the case are as they were.',
  });
}
