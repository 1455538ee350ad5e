import { CancelledError } from '#shared/base/errors.ts';
import type { FileError, FileStatus, FileWarning } from '#shared/domain/issue-class.ts';
import { throwIfAborted } from '../../base/abort.ts';
import { BlockCutter, type RawBlock } from './block-cutter.ts';
import type { ByteReader } from './byte-reader.ts';
import { fileErrorFrom } from './file-issues.ts';
import { makeLineBlock } from './line-blocks.ts';
import { DecodedBytes } from './decoded-bytes.ts';
import type { OpenEntry } from './open-files.ts';
import { openReader, type TextProbe } from './probe-source.ts';
import { grownBytes, resolveSizes, type ResolvedSizes } from './sizes.ts';
import type { PlainBytes } from './plain-bytes.ts';
import type {
  BlockReading,
  BlockStart,
  LineBlock,
  OpenedSource,
  OpenOptions,
  SourceFile,
  SourceOutcome,
} from './types.ts';
import { WarningTally } from './warning-tally.ts';

/** A file that gives no lines, with the reason. */
export class RejectedSource implements OpenedSource {
  readonly encoding = 'utf-8';
  readonly encodingConfidence = 1;
  readonly fileWarnings = [];
  readonly sample = new Uint8Array(0);
  readonly fingerprint = '';
  readonly plain = null;
  readonly file: SourceFile;
  private readonly error: FileError;
  private readonly bytesIn: number;

  constructor(file: SourceFile, error: FileError, bytesIn = 0) {
    this.file = file;
    this.error = error;
    this.bytesIn = bytesIn;
  }

  // biome-ignore lint/correctness/useYield: a source without lines
  async *blocks(): AsyncGenerator<LineBlock> {}

  outcome(): SourceOutcome {
    return { status: 'rejected', errors: [this.error], warnings: [], bytesIn: this.bytesIn, bytesOut: 0 };
  }

  async close(): Promise<void> {}
}

function plainBytes({ stored, compression, encoding, lineEnd }: TextProbe): PlainBytes | null {
  const isPlain = compression === 'none' && stored.isSeekable && encoding.unitBytes === 1 && lineEnd === 0x0a;
  if (!isPlain || !Number.isFinite(stored.sizeBytes)) return null;
  return {
    start: encoding.bomBytes,
    end: stored.sizeBytes,
    readAt: (target, position, signal) => stored.readAt(target, position, signal),
  };
}

/** Starts on the next block while the consumer is busy with this one; a failure shows when the block is asked for. */
function nextAhead(cutter: BlockCutter, signal: AbortSignal): Promise<RawBlock | null> {
  const next = cutter.next(signal);
  next.catch(() => {});
  return next;
}

/** A file of text lines, read block by block. One `blocks()` call at a time. */
export class TextSource implements OpenedSource {
  readonly file: SourceFile;
  readonly encoding: string;
  readonly encodingConfidence: number;
  readonly sample: Uint8Array<ArrayBuffer>;
  readonly fingerprint: string;
  readonly plain: PlainBytes | null;
  private readonly entry: OpenEntry;
  private readonly release: () => Promise<void>;
  private readonly probe: TextProbe;
  private readonly sizes: ResolvedSizes;
  private reader: ByteReader | null = null;
  private tally = new WarningTally();
  private endErrors: FileError[] = [];
  private nextOffset = 0;

  /** @param release Closes what the entry stands on. */
  constructor(
    file: SourceFile,
    opened: { readonly entry: OpenEntry; readonly probe: TextProbe; readonly release: () => Promise<void> },
    options: OpenOptions,
  ) {
    const { probe } = opened;
    this.file = file;
    this.entry = opened.entry;
    this.release = opened.release;
    this.probe = probe;
    this.sizes = resolveSizes(options);
    this.encoding = probe.encoding.label;
    this.encodingConfidence = probe.encodingConfidence;
    this.sample = probe.sample;
    this.fingerprint = probe.fingerprint;
    this.plain = plainBytes(probe);
  }

  async *blocks(from: BlockStart, signal: AbortSignal, reading: BlockReading = {}): AsyncGenerator<LineBlock> {
    const { encoding, lineEnd } = this.probe;
    const making = { encoding, lineEnd, maxLineBytes: reading.maxLineBytes ?? this.sizes.maxLineBytes };
    const { limits } = this.sizes;
    const reader = openReader(this.probe, from.decodedOffset, limits, reading.endOffset);
    const cutter = new BlockCutter(reader, from.decodedOffset, {
      ...making,
      blockBytes: this.sizes.blockBytes,
      firstBlockBytes: grownBytes(this.sizes.firstBlockBytes, this.sizes.blockBytes, from.blockIndex),
      // A stream that is decompressed tells its end when it is there.
      endOffset: reading.endOffset ?? this.plain?.end ?? null,
      cut: reading.cut,
      memory: reading.memory,
      isProbe: false,
    });
    this.reader = reader;
    this.tally = new WarningTally();
    this.endErrors = [];
    this.nextOffset = from.decodedOffset;
    let linesBefore = from.line;
    let index = from.blockIndex;
    let ahead = nextAhead(cutter, signal);
    try {
      for (let raw = await ahead; raw !== null; raw = await ahead) {
        throwIfAborted(signal);
        const storedOffset = reader.storedOffset;
        ahead = nextAhead(cutter, signal);
        const block = makeLineBlock(raw, { index, linesBefore, storedOffset }, making);
        this.nextOffset = raw.next;
        for (const warning of block.warnings) this.tally.merge(warning);
        linesBefore += block.lineCount;
        index++;
        if (block.lineCount > 0) yield block;
      }
      const change = await this.entry.file.findChange();
      if (change !== null) this.endErrors.push(change);
    } catch (cause) {
      if (cause instanceof CancelledError) throw cause;
      this.endErrors.push(fileErrorFrom(cause, { offset: reader.storedOffset, decodedOffset: this.nextOffset }));
    } finally {
      await Promise.allSettled([ahead]);
      await reader.close();
    }
  }

  get fileWarnings(): readonly FileWarning[] {
    return [...this.probe.warnings, ...(this.reader?.warnings ?? [])];
  }

  outcome(): SourceOutcome {
    const errors = [...this.endErrors, ...(this.reader?.errors ?? [])];
    const status: FileStatus = errors.length === 0 ? 'whole' : this.nextOffset === 0 ? 'rejected' : 'partial';
    const warnings = [...this.fileWarnings, ...this.tally.list()];
    return { status, errors, warnings, bytesIn: this.reader?.storedOffset ?? 0, bytesOut: this.nextOffset };
  }

  async close(): Promise<void> {
    await this.reader?.close();
    // Compressions inside one another; the layers below belong to the entry.
    if (this.probe.stored instanceof DecodedBytes) await this.probe.stored.close();
    await this.release();
  }
}
