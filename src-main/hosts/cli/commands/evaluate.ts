import { resolve } from 'node:path';
import { formatCount, formatSpan } from '#shared/base/number-text.ts';
import type { EvaluationReport } from '#shared/contract/model-reports.ts';
import { withBackend } from '../backend-session.ts';
import { openExistingCase } from '../case-folder.ts';
import { type CliContext, isJson, optionOf, withoutUndefined } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { TextTable } from '../text-table.ts';
import { showText, toSafeJson } from '../visible-text.ts';
import { runHonesty } from './honesty.ts';
import { trainOptions } from './train.ts';

const SHOWN_MISTAKES = 10;

/** `evaluate PATH... --labels FILE`: measured precision, recall, F1, areas and latency, with intervals over seeds. */
export async function runEvaluate(context: CliContext, paths: readonly string[]): Promise<number> {
  if (optionOf<boolean>(context, 'planted') === true) return runHonesty(context, paths);
  const options = trainOptions(context);
  const dir = optionOf<string>(context, 'case');
  const { labelsPath } = options;
  if (labelsPath === undefined) throw new UsageError('evaluate needs --labels FILE.csv.');
  if (dir === undefined && paths.length === 0) throw new UsageError('evaluate needs files, or a case with --case.');
  return withBackend(context, async (session) => {
    const { jobId } = await session.client.models.startEvaluate(
      withoutUndefined({
        caseId: dir === undefined ? undefined : (await openExistingCase(session, dir)).summary.caseId,
        paths: paths.length === 0 ? undefined : paths.map((path) => resolve(path)),
        model: optionOf<string>(context, 'model'),
        options: { ...options, labelsPath },
        seeds: optionOf<number>(context, 'seeds'),
        splitColumn: optionOf<string>(context, 'split'),
      }),
    );
    const { report } = await followJob(context, session, jobId, 'evaluate');
    if (isJson(context)) await context.output.writeLine(toSafeJson(report, 2));
    else await printReport(context, report);
    return ExitCode.done;
  });
}

async function printReport({ output }: CliContext, report: EvaluationReport): Promise<void> {
  const { units, unitKind, labelled, positives, trainingUnits, seeds, first, latency } = report;
  const trained = trainingUnits === 0 ? '' : `, trained on ${formatCount(trainingUnits)} others`;
  await output.write(
    `${formatCount(units)} ${unitKind}s, ${formatCount(labelled)} labelled, ${formatCount(positives)} anomalous${trained}; ${seeds.length === 1 ? 'one seed' : `${seeds.length} seeds, mean and 95 % interval`}\n`,
  );
  const table = new TextTable((text) => output.write(text));
  table.setColumns(
    ['detector', 'precision', 'recall', 'F1', 'ROC AUC', 'PR AUC'].map((name) => ({ name, type: 'VARCHAR' })),
  );
  await table.addRows(
    report.detectors.map((one) => [
      one.fallback === null ? one.name : `${one.name} (baseline)`,
      ...[one.precision, one.recall, one.f1, one.rocAuc, one.prAuc].map(intervalText),
    ]),
  );
  await table.end();
  await output.write(
    `${[...describeFirst(report), describeLatency(latency), ...describeMistakes(report)].join('\n')}\n`,
  );
  if (first.bestF1 !== null) {
    await output.write(`best F1, chosen on the labels: ${first.bestF1.f1.toFixed(3)}\n`);
  }
}

type Interval = EvaluationReport['threshold'];

function intervalText(value: Interval | null): string {
  if (value === null) return '-';
  const { mean, low, high } = value;
  return high > low ? `${mean.toFixed(3)} ±${((high - low) / 2).toFixed(3)}` : mean.toFixed(3);
}

function describeFirst({ first, seeds }: EvaluationReport): string[] {
  const { evaluation, resampled } = first;
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = evaluation;
  const range = (value: typeof resampled.f1) =>
    value === null ? '-' : `${value.low.toFixed(3)} to ${value.high.toFixed(3)}`;
  return [
    `seed ${seeds[0]}: ${formatCount(truePositives)} found, ${formatCount(falseNegatives)} missed, ${formatCount(falsePositives)} false alarms, ${formatCount(trueNegatives)} left alone`,
    `  resampled 95 %: precision ${range(resampled.precision)}, recall ${range(resampled.recall)}, F1 ${range(resampled.f1)}, ROC AUC ${range(resampled.rocAuc)}`,
  ];
}

function describeLatency({ readSeconds, fitSeconds, scoreSeconds, perUnitMs }: EvaluationReport['latency']): string {
  return `read ${formatSpan(readSeconds)}, fit ${formatSpan(fitSeconds)}, score ${formatSpan(scoreSeconds)}: ${perUnitMs.toPrecision(3)} ms a unit`;
}

function describeMistakes({ mistakes }: EvaluationReport): string[] {
  const line = (kind: string) => (mistake: (typeof mistakes.missed)[number]) =>
    `  ${kind} ${showText(mistake.unitId)} ${mistake.score.toFixed(3)} ${showText(mistake.feature ?? '')}`;
  return [
    ...mistakes.missed.slice(0, SHOWN_MISTAKES).map(line('missed')),
    ...mistakes.falseAlarms.slice(0, SHOWN_MISTAKES).map(line('false alarm')),
  ];
}
