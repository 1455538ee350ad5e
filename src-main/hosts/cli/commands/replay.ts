import { formatCount } from '#shared/base/number-text.ts';
import type { ReplayResult } from '#shared/contract/jobs.ts';
import { withBackend } from '../backend-session.ts';
import { openExistingCase } from '../case-folder.ts';
import { type CliContext, isJson, optionOf } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { showText, toSafeJson } from '../visible-text.ts';

/** `replay CASE`: computes its run again; prints `match` or `mismatch`, and ends with 0 or 1. */
export async function runReplay(context: CliContext, [operand]: readonly string[]): Promise<number> {
  const dir = operand ?? optionOf<string>(context, 'case');
  if (dir === undefined) throw new UsageError('replay needs CASE.');
  return withBackend(context, async (session) => {
    const opened = await openExistingCase(session, dir);
    const from = optionOf<'auto' | 'input' | 'case'>(context, 'from') ?? 'auto';
    const { jobId } = await session.client.jobs.startReplay({ caseId: opened.summary.caseId, from });
    const { replay } = await followJob(context, session, jobId, 'replay');
    if (isJson(context)) await context.output.writeLine(toSafeJson(replay, 2));
    else await context.output.writeLine(replay.isMatch ? 'match' : 'mismatch');
    for (const line of describeReplay(replay)) context.messages.say(line);
    return replay.isMatch ? ExitCode.done : ExitCode.failed;
  });
}

function describeReplay(replay: ReplayResult): string[] {
  const { from, stored, replayed, inputs, madeBy, replayedBy } = replay;
  const where = from === 'input' ? 'the input read again' : 'the events as the case stores them';
  const counts = (one: typeof stored) =>
    `${formatCount(one.anomalies)} anomalies, ${formatCount(one.incidents)} incidents`;
  const isOtherVersion =
    madeBy !== null && (madeBy.product !== replayedBy.product || madeBy.features !== replayedBy.features);
  return [
    `From ${where}: ${counts(stored)} stored, ${counts(replayed)} computed again.`,
    ...(from === 'case' ? ['The input itself was not compared.'] : []),
    ...inputs.filter((input) => !input.isSame).map((input) => `${showText(input.path)} is not what was read then.`),
    ...(replay.modelProblem === null ? [] : [showText(replay.modelProblem)]),
    ...differenceText('anomaly', replay.anomalyDifference),
    ...differenceText('incident', replay.incidentDifference),
    ...(isOtherVersion
      ? [
          `Made by ${madeBy.product} (${madeBy.features}), computed again by ${replayedBy.product} (${replayedBy.features}).`,
        ]
      : []),
  ];
}

function differenceText(what: string, difference: ReplayResult['anomalyDifference']): string[] {
  if (difference === null) return [];
  const name = difference.stored ?? difference.replayed ?? '';
  return [
    `First ${what} that differs, number ${difference.index + 1} (${showText(name)}): ${showText(difference.what)}.`,
  ];
}
