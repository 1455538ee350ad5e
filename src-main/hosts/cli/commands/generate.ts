import { resolve } from 'node:path';
import { formatBytes, formatCount } from '#shared/base/number-text.ts';
import type { AnomalyKind } from '#shared/domain/anomaly-kind.ts';
import { withBackend } from '../backend-session.ts';
import { type CliContext, isJson, optionOf, withoutUndefined } from '../cli-context.ts';
import { ExitCode, UsageError } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { showText, toSafeJson } from '../visible-text.ts';

/** `generate --out DIR`: labelled synthetic logs. */
export async function runGenerate(context: CliContext): Promise<number> {
  const out = optionOf<string>(context, 'out');
  if (out === undefined) throw new UsageError('generate needs --out DIR.');
  return withBackend(context, async (session) => {
    const { jobId } = await session.client.jobs.startGenerate(
      withoutUndefined({
        out: resolve(out),
        events: optionOf<number>(context, 'events'),
        days: optionOf<number>(context, 'days'),
        seed: optionOf<number>(context, 'seed'),
        anomalies: optionOf<AnomalyKind[]>(context, 'anomalies'),
        format: optionOf<'json' | 'logfmt' | 'syslog' | 'text'>(context, 'format'),
      }),
    );
    const { generated } = await followJob(context, session, jobId, 'generate');
    if (isJson(context)) await context.output.writeLine(toSafeJson(generated, 2));
    else for (const file of generated.files) await context.output.writeLine(showText(file.path));
    const bytes = generated.files.reduce((sum, file) => sum + file.sizeBytes, 0);
    context.messages.say(
      `${formatCount(generated.events)} events, ${generated.anomalies} planted anomalies, ${formatBytes(bytes)}.`,
    );
    return ExitCode.done;
  });
}
