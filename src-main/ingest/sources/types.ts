import type { FileError, FileStatus, FileWarning } from '#shared/domain/issue-class.ts';
import type { TableShape } from '../tables/table-source.ts';
import type { PlainBytes } from './plain-bytes.ts';

export type Compression = 'none' | 'gzip' | 'zstd' | 'xz' | 'bzip2';

/** A readable regular file found by `expandPaths`; plain data, safe to store and to clone between threads. */
export interface SourceFile {
  /** As given by the user, or relative to the walked folder's parent; bytes that are not UTF-8 shown as `\xNN`. */
  readonly path: string;
  readonly absolutePath: string;
  /** Layers from the file on disk to the member's bytes, as `formatPacking` writes them; '' for a file on disk. */
  readonly packing: string;
  /** Hex of the absolute path's bytes when they are not UTF-8 (then `absolutePath` is for showing only), else null. */
  readonly pathHex: string | null;
  /** Name inside the archive `path`; names of archives inside archives are joined by `!`. Null for a file on disk. */
  readonly member: string | null;
  /** As stored: for a member, in its archive. */
  readonly sizeBytes: number | null;
  readonly modifiedMs: number | null;
  /** By content, never by name. */
  readonly compression: Compression;
}

/**
 * A path or member that gives no lines: an error when the user named it, a warning when a rule or a walk skipped it. An
 * archive is `partial` when its list is damaged or cut but members were found.
 */
export type SourceProblem = { readonly path: string; readonly member: string | null } & (
  | { readonly status: 'rejected' | 'partial'; readonly error: FileError }
  | { readonly status: 'skipped' | 'whole'; readonly warning: FileWarning }
);

export interface ExpandedPaths {
  /** In reading order: oldest rotated generation of a log first. */
  readonly files: SourceFile[];
  readonly problems: SourceProblem[];
}

/** Whole physical lines as UTF-8, ready to be transferred to another thread. */
export interface LineBlock {
  /** 0.. within the source. */
  readonly index: number;
  /** Lines ended by LF; only the last block may lack the final LF. Owns its ArrayBuffer. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offset of `bytes[0]` in the decompressed stream (a BOM lies before it). */
  readonly decodedOffset: number;
  /** Where the next block starts in the decompressed stream: the point to resume from. */
  readonly nextDecodedOffset: number;
  /**
   * Decompressed-stream offset of each line, shape [lineCount], where `bytes` are not a verbatim slice (transcoded, cut
   * or collapsed lines); null: `decodedOffset` + local position.
   */
  readonly lineOffsets: Float64Array<ArrayBuffer> | null;
  /** Physical lines in this block, an unterminated tail included. */
  readonly lineCount: number;
  /** Stored bytes consumed so far, for progress. */
  readonly storedOffset: number;
  /** Line-level trouble met in this block alone; persist it with the block so that a resumed run loses none. */
  readonly warnings: readonly FileWarning[];
}

/** Where to start: all zero for the beginning, else `nextDecodedOffset`, index and line count after a committed block. */
export interface BlockStart {
  readonly decodedOffset: number;
  readonly blockIndex: number;
  /** Lines before this point. */
  readonly line: number;
}

export const FIRST_BLOCK: BlockStart = { decodedOffset: 0, blockIndex: 0, line: 0 };

/** How the lines of a source go into blocks, once its format is known. */
export interface BlockReading {
  /**
   * Where a block should end so that no record over several lines is cut: at most `end`, which ends its last line; 0 where it
   * knows no better place. Must depend on the bytes alone. Not asked for encodings of wide code units.
   */
  readonly cut?: ((bytes: Uint8Array, end: number) => number) | null;
  /** Longest line kept, instead of that of the options. */
  readonly maxLineBytes?: number;
  /** Reading ends here, at a line start of `plain`; default the end of the source. */
  readonly endOffset?: number;
  /** Buffers of earlier blocks that may hold the next one, which takes a buffer over as a whole. */
  readonly memory?: UsedMemory;
}

export interface UsedMemory {
  /** Of at least so many bytes; null when there is none. */
  takeUsed(bytes: number): ArrayBuffer | null;
  give(buffer: ArrayBuffer): void;
}

export interface SourceOutcome {
  readonly status: FileStatus;
  readonly errors: readonly FileError[];
  /** Guesses about the file, plus the sum of the block warnings of the last `blocks()` call. */
  readonly warnings: readonly FileWarning[];
  /** Stored bytes read, counted from the start of the file also after a resume. */
  readonly bytesIn: number;
  /** Bytes after decompression, counted from the start of the file also after a resume. */
  readonly bytesOut: number;
}

/**
 * One file opened for reading. Trouble with the content never throws: it ends the blocks and shows in `outcome()`.
 * A rejected file (`outcome().status === 'rejected'` right after opening) has an empty sample and no blocks.
 */
export interface OpenedSource {
  readonly file: SourceFile;
  /** WHATWG label, or utf-32le / utf-32be. */
  readonly encoding: string;
  /** (0, 1]; 1 for a BOM, valid UTF-8 or a user's choice. */
  readonly encodingConfidence: number;
  /**
   * Warnings about the file as a whole, count 1 each: guesses (encoding, split at CR) from the start, trailing garbage once
   * `blocks()` has ended.
   */
  readonly fileWarnings: readonly FileWarning[];
  /** First whole lines, UTF-8, at most 256 KiB; empty for a rejected file. */
  readonly sample: Uint8Array<ArrayBuffer>;
  /** Any part of the source as it lies on disk; null where it is compressed, wide, or split at anything but LF. */
  readonly plain: PlainBytes | null;
  /** What the rows are, when the lines are rows of a table; absent for text. */
  readonly table?: TableShape;
  /** Equal for equal size, head and tail: tells a changed or repeated file apart cheaply, not cryptographically. */
  readonly fingerprint: string;
  /** @throws CancelledError when the signal fires; blocks already yielded stay valid. */
  blocks(from: BlockStart, signal: AbortSignal, reading?: BlockReading): AsyncIterable<LineBlock>;
  /** Final once `blocks()` has ended; before that, what is known so far. */
  outcome(): SourceOutcome;
  close(): Promise<void>;
}

/** Bounds on what one file (an archive with all its members, a member by itself) may cost; each is named in the message when reached. */
export interface SourceLimits {
  /** Decompressed bytes. */
  readonly maxDecodedBytes: number;
  /** Decompressed / stored bytes, enforced only beyond `expansionFloorBytes` decompressed bytes. */
  readonly maxExpansionRatio: number;
  readonly expansionFloorBytes: number;
  /** Entries of an archive, those of archives inside it included. */
  readonly maxMembers: number;
  /** Archives and compressions inside one another. */
  readonly maxLayers: number;
  /** A table inside an archive or a compression, which is laid on disk to be read. */
  readonly maxTableBytes: number;
}

export const DEFAULT_LIMITS: SourceLimits = {
  maxDecodedBytes: 1024 ** 4,
  maxExpansionRatio: 250,
  expansionFloorBytes: 1024 ** 3,
  maxMembers: 100_000,
  maxLayers: 12,
  maxTableBytes: 64 * 1024 ** 3,
};

export interface OpenOptions {
  /** WHATWG label or utf-32le / utf-32be; overrides detection. */
  readonly encoding?: string;
  /** Default 4 MiB; rounded down to a multiple of 4, at least 64. */
  readonly blockBytes?: number;
  /** Size of the source's first block, so that first rows come early; the next ones grow from it. Default `blockBytes`. */
  readonly firstBlockBytes?: number;
  /** Longest line kept in a block, in source bytes after decompression; default 1 MiB. */
  readonly maxLineBytes?: number;
  readonly limits?: Partial<SourceLimits>;
  /** Where tables inside archives are laid on disk while they are read; default: below the system's temporary folder. */
  readonly spoolDir?: string;
  readonly signal?: AbortSignal;
}
