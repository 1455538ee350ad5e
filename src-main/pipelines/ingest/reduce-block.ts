import type { FileWarning } from '#shared/domain/issue-class.ts';
import { addAccounts } from '#shared/domain/line-account.ts';
import { type MonthDay, shiftYears, yearStep } from '../../ingest/formats/index.ts';
import type { BlockAssumption, BlockSummary, BlockTrouble } from './block-protocol.ts';
import { linesInFront, mergeWarnings, type SourceProgress } from './source-progress.ts';
import { addOrder, EMPTY_ORDER, type SourceOrder } from './time-order.ts';

/** Where a block stands in its source, known once every block before it is reduced. */
export interface BlockPlace {
  /** 1-based line of the block's first line. */
  readonly firstLine: number;
  /** Events of this source before the block. */
  readonly eventsBefore: number;
  readonly yearShift: number;
  /** Leading lines of the block that belong to an event further back than the block before; 0 for none. */
  readonly lateLines: number;
}

export interface ReducedBlock {
  readonly place: BlockPlace;
  readonly progress: SourceProgress;
}

const TROUBLE_MESSAGES: Record<BlockTrouble['class'], string> = {
  W_BAD_TIMESTAMP: 'The header holds a time that does not exist; the event is kept without one.',
  W_NO_TIMESTAMP: 'The event has no time of its own.',
  W_PARSE: 'The line does not parse in this format; it is kept raw.',
  W_OUT_OF_ORDER: 'The event is earlier than the one before it.',
};

/** What a block must be parsed with, given what came before it. */
export function assumptionOf(progress: SourceProgress): BlockAssumption {
  return { hasOpenEvent: progress.hasOpenEvent, parserState: progress.parserState };
}

/**
 * Adds one block to the progress of its source. Pure; called in block order.
 * @param read Where the reader stands after the block: next offset, stored bytes used, its own warnings for the block.
 */
export function reduceBlock(
  before: SourceProgress,
  summary: BlockSummary,
  read: { nextDecodedOffset: number; storedOffset: number; warnings: readonly FileWarning[] },
): ReducedBlock {
  const year = reduceYear(before, summary);
  const shift = (timeNs: bigint | null): bigint | null => shiftTime(timeNs, year.blockShift);
  const firstTime = shift(summary.firstTimeNs);
  const troubles = toWarnings(summary.troubles, linesInFront(before));
  if (firstTime !== null && before.lastTimeNs !== null && firstTime < BigInt(before.lastTimeNs)) {
    troubles.push(acrossBlocks(linesInFront(before), before.decodedOffset));
  }
  return {
    place: {
      firstLine: linesInFront(before) + 1,
      eventsBefore: before.account.events,
      yearShift: year.blockShift,
      lateLines: before.hasOpenEvent && !before.isOpenInLastBlock ? summary.leadingContinuations : 0,
    },
    progress: {
      blockIndex: before.blockIndex + 1,
      decodedOffset: read.nextDecodedOffset,
      storedOffset: read.storedOffset,
      account: addAccounts(before.account, {
        ...summary,
        bytesIn: read.storedOffset - before.storedOffset,
        bytesOut: read.nextDecodedOffset - before.decodedOffset,
      }),
      hasOpenEvent: summary.hasOpenEventAtEnd,
      isOpenInLastBlock: summary.events > 0,
      parserState: summary.parserStateAtEnd,
      yearShift: year.nextShift,
      lastDate: year.lastDate,
      lastTimeNs: shift(summary.lastTimeNs)?.toString() ?? before.lastTimeNs,
      firstTimeNs: earlier(before.firstTimeNs, shift(summary.minTimeNs)),
      maxTimeNs: later(before.maxTimeNs, shift(summary.maxTimeNs)),
      order: reduceOrder(before, summary, shift),
      coarseFromBlock: before.coarseFromBlock,
      part: before.part ?? null,
      warnings: mergeWarnings(mergeWarnings(before.warnings, read.warnings), troubles),
    },
  };
}

function reduceOrder(
  before: SourceProgress,
  { order, firstTimeNs, minTimeNs }: BlockSummary,
  shift: (timeNs: bigint | null) => bigint | null,
): SourceOrder {
  const gaps = order.gaps.map(({ startNs, endNs }) => ({
    startNs: shift(startNs) ?? startNs,
    endNs: shift(endNs) ?? endNs,
  }));
  const block = { ...order, gaps, firstNs: shift(firstTimeNs), minNs: shift(minTimeNs) };
  return addOrder(before.order ?? EMPTY_ORDER, block, before.maxTimeNs === null ? null : BigInt(before.maxTimeNs));
}

function reduceYear(
  before: SourceProgress,
  { yearless }: BlockSummary,
): { blockShift: number; nextShift: number; lastDate: MonthDay } {
  if (yearless === null || yearless.firstMonth === 0) {
    return { blockShift: before.yearShift, nextShift: before.yearShift, lastDate: before.lastDate };
  }
  const { month, day } = before.lastDate;
  const blockShift = before.yearShift + yearStep(month, day, yearless.firstMonth, yearless.firstDay);
  return {
    blockShift,
    nextShift: blockShift + yearless.shift,
    lastDate: { month: yearless.lastMonth, day: yearless.lastDay },
  };
}

function shiftTime(timeNs: bigint | null, years: number): bigint | null {
  if (timeNs === null || years === 0) return timeNs;
  const second = 1_000_000_000n;
  const nanos = ((timeNs % second) + second) % second;
  return BigInt(shiftYears(Number((timeNs - nanos) / second), years)) * second + nanos;
}

function earlier(known: string | null, time: bigint | null): string | null {
  if (time === null) return known;
  return known === null || time < BigInt(known) ? time.toString() : known;
}

function later(known: string | null, time: bigint | null): string | null {
  if (time === null) return known;
  return known === null || time > BigInt(known) ? time.toString() : known;
}

function toWarnings(troubles: readonly BlockTrouble[], linesBefore: number): FileWarning[] {
  return troubles.map((trouble) => ({
    class: trouble.class,
    count: trouble.count,
    firstLine: linesBefore + trouble.firstLine + 1,
    firstOffset: trouble.firstOffset,
    message: TROUBLE_MESSAGES[trouble.class],
  }));
}

function acrossBlocks(linesBefore: number, offset: number): FileWarning {
  return {
    class: 'W_OUT_OF_ORDER',
    count: 1,
    firstLine: linesBefore + 1,
    firstOffset: offset,
    message: TROUBLE_MESSAGES.W_OUT_OF_ORDER,
  };
}
