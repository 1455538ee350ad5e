import { LineKind } from '#shared/domain/line-account.ts';
import { severityBand } from '#shared/domain/severity.ts';
import type { ParsedLine } from '../../ingest/formats/line-parser.ts';
import type { BlockColumns } from './block-columns.ts';
import type { BlockSummary, BlockTrouble } from './block-protocol.ts';

type Counted = 'blockIndex' | 'assumption' | 'hasOpenEventAtEnd' | 'parserStateAtEnd' | 'yearless' | 'shapes';

/** Counts what a block holds while it is parsed: line kinds, times, line-level trouble. */
export class BlockTally {
  readonly #kinds = [0, 0, 0, 0];
  readonly #severities = [0, 0, 0, 0, 0, 0, 0];
  readonly #troubles = new Map<BlockTrouble['class'], { count: number; firstLine: number; firstOffset: number }>();
  #leadingContinuations = 0;
  #hasEvent = false;
  #previousSeconds = Number.NaN;
  #previousNanos = 0;

  countLine(kind: LineKind): void {
    this.#kinds[kind] = (this.#kinds[kind] as number) + 1;
    if (kind === LineKind.event) this.#hasEvent = true;
    else if (kind === LineKind.continuation && !this.#hasEvent) this.#leadingContinuations++;
  }

  countEvent(line: ParsedLine, lineIndex: number, offset: number): void {
    const band = severityBand(line.severity);
    this.#severities[band] = (this.#severities[band] as number) + 1;
    if (line.isMalformed) this.trouble('W_PARSE', lineIndex, offset);
    if (line.badTime) this.trouble('W_BAD_TIMESTAMP', lineIndex, offset);
    if (!line.hasTime) {
      if (!line.badTime) this.trouble('W_NO_TIMESTAMP', lineIndex, offset);
      return;
    }
    const { epochSeconds, nanos } = line;
    // NaN before the first time: both comparisons are false.
    if (
      epochSeconds < this.#previousSeconds ||
      (epochSeconds === this.#previousSeconds && nanos < this.#previousNanos)
    ) {
      this.trouble('W_OUT_OF_ORDER', lineIndex, offset);
    }
    this.#previousSeconds = epochSeconds;
    this.#previousNanos = nanos;
  }

  trouble(kind: BlockTrouble['class'], firstLine: number, firstOffset: number): void {
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
