import { CancelledError, SentinelError } from '#shared/base/errors.ts';
import { fromWireError } from '#shared/contract/errors.ts';
import type { JobResult } from '#shared/contract/jobs.ts';
import type { BackendSession } from './backend-session.ts';
import type { CliContext } from './cli-context.ts';
import { ProgressView } from './progress-view.ts';
import { showText } from './visible-text.ts';

type ResultOf<K extends JobResult['kind']> = Extract<JobResult, { kind: K }>;

/**
 * Shows a job's progress until it ends. Ctrl-C asks it to stop at its next commit and waits for that.
 * @throws CancelledError with what was kept; the error the job failed with, with what was kept as a note.
 */
export async function followJob<K extends JobResult['kind']>(
  context: CliContext,
  session: BackendSession,
  jobId: string,
  kind: K,
): Promise<ResultOf<K>> {
  const { messages, signal } = context;
  const view = new ProgressView(messages);
  const cancel = () => {
    messages.say('Stopping at the next commit point; press Ctrl-C again to end at once.');
    session.client.jobs.cancel({ jobId }).catch((error: unknown) => messages.fail(error));
  };
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  try {
    for await (const event of await session.client.jobs.events({ jobId })) {
      if (event.type === 'progress') view.show(event.progress);
      else if (event.type === 'resumed') messages.say(showText(event.message));
      else if (event.type === 'done' && event.result.kind === kind) return event.result as ResultOf<K>;
      else if (event.type === 'cancelled') throw new CancelledError(keptText('Stopped.', event.job.kept));
      else if (event.type === 'failed') {
        if (event.job.kept !== null) messages.say(showText(event.job.kept));
        throw fromWireError(event.error);
      }
    }
    throw new SentinelError('job.no-end', 'The job ended without saying how; the engine log has the details.');
  } finally {
    view.clear();
    signal.removeEventListener('abort', cancel);
  }
}

function keptText(said: string, kept: string | null): string {
  return kept === null ? said : `${said} ${kept}`;
}
