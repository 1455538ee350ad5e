import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { formatCount } from '#shared/base/number-text.ts';
import type { scoreResultSchema } from '#shared/contract/jobs.ts';
import type { WantedThreshold } from '#shared/domain/threshold-policy.ts';
import { withBackend } from '../backend-session.ts';
import { type CliContext, isJson, optionOf, withoutUndefined } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { showText, toSafeJson } from '../visible-text.ts';

type SeriesChange = z.infer<typeof scoreResultSchema>['changes'][number];

/** `score TABLE`: scores every row of a numeric table, or of a time series with --time. */
export async function runScore(context: CliContext, [table]: readonly string[]): Promise<number> {
  if (table === undefined) throw new UsageError('score needs TABLE.');
  const out = optionOf<string>(context, 'out');
  if (out !== undefined && out !== '-') return scoreInto(context, table, resolve(out));
  const folder = await mkdtemp(join(tmpdir(), 'log-sentinel-score-'));
  try {
    const path = join(folder, 'scores.csv');
    const exitCode = await scoreInto(context, table, path);
    if (!isJson(context)) await context.output.write(await readFile(path, 'utf8'));
    return exitCode;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function scoreInto(context: CliContext, table: string, out: string): Promise<number> {
  return withBackend(context, async (session) => {
    const { jobId } = await session.client.jobs.startScore(
      withoutUndefined({
        table: resolve(table),
        out,
        detector: optionOf<string>(context, 'detector'),
        model: optionOf<string>(context, 'model'),
        labelColumn: optionOf<string>(context, 'label'),
        timeColumn: optionOf<string>(context, 'time'),
        valueColumn: optionOf<string>(context, 'value'),
        ignoreColumns: optionOf<string[]>(context, 'ignore'),
        hasBounds: optionOf<boolean>(context, 'bounds'),
        threshold: optionOf<WantedThreshold>(context, 'threshold'),
        seed: optionOf<number>(context, 'seed'),
        threads: optionOf<number>(context, 'threads'),
      }),
    );
    const { scored } = await followJob(context, session, jobId, 'score');
    if (isJson(context)) await context.output.writeLine(toSafeJson(scored, 2));
    const { rows, anomalies, threshold, detector, model, fallback, evaluation } = scored;
    const by = model === null ? detector : `${model}, ${detector}`;
    context.messages.say(
      `${formatCount(rows)} rows, ${formatCount(anomalies)} anomalous above ${threshold.toFixed(4)} (${showText(by)}).`,
    );
    for (const line of describeChanges(scored.changes)) context.messages.say(line);
    if (fallback !== null) context.messages.warn(`The statistical baseline answered: ${showText(fallback)}`);
    if (evaluation !== null) {
      const { precision, recall, f1, rocAuc, prAuc } = evaluation;
      const text = (value: number | null) => (value === null ? '-' : value.toFixed(3));
      context.messages.say(
        `Measured: precision ${text(precision)}, recall ${text(recall)}, F1 ${text(f1)}, ROC AUC ${text(rocAuc)}, PR AUC ${text(prAuc)}.`,
      );
    }
    const isFailing = optionOf<string>(context, 'failOn') === 'anomalies' && anomalies > 0;
    return isFailing ? ExitCode.anomaliesFound : ExitCode.done;
  });
}

/** Changes that are told on screen; `--json` has all of them. */
const TOLD_CHANGES = 5;

function describeChanges(changes: readonly SeriesChange[]): string[] {
  const told = changes.slice(0, TOLD_CHANGES).map(({ timestamp, before, after }) => {
    const text = (value: number) => String(Number(value.toPrecision(4)));
    return `The level changed at ${showText(timestamp)}: ${text(before)} to ${text(after)}.`;
  });
  const more = changes.length - told.length;
  return more > 0 ? [...told, `${formatCount(more)} more changes: see --json.`] : told;
}
