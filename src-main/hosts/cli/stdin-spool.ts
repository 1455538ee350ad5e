import { randomBytes } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { formatBytes } from '#shared/base/number-text.ts';
import { CancelledError, IngestError } from '#shared/base/errors.ts';
import { tryReadWireError, fromWireError } from '#shared/contract/errors.ts';
import { uploadResultSchema, uploadUrl } from '#shared/contract/tables.ts';
import type { BackendSession } from './backend-session.ts';
import type { CliContext } from './cli-context.ts';

const NOTE_EVERY_BYTES = 256 * 2 ** 20;

/**
 * Copies standard input into the case's spool, where it is a file like any other.
 * @returns Absolute path of that file.
 */
export async function spoolStdin(context: CliContext, session: BackendSession, caseId: string): Promise<string> {
  const batch = `stdin-${randomBytes(4).toString('hex')}`;
  const body = Readable.toWeb(process.stdin.pipe(noteBytes(context))) as ReadableStream<Uint8Array>;
  // A body that is a stream needs `duplex`, which not every RequestInit type knows.
  const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
  const response = await session.request(uploadUrl({ caseId, batch, path: 'stdin.log' }), init);
  context.messages.status('');
  if (context.signal.aborted) throw new CancelledError('Stopped while reading standard input; nothing was kept.');
  const answer: unknown = await response.json();
  if (response.ok) return uploadResultSchema.parse(answer).path;
  const wire = tryReadWireError(answer);
  throw wire === null ? new IngestError('source.io', 'Standard input could not be stored.') : fromWireError(wire);
}

function noteBytes({ messages, signal }: CliContext): Transform {
  let bytes = 0;
  let noted = 0;
  const transform = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.byteLength;
      messages.status(`reading standard input ${formatBytes(bytes)}`);
      if (!messages.isTerminal && bytes - noted >= NOTE_EVERY_BYTES) {
        noted = bytes;
        messages.say(`reading standard input ${formatBytes(bytes)}`);
      }
      done(null, chunk);
    },
  });
  signal.addEventListener('abort', () => transform.destroy(new CancelledError()), { once: true });
  return transform;
}
