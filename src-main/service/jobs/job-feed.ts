import type { FileReport } from '#shared/contract/analysis-document.ts';
import type { Job, JobEvent } from '#shared/contract/jobs.ts';
import { Mailbox } from './mailbox.ts';

/** Files kept for readers that join later; the quality document has them all. */
const MAX_FILES = 1000;

/** The state of one job and everyone who watches it. A reader that joins late gets the state so far first. */
export class JobFeed {
  #job: Job;
  #end: JobEvent | null = null;
  #rows: JobEvent | null = null;
  readonly #files = new Map<string, FileReport>();
  readonly #readers = new Set<Mailbox<JobEvent>>();

  constructor(job: Job) {
    this.#job = job;
  }

  get job(): Job {
    return this.#job;
  }

  /** Null while the job runs. */
  get end(): JobEvent | null {
    return this.#end;
  }

  setJob(job: Job): void {
    this.#job = job;
    this.#send({ type: 'job', job });
  }

  publish(event: JobEvent): void {
    if (event.type === 'progress') this.#job = { ...this.#job, progress: event.progress };
    if (event.type === 'rows') this.#rows = event;
    if (event.type === 'file') this.#keepFile(event.file);
    this.#send(event);
  }

  /** The last event; readers end after it. */
  finish(event: JobEvent & { readonly job: Job }): void {
    this.#job = event.job;
    this.#end = event;
    this.#send(event);
    for (const reader of this.#readers) reader.close();
  }

  /** Lets every reader go without a last event: the process is going away, the job is not over. */
  close(): void {
    for (const reader of this.#readers) reader.close();
  }

  async *read(signal?: AbortSignal): AsyncGenerator<JobEvent, void> {
    const reader = new Mailbox<JobEvent>();
    reader.push({ type: 'job', job: this.#job }, 'job');
    for (const file of this.#files.values()) reader.push({ type: 'file', file }, fileKey(file));
    if (this.#rows !== null) reader.push(this.#rows, 'rows');
    if (this.#end !== null) {
      reader.push(this.#end, null);
      reader.close();
    }
    this.#readers.add(reader);
    try {
      yield* reader.read(signal);
    } finally {
      this.#readers.delete(reader);
    }
  }

  #send(event: JobEvent): void {
    for (const reader of this.#readers) reader.push(event, keyOf(event));
  }

  #keepFile(file: FileReport): void {
    const key = fileKey(file);
    this.#files.delete(key);
    this.#files.set(key, file);
    if (this.#files.size > MAX_FILES) this.#files.delete(this.#files.keys().next().value!);
  }
}

function keyOf(event: JobEvent): string | null {
  switch (event.type) {
    case 'progress':
    case 'rows':
    case 'job':
      return event.type;
    case 'file':
      return fileKey(event.file);
    default:
      return null;
  }
}

function fileKey(file: FileReport): string {
  return `file:${file.path}\0${file.member ?? ''}`;
}
