import { CancelledError } from '#shared/base/errors.ts';
import type { FileWarning } from '#shared/domain/issue-class.ts';
import type { LineBlock, OpenedSource } from '../../ingest/sources/index.ts';
import type { SegmentFile } from '../../lake/segment-columns.ts';
import { type BlockPool, type DispatchedBlock, MAX_HELD_BLOCKS } from './block-pool.ts';
import type { BlockSummary, ShapeSighting } from './block-protocol.ts';
import { assumptionOf, type BlockPlace, reduceBlock } from './reduce-block.ts';
import type { SourceProgress } from './source-progress.ts';

/** A block whose files are on disk: what one catalog transaction makes visible. */
export interface WrittenBlock {
  readonly sourceId: number;
  readonly progress: SourceProgress;
  readonly segments: readonly SegmentFile[];
  readonly shapes: readonly ShapeSighting[];
  /** Event id of the block's first event: shapes' `firstEvent` counts from it. */
  readonly firstEventId: number;
}

export interface IngestSourceOptions {
  readonly sourceId: number;
  readonly source: OpenedSource;
  readonly from: SourceProgress;
  /** Event id of the source's first event. */
  readonly firstEventId: number;
  readonly pool: BlockPool;
  readonly signal: AbortSignal;
  /** Adds a block's shapes to the dictionary and returns its size. Called in block order, before `commit`. */
  addShapes(shapes: readonly ShapeSighting[]): number;
  /** Makes the block visible in one transaction. Called in block order. */
  commit(block: WrittenBlock): void;
}

/** A dictionary larger than this says that the masks do not fit the data: later blocks use coarse shapes. */
export const MAX_FINE_SHAPES = 200_000;

interface Flight {
  readonly block: DispatchedBlock;
  readonly read: { nextDecodedOffset: number; storedOffset: number; warnings: readonly FileWarning[] };
}

interface Reduced {
  readonly summary: BlockSummary;
  readonly place: BlockPlace;
  readonly progress: SourceProgress;
  /** Event open when the block starts, null when none. */
  readonly hadOpenEvent: boolean;
}

/**
 * Reads one source from its resume point to its end. Blocks are parsed on the pool in any order, but reduced, written and
 * committed in block order.
 * @returns the progress after the last block.
 * @throws CancelledError when the signal fires; everything committed before stays valid.
 */
export async function ingestSource(options: IngestSourceOptions): Promise<SourceProgress> {
  const run = new SourceRun(options);
  for await (const block of options.source.blocks(resumePoint(options.from), options.signal)) {
    if (options.signal.aborted) break;
    await run.add(block);
  }
  if (options.signal.aborted) throw new CancelledError();
  return run.finish();
}

function resumePoint(from: SourceProgress): { decodedOffset: number; blockIndex: number; line: number } {
  return { decodedOffset: from.decodedOffset, blockIndex: from.blockIndex, line: from.account.lines };
}

/** The chains that keep block order: reduce(k) after reduce(k-1), write(k) after reduce(k+1), commit(k) after commit(k-1). */
class SourceRun {
  readonly #options: IngestSourceOptions;
  #reduced: Promise<Reduced | null> = Promise.resolve(null);
  #committed: Promise<SourceProgress>;
  #pending: { reduced: Promise<Reduced>; flight: Flight } | null = null;
  #held = 0;
  #wake: (() => void) | null = null;
  #failure: unknown = null;
  #latest: SourceProgress;
  #coarseFrom: number | null;
  #seenWarnings: readonly FileWarning[] = [];

  constructor(options: IngestSourceOptions) {
    this.#options = options;
    this.#latest = options.from;
    this.#coarseFrom = options.from.coarseFromBlock;
    this.#committed = Promise.resolve(options.from);
  }

  async add(block: LineBlock): Promise<void> {
    const { pool } = this.#options;
    const flight: Flight = {
      read: {
        nextDecodedOffset: block.nextDecodedOffset,
        storedOffset: block.storedOffset,
        warnings: this.#newReaderWarnings(),
      },
      block: pool.dispatch({
        blockIndex: block.index,
        bytes: block.bytes,
        decodedOffset: block.decodedOffset,
        lineOffsets: block.lineOffsets,
        assumption: { hasOpenEvent: block.index > 0, parserState: this.#latest.parserState },
        isCoarse: this.#coarseFrom !== null && block.index >= this.#coarseFrom,
      }),
    };
    this.#held++;
    const before = this.#reduced;
    const reduced = this.#reduce(before, flight);
    this.#reduced = reduced;
    if (this.#pending !== null) this.#writeAndCommit(this.#pending, reduced);
    this.#pending = { reduced, flight };
    while (this.#held >= pool.capacity && this.#failure === null) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure !== null) throw this.#failure;
  }

  async finish(): Promise<SourceProgress> {
    if (this.#pending !== null) this.#writeAndCommit(this.#pending, null);
    return this.#committed;
  }

  async #reduce(before: Promise<Reduced | null>, flight: Flight): Promise<Reduced> {
    const previous = (await before)?.progress ?? this.#options.from;
    const assumption = assumptionOf(previous);
    let summary = await flight.block.summary;
    const guess = summary.assumption;
    if (guess.hasOpenEvent !== assumption.hasOpenEvent || guess.parserState !== assumption.parserState) {
      summary = await flight.block.reparse(assumption);
    }
    const { place, progress } = reduceBlock(previous, summary, flight.read);
    this.#latest = progress;
    return { summary, place, progress, hadOpenEvent: previous.hasOpenEvent };
  }

  #writeAndCommit(own: { reduced: Promise<Reduced>; flight: Flight }, next: Promise<Reduced> | null): void {
    const written = this.#write(own, next);
    const before = this.#committed;
    this.#committed = (async () => {
      await before;
      const block = await written;
      if (this.#options.addShapes(block.shapes) > MAX_FINE_SHAPES) {
        // Later than any block that can be under way: the switch falls on the same block for any number of threads.
        this.#coarseFrom ??= block.progress.blockIndex + MAX_HELD_BLOCKS;
      }
      const progress = { ...block.progress, coarseFromBlock: this.#coarseFrom };
      this.#options.commit({ ...block, progress });
      this.#release();
      return progress;
    })();
    this.#committed.catch((error: unknown) => {
      this.#failure ??= error;
      this.#release();
    });
  }

  async #write(
    own: { reduced: Promise<Reduced>; flight: Flight },
    next: Promise<Reduced> | null,
  ): Promise<WrittenBlock> {
    const { summary, place, progress, hadOpenEvent } = await own.reduced;
    const following = await next;
    const firstEventId = this.#options.firstEventId + place.eventsBefore;
    const output = await own.flight.block.write({
      segmentName: segmentName(this.#options.sourceId, summary.blockIndex),
      firstLine: place.firstLine,
      firstEventId,
      openEventId: hadOpenEvent ? firstEventId - 1 : -1,
      yearShift: place.yearShift,
      trailingContinuations: following?.summary.leadingContinuations ?? 0,
    });
    return {
      sourceId: this.#options.sourceId,
      progress,
      segments: output.segments,
      shapes: summary.shapes,
      firstEventId,
    };
  }

  #release(): void {
    this.#held--;
    this.#wake?.();
    this.#wake = null;
  }

  /** What the reader warned of since the last block; its own list is cumulative. */
  #newReaderWarnings(): FileWarning[] {
    const now = this.#options.source.outcome().warnings;
    const before = new Map(this.#seenWarnings.map((warning) => [warning.class, warning.count]));
    this.#seenWarnings = now.map((warning) => ({ ...warning }));
    return now
      .map((warning) => ({ ...warning, count: warning.count - (before.get(warning.class) ?? 0) }))
      .filter((warning) => warning.count > 0);
  }
}

function segmentName(sourceId: number, blockIndex: number): string {
  return `s${String(sourceId).padStart(4, '0')}-b${String(blockIndex).padStart(6, '0')}`;
}
