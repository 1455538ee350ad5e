import { resolve } from 'node:path';
import { formatCount } from '#shared/base/number-text.ts';
import type { HonestyReport } from '#shared/contract/model-reports.ts';
import { PLANTED_KINDS } from '#shared/domain/planted-fault.ts';
import { withBackend } from '../backend-session.ts';
import { openExistingCase } from '../case-folder.ts';
import { type CliContext, isJson, optionOf, withoutUndefined } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { TextTable } from '../text-table.ts';
import { showText, toSafeJson } from '../visible-text.ts';
import { trainOptions } from './train.ts';

/** `evaluate --planted PATH...`: plants faults into the log's events and tells who finds them, and alarms an hour without. */
export async function runHonesty(context: CliContext, paths: readonly string[]): Promise<number> {
  const dir = optionOf<string>(context, 'case');
  if (dir === undefined && paths.length === 0) throw new UsageError('evaluate needs files, or a case with --case.');
  const { session, labelsPath, only, ...options } = trainOptions(context);
  if (session !== undefined || labelsPath !== undefined || only !== undefined) {
    throw new UsageError('Faults are planted into windows: leave --session, --labels and --only out.');
  }
  return withBackend(context, async (backend) => {
    const { jobId } = await backend.client.models.startHonesty(
      withoutUndefined({
        caseId: dir === undefined ? undefined : (await openExistingCase(backend, dir)).summary.caseId,
        paths: paths.length === 0 ? undefined : paths.map((path) => resolve(path)),
        options,
        perKind: optionOf<number>(context, 'perKind'),
      }),
    );
    const { report } = await followJob(context, backend, jobId, 'honesty');
    if (isJson(context)) await context.output.writeLine(toSafeJson(report, 2));
    else await printReport(context, report);
    return ExitCode.done;
  });
}

async function printReport({ output }: CliContext, report: HonestyReport): Promise<void> {
  const { windows, windowSeconds, detectors, faults, notPlanted, alarmsPerHour } = report;
  await output.write(
    `${formatCount(faults.length)} faults in ${formatCount(windows)} windows of ${windowSeconds} s; found of planted, by detector\n`,
  );
  const table = new TextTable((text) => output.write(text));
  table.setColumns(['kind', ...detectors].map((name) => ({ name, type: 'VARCHAR' })));
  const kinds = PLANTED_KINDS.filter((kind) => !notPlanted.includes(kind));
  await table.addRows([
    ...kinds.map((kind) =>
      foundRow(
        kind,
        faults.filter((fault) => fault.kind === kind),
        detectors,
      ),
    ),
    foundRow('all', faults, detectors),
    ['alarms an hour', ...detectors.map((name) => rateText(alarmsPerHour, name))],
  ]);
  await table.end();
  if (notPlanted.length > 0) await output.write(`not planted: ${notPlanted.map(showText).join(', ')}\n`);
}

function foundRow(title: string, faults: HonestyReport['faults'], detectors: readonly string[]): string[] {
  const found = (name: string) => faults.filter((fault) => fault.foundBy.includes(name)).length;
  return [title, ...detectors.map((name) => `${found(name)} of ${faults.length}`)];
}

function rateText(rates: HonestyReport['alarmsPerHour'], name: string): string {
  return rates.find((rate) => rate.detector === name)?.perHour.toFixed(2) ?? '-';
}
