import { LineKind } from '#shared/domain/line-account.ts';
import { severityBand } from '#shared/domain/severity.ts';
import { type BlockColumns, EventFlag } from './block-columns.ts';
import type { BlockSummary, BlockTrouble } from './block-protocol.ts';
import { timeOrder } from './time-order.ts';

type Counted = 'blockIndex' | 'assumption' | 'hasOpenEventAtEnd' | 'parserStateAtEnd' | 'yearless' | 'shapes';

/** Counts what a block holds: line kinds, times, line-level trouble. */
export function tallyBlock(columns: BlockColumns, lineOffset: Float64Array): Omit<BlockSummary, Counted> {
  const tally = new BlockTally();
  const { lineCount, lineKind, eventCount, eventLine } = columns;
  let event = 0;
  for (let line = 0; line < lineCount; line++) {
    for (; event < eventCount && eventLine[event] === line; event++) {
      tally.countEvent(columns, event, line, lineOffset[line] as number);
    }
    tally.countLine(lineKind[line] as LineKind, line, lineOffset[line] as number);
  }
  return tally.summary(columns);
}

class BlockTally {
  readonly #kinds = [0, 0, 0, 0];
  readonly #severities = [0, 0, 0, 0, 0, 0, 0];
  readonly #troubles = new Map<BlockTrouble['class'], { count: number; firstLine: number; firstOffset: number }>();
  #leadingContinuations = 0;
  #hasEvent = false;
  #previousSeconds = Number.NaN;
  #previousNanos = 0;

  countLine(kind: LineKind, line: number, offset: number): void {
    if (kind === LineKind.rejected) this.#trouble('W_PARSE', line, offset);
    this.#kinds[kind] = (this.#kinds[kind] as number) + 1;
    if (kind === LineKind.event) this.#hasEvent = true;
    else if (kind === LineKind.continuation && !this.#hasEvent) this.#leadingContinuations++;
  }

  countEvent(columns: BlockColumns, event: number, line: number, offset: number): void {
    const band = severityBand(columns.severity[event] as number);
    this.#severities[band] = (this.#severities[band] as number) + 1;
    const flags = columns.flags[event] as number;
    if ((flags & EventFlag.malformed) !== 0) this.#trouble('W_PARSE', line, offset);
    if ((flags & EventFlag.badTime) !== 0) this.#trouble('W_BAD_TIMESTAMP', line, offset);
    if ((flags & EventFlag.hasTime) === 0) {
      if ((flags & EventFlag.badTime) === 0) this.#trouble('W_NO_TIMESTAMP', line, offset);
      return;
    }
    const epochSeconds = columns.epochSeconds[event] as number;
    const nanos = columns.nanos[event] as number;
    // NaN before the first time: both comparisons are false.
    if (
      epochSeconds < this.#previousSeconds ||
      (epochSeconds === this.#previousSeconds && nanos < this.#previousNanos)
    ) {
      this.#trouble('W_OUT_OF_ORDER', line, offset);
    }
    this.#previousSeconds = epochSeconds;
    this.#previousNanos = nanos;
  }

  #trouble(kind: BlockTrouble['class'], firstLine: number, firstOffset: number): void {
    const known = this.#troubles.get(kind);
    if (known === undefined) this.#troubles.set(kind, { count: 1, firstLine, firstOffset });
    else known.count++;
  }

  summary(columns: BlockColumns): Omit<BlockSummary, Counted> {
    const [eventLines, continuationLines, blankLines, rejectedLines] = this.#kinds as [number, number, number, number];
    return {
      lines: columns.lineCount,
      events: columns.eventCount,
      eventLines,
      continuationLines,
      blankLines,
      rejectedLines,
      leadingContinuations: this.#leadingContinuations,
      troubles: [...this.#troubles].map(([kind, trouble]) => ({ class: kind, ...trouble })),
      severityCounts: this.#severities,
      ...timeRange(columns),
      order: timeOrder(columns),
    };
  }
}

interface TimeRange {
  readonly firstTimeNs: bigint | null;
  readonly lastTimeNs: bigint | null;
  readonly minTimeNs: bigint | null;
  readonly maxTimeNs: bigint | null;
}

/** First and last time in line order, and the earliest and latest, over the events that have one. */
export function timeRange(columns: BlockColumns): TimeRange {
  const { epochSeconds: seconds, nanos, eventCount } = columns;
  let first = -1;
  let last = -1;
  let min = -1;
  let max = -1;
  const isEarlier = (a: number, b: number): boolean =>
    (seconds[a] as number) < (seconds[b] as number) ||
    (seconds[a] === seconds[b] && (nanos[a] as number) < (nanos[b] as number));
  for (let i = 0; i < eventCount; i++) {
    if (Number.isNaN(seconds[i])) continue;
    if (first < 0) first = min = max = i;
    else if (isEarlier(i, min)) min = i;
    else if (isEarlier(max, i)) max = i;
    last = i;
  }
  const at = (i: number): bigint | null =>
    i < 0 ? null : BigInt(seconds[i] as number) * 1_000_000_000n + BigInt(nanos[i] as number);
  return { firstTimeNs: at(first), lastTimeNs: at(last), minTimeNs: at(min), maxTimeNs: at(max) };
}
