import type { IngestProgress } from './ingest-job.ts';
import type { StoredSource } from './ingest-store.ts';
import type { SourceProgress } from './source-progress.ts';

/** Adds up how far a job has read, over all its sources, and tells it after every commit. */
export class ReadingProgress {
  readonly #tell: (progress: IngestProgress) => void;
  readonly #perSource = new Map<number, { bytes: number; lines: number; events: number }>();
  readonly #bytesTotal: number | null;
  #path: string | null = null;

  constructor(sources: readonly StoredSource[], tell: (progress: IngestProgress) => void) {
    this.#tell = tell;
    const sizes = sources.map(({ file }) => file.sizeBytes);
    this.#bytesTotal = sizes.reduce<number | null>(
      (sum, size) => (sum === null || size === null ? null : sum + size),
      0,
    );
    for (const { sourceId, progress } of sources) if (progress !== null) this.#note(sourceId, progress);
  }

  get current(): IngestProgress {
    const all = [...this.#perSource.values()];
    const sum = (field: 'bytes' | 'lines' | 'events'): number => all.reduce((total, one) => total + one[field], 0);
    return {
      stage: 'read',
      path: this.#path,
      bytesDone: sum('bytes'),
      bytesTotal: this.#bytesTotal,
      lines: sum('lines'),
      events: sum('events'),
    };
  }

  advance(source: StoredSource, progress: SourceProgress): void {
    this.#path = source.file.path;
    this.#note(source.sourceId, progress);
    this.#tell(this.current);
  }

  #note(sourceId: number, progress: SourceProgress): void {
    const { lines, events } = progress.account;
    this.#perSource.set(sourceId, { bytes: progress.storedOffset, lines, events });
  }
}
