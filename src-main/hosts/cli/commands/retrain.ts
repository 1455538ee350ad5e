import { resolve } from 'node:path';
import { type BackendSession, withBackend } from '../backend-session.ts';
import { openExistingCase } from '../case-folder.ts';
import { type CliContext, isJson, optionOf, withoutUndefined } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { describeVersion, timeText } from '../model-text.ts';
import { showText, toSafeJson } from '../visible-text.ts';
import { exitCodeOfFiles } from './train.ts';

/**
 * `retrain NAME [PATH...]`: trains a model again, on its former files or on others; with --schedule, whenever the schedule
 * is due while the workbench runs. Prints `NAME:version`.
 */
export async function runRetrain(context: CliContext, [model, ...paths]: readonly string[]): Promise<number> {
  if (model === undefined) throw new UsageError('retrain needs a model, for example app.');
  const schedule = optionOf<string>(context, 'schedule');
  if (schedule !== undefined && paths.length > 0)
    throw new UsageError('A schedule uses the files of the last training.');
  return withBackend(context, (session) =>
    schedule === undefined ? retrain(context, session, model, paths) : setSchedule(context, session, model, schedule),
  );
}

async function retrain(
  context: CliContext,
  session: BackendSession,
  model: string,
  paths: readonly string[],
): Promise<number> {
  const dir = optionOf<string>(context, 'case');
  const labels = optionOf<string>(context, 'labels');
  const { jobId } = await session.client.models.startRetrain(
    withoutUndefined({
      model,
      mode: modeOf(context),
      caseId: dir === undefined ? undefined : (await openExistingCase(session, dir)).summary.caseId,
      paths: paths.length === 0 ? undefined : paths.map((path) => resolve(path)),
      labelsPath: labels === undefined ? undefined : resolve(labels),
      isPromoted: optionOf<boolean>(context, 'promote'),
    }),
  );
  const { trained } = await followJob(context, session, jobId, 'train');
  const { version } = trained;
  if (isJson(context)) await context.output.writeLine(toSafeJson(trained, 2));
  else await context.output.writeLine(`${version.name}:${version.number}`);
  for (const line of describeVersion(version)) context.messages.say(line);
  return exitCodeOfFiles(context, trained.files);
}

async function setSchedule(
  context: CliContext,
  { client }: BackendSession,
  name: string,
  cron: string,
): Promise<number> {
  if (cron === 'off') {
    const removed = await client.models.removeSchedule({ name });
    if (isJson(context)) await context.output.writeLine(toSafeJson(removed, 2));
    context.messages.say(
      removed.isRemoved ? `${showText(name)} is not retrained by schedule any more.` : 'There was none.',
    );
    return ExitCode.done;
  }
  const timeZone = optionOf<string>(context, 'scheduleZone') ?? 'UTC';
  const schedule = await client.models.setSchedule({ name, cron, timeZone, mode: modeOf(context) ?? 'full' });
  if (isJson(context)) await context.output.writeLine(toSafeJson(schedule, 2));
  const next = schedule.nextAtMs === null ? 'never' : timeText(schedule.nextAtMs);
  context.messages.say(`${showText(name)} is retrained (${schedule.mode}) while the workbench runs; next ${next}.`);
  return ExitCode.done;
}

function modeOf(context: CliContext): 'full' | 'incremental' | undefined {
  return optionOf<'full' | 'incremental'>(context, 'mode');
}
