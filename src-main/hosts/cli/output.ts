import { IngestError } from '#shared/base/errors.ts';
import type { StandardStream } from './standard-stream.ts';

/** The reader of our stdout went away (`| head`): no failure, nothing more to do. */
export class ReaderGoneError extends Error {}

/** Standard output: data only, in order, waiting for slow readers. */
export class Output {
  readonly #stream: StandardStream;

  constructor(stream: StandardStream) {
    this.#stream = stream;
    // Every write reports its own failure; without a listener the stream would end the process first.
    stream.on('error', () => undefined);
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /**
   * Resolves when the text is handed to the system.
   * @throws ReaderGoneError on EPIPE; IngestError `source.disk-full` when standard output is a file on a full disk.
   */
  write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(text, (cause) => {
        if (!cause) resolve();
        else reject(toOutputError(cause));
      });
    });
  }

  async writeLine(text = ''): Promise<void> {
    await this.write(`${text}\n`);
  }
}

function toOutputError(cause: NodeJS.ErrnoException): Error {
  if (cause.code === 'EPIPE' || cause.code === 'ERR_STREAM_DESTROYED') return new ReaderGoneError();
  if (cause.code === 'ENOSPC') {
    return new IngestError('source.disk-full', 'Standard output could not be written: the disk is full.', { cause });
  }
  return new IngestError('source.io', `Standard output could not be written (${cause.code ?? cause.message}).`, {
    cause,
  });
}
