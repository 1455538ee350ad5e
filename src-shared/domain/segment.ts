export type LakeLayer = 'bronze' | 'silver' | 'gold';

/** A finished, fsynced Parquet file of bronze or silver, ready to be named in the catalog. */
export interface SegmentFile {
  readonly layer: LakeLayer;
  /** Below the lake folder, with `/`: `silver/dt=2024-05-01/s0001-b000000.parquet`. */
  readonly relativePath: string;
  /** The unit that was written together (a block); files of one name cover the same lines. */
  readonly name: string;
  readonly sourceId: number;
  readonly rows: number;
  readonly sizeBytes: number;
  /** CRC-32 of the whole file: a flipped bit must not become a wrong number. */
  readonly crc32: number;
  /** Inclusive; null when no row has a time (always for bronze). */
  readonly minTimeNs: bigint | null;
  readonly maxTimeNs: bigint | null;
  /** Inclusive event ids of the whole block; `lastEventId < firstEventId` when it has none. */
  readonly firstEventId: number;
  readonly lastEventId: number;
  /** Inclusive, 1-based lines of the whole block. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Rows without a time. */
  readonly untimedRows: number;
  /** No event of the whole block is earlier than the timed event before it. */
  readonly isTimeOrdered: boolean;
}

/** Tables an analysis run leaves in the gold layer. */
export type GoldTable = 'features' | 'scores';

export interface GoldFile {
  readonly table: GoldTable;
  /** Below the lake folder, with `/`: `gold/features/r000001.parquet`. */
  readonly relativePath: string;
  readonly rows: number;
  readonly sizeBytes: number;
}
