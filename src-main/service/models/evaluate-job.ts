import type { EvaluateRequest } from '#shared/contract/model-requests.ts';
import type { EvaluationReport as EvaluationView } from '#shared/contract/model-reports.ts';
import { checkDetectors } from '../../pipelines/analysis/analyze-case.ts';
import { parseLabelColumn, parseLabels } from '../../pipelines/analysis/read-labels.ts';
import { evaluateCase, type EvaluationReport } from '../../pipelines/evaluate/evaluate-case.ts';
import { readLabelText, toAnalysisOptions } from '../analyze/scoring-options.ts';
import { StageClock } from '../analyze/stage-clock.ts';
import type { ServiceContext } from '../context.ts';
import { loadRegistered } from './registered-model.ts';
import { openTrainingCase } from './training-case.ts';

const TRAINING_PART = 'train';

/**
 * Starts measuring detectors, or a version, on labelled units. Nothing is stored.
 * @throws ModelError `model.not-found` | `model.unknown-detector`, IngestError `labels.*`, ContractError
 */
export async function startEvaluate(context: ServiceContext, request: EvaluateRequest): Promise<string> {
  const { only = 'all', labelsPath, ...scoring } = request.options;
  const text = await readLabelText(labelsPath);
  const labels = parseLabels(text);
  const trainingIds = request.splitColumn === undefined ? null : idsForTraining(text, request.splitColumn);
  const options = await toAnalysisOptions(scoring);
  checkDetectors(options.detectors);
  const model = request.model === undefined ? null : (await loadRegistered(context, request.model)).model;
  const { withCase, release } = await openTrainingCase(context, request);
  return context.jobs.start({
    kind: 'evaluate',
    caseId: request.caseId ?? null,
    title: `Evaluate ${model?.label ?? 'the detectors'}`,
    work: async (run) => {
      const clock = new StageClock();
      const report = await withCase(run, clock, ({ catalog }) =>
        evaluateCase({
          catalog,
          options,
          model,
          labels,
          seeds: request.seeds,
          trainingIds,
          only,
          signal: run.signal,
          progress: ({ stage, done, total }) =>
            run.progress({ stage, done, total, unit: 'steps', lines: 0, events: 0, readShare: 1 }),
        }),
      );
      return { kind: 'evaluate' as const, report: viewOf(report, clock.seconds()['read'] ?? 0) };
    },
    release,
    describeKept: () => 'An evaluation changes nothing.',
  });
}

function idsForTraining(text: string, column: string): ReadonlySet<string> {
  const parts = parseLabelColumn(text, column);
  return new Set([...parts].filter(([, part]) => part === TRAINING_PART).map(([id]) => id));
}

function viewOf(report: EvaluationReport, readSeconds: number): EvaluationView {
  const { fitSeconds, scoreSeconds, first, mistakes, ...rest } = report;
  const units = Math.max(1, report.units);
  return {
    ...rest,
    seeds: [...rest.seeds],
    detectors: [...rest.detectors],
    first: { ...first, roc: [...first.roc], pr: [...first.pr] },
    mistakes: { falseAlarms: [...mistakes.falseAlarms], missed: [...mistakes.missed] },
    latency: { readSeconds, fitSeconds, scoreSeconds, perUnitMs: ((fitSeconds + scoreSeconds) * 1000) / units },
  };
}
