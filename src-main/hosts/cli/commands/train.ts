import { resolve } from 'node:path';
import type { z } from 'zod';
import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import type { TrainOptions } from '#shared/contract/model-requests.ts';
import type { trainResultSchema } from '#shared/contract/model-reports.ts';
import type { WantedThreshold } from '#shared/domain/threshold-policy.ts';
import { type BackendSession, withBackend } from '../backend-session.ts';
import { openOrCreateCase } from '../case-folder.ts';
import { type CliContext, isJson, optionOf, withoutUndefined } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { describeVersion } from '../model-text.ts';
import { ingestOptions, unitOptions } from '../reading-options.ts';
import { showText, toSafeJson } from '../visible-text.ts';

/** `train PATH... --name NAME`: fits detectors on files and puts a version in the registry; prints `NAME:version`. */
export async function runTrain(context: CliContext, paths: readonly string[]): Promise<number> {
  const name = optionOf<string>(context, 'name');
  if (name === undefined) throw new UsageError('train needs --name NAME.');
  if (optionOf<boolean>(context, 'rows') === true) return trainRows(context, name, paths);
  refuseRowOptions(context);
  return withBackend(context, async (session) => {
    const caseId = await namedCase(context, session, paths);
    const absolute = paths.filter((path) => path !== '-').map((path) => resolve(path));
    if (absolute.length < paths.length) throw new UsageError('train reads files and folders, not standard input.');
    const { jobId } = await session.client.models.startTrain({
      name,
      ...(caseId === undefined ? {} : { caseId }),
      paths: absolute,
      options: trainOptions(context),
    });
    const { trained } = await followJob(context, session, jobId, 'train');
    const { version, files } = trained;
    await tellVersion(context, trained);
    for (const { name: detector, fallback } of version.metrics.detectors) {
      if (fallback !== null) {
        context.messages.warn(`${showText(detector)}: the statistical baseline answers: ${showText(fallback)}`);
      }
    }
    return exitCodeOfFiles(context, files);
  });
}

async function tellVersion(context: CliContext, trained: z.infer<typeof trainResultSchema>): Promise<void> {
  const { version } = trained;
  if (isJson(context)) await context.output.writeLine(toSafeJson(trained, 2));
  else await context.output.writeLine(`${version.name}:${version.number}`);
  for (const line of describeVersion(version)) context.messages.say(line);
}

async function trainRows(context: CliContext, name: string, paths: readonly string[]): Promise<number> {
  const [table, ...others] = paths;
  if (table === undefined || others.length > 0 || table === '-') throw new UsageError('train --rows needs one file.');
  if (optionOf(context, 'threshold') !== undefined) throw new UsageError('train --rows chooses its threshold itself.');
  const detectors = optionOf<string[]>(context, 'detectors') ?? [];
  if (detectors.length > 1) throw new UsageError('train --rows takes one detector; without any it is the ensemble.');
  return withBackend(context, async (session) => {
    const options = {
      table: resolve(table),
      detector: detectors[0],
      labelColumn: optionOf<string>(context, 'label'),
      ignoreColumns: optionOf<string[]>(context, 'ignore'),
      only: optionOf<'all' | 'normal'>(context, 'only'),
      seed: optionOf<number>(context, 'seed'),
    };
    const { jobId } = await session.client.models.startTrainTable({ name, ...withoutUndefined(options) });
    const { trained } = await followJob(context, session, jobId, 'train');
    await tellVersion(context, trained);
    return ExitCode.done;
  });
}

/** Options that would do nothing are a mistake somebody should hear of. */
function refuseRowOptions(context: CliContext): void {
  for (const name of ['label', 'ignore']) {
    if (optionOf(context, name) !== undefined) throw new UsageError(`--${name} is for tables: add --rows.`);
  }
}

/** With --case the files are read into that case and stay there; otherwise they are forgotten after the training. */
async function namedCase(
  context: CliContext,
  session: BackendSession,
  paths: readonly string[],
): Promise<string | undefined> {
  const dir = optionOf<string>(context, 'case');
  if (dir === undefined) return undefined;
  return (await openOrCreateCase(session, dir, paths[0] ?? 'case')).summary.caseId;
}

/** How a model is trained, as the service wants it; file names become absolute. */
export function trainOptions(context: CliContext): TrainOptions {
  return withoutUndefined({
    ...ingestOptions(context),
    ...unitOptions(context),
    detectors: optionOf<string[]>(context, 'detectors'),
    only: optionOf<'all' | 'normal'>(context, 'only'),
    threshold: optionOf<WantedThreshold>(context, 'threshold'),
    seed: optionOf<number>(context, 'seed'),
  });
}

/** Tells what was wrong with files; a partial or rejected one counts. */
export function exitCodeOfFiles(context: CliContext, files: AnalysisDocument['files']): number {
  for (const file of files) {
    for (const error of file.errors) {
      context.messages.warn(`${showText(file.path)}: ${error.class} ${showText(error.message)}`);
    }
  }
  const isIncomplete = files.some((file) => file.status === 'partial' || file.status === 'rejected');
  return isIncomplete ? ExitCode.inputIncomplete : ExitCode.done;
}
