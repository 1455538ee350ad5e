import { mkdir } from 'node:fs/promises';
import { partitionName, temporaryFolder } from '../base/case-layout.ts';
import { type DayPartitions, NO_PARTITION, partitionByDay } from './day-partitions.ts';
import { toLakeError } from './durable.ts';
import { ParquetWriter } from './parquet/parquet-writer.ts';
import { storeParquet } from './parquet-file.ts';
import type { SegmentColumns, SegmentFile } from './segment-columns.ts';
import { eventRows, lineRows, type SegmentRows, summariseTimes, type TimeSummary } from './segment-rows.ts';

interface Part {
  readonly layer: 'bronze' | 'silver';
  readonly day: number | null;
  /** Built when the part's turn comes: one part's columns are held at a time. */
  readonly rows: () => SegmentRows;
  readonly times: TimeSummary;
}

const NO_TIMES: TimeSummary = { minTimeNs: null, maxTimeNs: null, untimedRows: 0, isOrdered: true };

/**
 * Writes blocks as bronze and silver Parquet files. Writing one block after another is the caller's duty: `write` must not be
 * called again before it settled.
 */
export class SegmentWriter {
  readonly #lakeDir: string;
  readonly #writer = new ParquetWriter();

  private constructor(lakeDir: string) {
    this.#lakeDir = lakeDir;
  }

  /** @throws LakeError when the folder for unfinished files cannot be made. */
  static async create(lakeDir: string): Promise<SegmentWriter> {
    try {
      await mkdir(temporaryFolder(lakeDir), { recursive: true });
    } catch (error) {
      throw toLakeError(error, `Cannot create ${temporaryFolder(lakeDir)}`);
    }
    return new SegmentWriter(lakeDir);
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
    const block = summariseTimes(columns, null, null);
    const parts: Part[] = columns.eventCount > 0 ? silverParts(columns, partitions, block) : [];
    if (columns.lineCount > 0) {
      parts.unshift({ layer: 'bronze', day: partitions.firstDay, rows: () => lineRows(columns), times: NO_TIMES });
    }
    const files: SegmentFile[] = [];
    for (const part of parts) files.push(await this.#writePart(name, columns, part, block.isOrdered));
    return files;
  }

  async #writePart(name: string, c: SegmentColumns, part: Part, isTimeOrdered: boolean): Promise<SegmentFile> {
    const relativePath = `${part.layer}/${partitionName(part.day)}/${name}.parquet`;
    const { count, columns } = part.rows();
    const written = await storeParquet(this.#lakeDir, relativePath, this.#writer.write(count, columns));
    return {
      layer: part.layer,
      relativePath,
      name,
      sourceId: c.sourceId,
      rows: count,
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

/** One part a day that has a file of its own, in order, then the rest. */
function silverParts(columns: SegmentColumns, partitions: DayPartitions, block: TimeSummary): Part[] {
  const { days, ofRow } = partitions;
  if (ofRow === null) {
    return [{ layer: 'silver', day: days[0] ?? null, rows: () => eventRows(columns, null), times: block }];
  }
  return [...days.keys(), NO_PARTITION].flatMap((part): Part[] => {
    const times = summariseTimes(columns, ofRow, part);
    if (times.rows === 0) return [];
    const indexes = (): Uint32Array => rowsOf(ofRow, part, times.rows);
    return [{ layer: 'silver', day: days[part] ?? null, rows: () => eventRows(columns, indexes()), times }];
  });
}

/** The rows of a partition, ascending. */
function rowsOf(ofRow: Uint8Array, part: number, count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0, at = 0; at < count; row++) if (ofRow[row] === part) rows[at++] = row;
  return rows;
}
