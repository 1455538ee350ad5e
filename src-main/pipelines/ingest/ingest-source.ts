import { CancelledError } from '#shared/base/errors.ts';
import type { FileWarning } from '#shared/domain/issue-class.ts';
import type { BlockReading, BlockStart, LineBlock, OpenedSource } from '../../ingest/sources/index.ts';
import type { SegmentFile } from '../../lake/segment-columns.ts';
import { type BlockPool, type DispatchedBlock, MAX_HELD_BLOCKS } from './block-pool.ts';
import type { BlockSummary, ShapeSighting } from './block-protocol.ts';
import type { CommittedBlock } from './ingest-store.ts';
import { assumptionOf, type BlockPlace, reduceBlock } from './reduce-block.ts';
import type { ShapeDictionary } from './shape-dictionary.ts';
import { linesInFront, type SourceProgress } from './source-progress.ts';

/** A block whose files are on disk and whose turn to be committed has not come. */
interface WrittenBlock {
  readonly progress: SourceProgress;
  readonly segments: readonly SegmentFile[];
  readonly sightings: readonly ShapeSighting[];
  readonly firstEventId: number;
  readonly lateLines: number;
}

export interface IngestSourceOptions {
  readonly sourceId: number;
  readonly source: OpenedSource;
  /** What the format asks of the blocks. */
  readonly reading: BlockReading;
  readonly from: SourceProgress;
  /** Event id of the source's first event. */
  readonly firstEventId: number;
  readonly pool: BlockPool;
  readonly signal: AbortSignal;
  readonly dictionary: ShapeDictionary;
  /** Called when the first rows of a case are stored and there is much more to read, which waits for it. */
  readonly onFirstRows?: (() => Promise<void>) | undefined;
  /** Makes the block visible in one transaction. Called in block order. */
  commit(block: CommittedBlock): void;
}

/** A dictionary larger than this says that the masks do not fit the data: later blocks use coarse shapes. */
export const MAX_FINE_SHAPES = 200_000;

/** The first block is written once the second is parsed. */
const BLOCKS_BEFORE_ROWS = 2;

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
  const { source, from, signal, reading } = options;
  for await (const block of source.blocks(resumePoint(from), signal, reading)) {
    if (options.signal.aborted) break;
    await run.add(block);
  }
  if (options.signal.aborted) throw new CancelledError();
  return run.finish();
}

function resumePoint(from: SourceProgress): BlockStart {
  return { decodedOffset: from.decodedOffset, blockIndex: from.blockIndex, line: linesInFront(from) };
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

  constructor(options: IngestSourceOptions) {
    this.#options = options;
    this.#latest = options.from;
    this.#coarseFrom = options.from.coarseFromBlock;
    this.#committed = Promise.resolve(options.from);
  }

  async add(block: LineBlock): Promise<void> {
    const { pool, firstEventId, onFirstRows } = this.#options;
    // A person waits for the first rows of a case, and a thread that parses a large block writes none: they are written first.
    if (onFirstRows !== undefined && firstEventId === 0 && block.index === BLOCKS_BEFORE_ROWS) {
      await this.#committed.catch(() => undefined);
      await onFirstRows();
    }
    const flight: Flight = {
      read: {
        nextDecodedOffset: block.nextDecodedOffset,
        storedOffset: block.storedOffset,
        warnings: block.warnings,
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
    // The first failure is met by the commit chain; the blocks behind it fail too, and nobody waits for those.
    reduced.catch(() => undefined);
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
    written.catch(() => undefined);
    const before = this.#committed;
    this.#committed = (async () => {
      await before;
      const block = await written;
      const { dictionary, sourceId, commit } = this.#options;
      const shapes = dictionary.add(block.sightings, block.firstEventId);
      if (dictionary.size > MAX_FINE_SHAPES) {
        // Later than any block that can be under way: the switch falls on the same block for any number of threads.
        this.#coarseFrom ??= block.progress.blockIndex + MAX_HELD_BLOCKS;
      }
      const progress = { ...block.progress, coarseFromBlock: this.#coarseFrom };
      // The open event's own row is written already: lines that come this late are counted beside it.
      const { lateLines, firstEventId } = block;
      const extraLines = lateLines > 0 ? { eventId: firstEventId - 1, lines: lateLines } : null;
      commit({ sourceId, progress, segments: block.segments, shapes, extraLines });
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
    return { progress, segments: output.segments, sightings: summary.shapes, firstEventId, lateLines: place.lateLines };
  }

  #release(): void {
    this.#held--;
    this.#wake?.();
    this.#wake = null;
  }
}

function segmentName(sourceId: number, blockIndex: number): string {
  return `s${String(sourceId).padStart(4, '0')}-b${String(blockIndex).padStart(6, '0')}`;
}
