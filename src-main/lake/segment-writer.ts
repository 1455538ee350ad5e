import { mkdir } from 'node:fs/promises';
import { LakeError } from '#shared/base/errors.ts';
import { NO_PARTITION, partitionByDay } from './day-partitions.ts';
import { toLakeError } from './durable.ts';
import { openRawEngine, type RawEngine } from './engine.ts';
import { partitionName, temporaryFolder } from '../base/case-layout.ts';
import { writeParquet } from './parquet-file.ts';
import type { SegmentColumns, SegmentFile } from './segment-columns.ts';
import { loadEvents, loadLines, summariseTimes, type TimeSummary } from './segment-tables.ts';

export interface SegmentWriterOptions {
  /** Ceiling of this writer's DuckDB; default 256 MiB. One block of a few MiB needs a fraction of it. */
  readonly memoryBytes?: number;
}

interface Part {
  readonly layer: 'bronze' | 'silver';
  readonly day: number | null;
  readonly select: string;
  readonly rows: number;
  readonly times: TimeSummary;
}

const NO_TIMES: TimeSummary = { minTimeNs: null, maxTimeNs: null, untimedRows: 0, isOrdered: true };

/**
 * Writes blocks as bronze and silver Parquet files. One per worker thread, with its own in-memory DuckDB on one thread.
 * Writing one block after another is the caller's duty: `write` must not be called again before it settled.
 */
export class SegmentWriter {
  readonly #lakeDir: string;
  readonly #engine: RawEngine;
  #isDisposed = false;

  private constructor(lakeDir: string, engine: RawEngine) {
    this.#lakeDir = lakeDir;
    this.#engine = engine;
  }

  /** @throws LakeError when the folder for unfinished files cannot be made. */
  static async create(lakeDir: string, options: SegmentWriterOptions = {}): Promise<SegmentWriter> {
    try {
      await mkdir(temporaryFolder(lakeDir), { recursive: true });
    } catch (error) {
      throw toLakeError(error, `Cannot create ${temporaryFolder(lakeDir)}`);
    }
    const memoryBytes = options.memoryBytes ?? 256 * 1_048_576;
    return new SegmentWriter(lakeDir, await openRawEngine({ threads: 1, memoryBytes, temporaryFolder: null }));
  }

  /**
   * Writes one block and makes its files durable; they exist for readers once `CaseCatalog.commitBlock` named them.
   * Writing a block again under the same name replaces its files by equal ones.
   * @param name Unique in the case, safe as a file name, e.g. `s0003-b000012`.
   * @returns Bronze first, then silver by day; layers without rows have no file.
   * @throws LakeError `lake.disk-full` | `lake.read-only` | `lake.io`; nothing of the block is visible then.
   */
  async write(name: string, columns: SegmentColumns): Promise<SegmentFile[]> {
    const partitions = partitionByDay(columns.epochSeconds, columns.eventCount);
    const parts: Part[] = [];
    if (columns.lineCount > 0) {
      const select = await loadLines(this.#engine.connection, columns);
      parts.push({ layer: 'bronze', day: partitions.firstDay, select, rows: columns.lineCount, times: NO_TIMES });
    }
    const block = summariseTimes(columns, null, null);
    if (columns.eventCount > 0) {
      const select = await loadEvents(this.#engine.connection, columns, partitions);
      if (partitions.ofRow === null) {
        parts.push({ layer: 'silver', day: partitions.days[0] ?? null, select, rows: block.rows, times: block });
      } else {
        for (const part of [...partitions.days.keys(), NO_PARTITION]) {
          const times = summariseTimes(columns, partitions.ofRow, part);
          const day = partitions.days[part] ?? null;
          if (times.rows === 0) continue;
          parts.push({ layer: 'silver', day, select: `${select} WHERE e.part = ${part}`, rows: times.rows, times });
        }
      }
    }
    const files: SegmentFile[] = [];
    for (const part of parts) files.push(await this.#writePart(name, columns, part, block.isOrdered));
    return files;
  }

  /** Frees the engine. Safe to call twice. */
  dispose(): Promise<void> {
    if (!this.#isDisposed) this.#engine.close();
    this.#isDisposed = true;
    return Promise.resolve();
  }

  async #writePart(name: string, c: SegmentColumns, part: Part, isTimeOrdered: boolean): Promise<SegmentFile> {
    const relativePath = `${part.layer}/${partitionName(part.day)}/${name}.parquet`;
    const written = await writeParquet(this.#engine.connection, this.#lakeDir, relativePath, part.select);
    if (written.rows !== part.rows) {
      throw new LakeError('lake.rows', `${relativePath} got ${written.rows} rows instead of ${part.rows}.`);
    }
    return {
      layer: part.layer,
      relativePath,
      name,
      sourceId: c.sourceId,
      ...written,
      minTimeNs: part.times.minTimeNs,
      maxTimeNs: part.times.maxTimeNs,
      firstEventId: c.firstEventId,
      lastEventId: c.firstEventId + c.eventCount - 1,
      firstLine: c.firstLine,
      lastLine: c.firstLine + c.lineCount - 1,
      untimedRows: part.times.untimedRows,
      isTimeOrdered,
    };
  }
}
