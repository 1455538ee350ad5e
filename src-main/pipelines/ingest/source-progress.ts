import { EMPTY_ACCOUNT, type LineAccount } from '#shared/domain/line-account.ts';
import type { FileWarning } from '#shared/domain/issue-class.ts';
import type { MonthDay } from '../../ingest/formats/index.ts';
import type { SourcePart } from './source-part.ts';
import { EMPTY_ORDER, type SourceOrder } from './time-order.ts';

/**
 * Everything the next block of a source depends on, and everything counted so far. Committed with each block, so that a
 * run cut off anywhere goes on exactly as an undisturbed one.
 */
export interface SourceProgress {
  /** Resume point: the next block and where it starts. */
  readonly blockIndex: number;
  readonly decodedOffset: number;
  readonly storedOffset: number;
  /** Events committed so far from this source. */
  readonly account: LineAccount;
  readonly hasOpenEvent: boolean;
  /** The block before holds the open event; else it lies further back, also in the generation before. */
  readonly isOpenInLastBlock: boolean;
  readonly parserState: string;
  /** Years added to the base year of year-less times by roll-overs so far, and the last date seen (month 0 = none). */
  readonly yearShift: number;
  readonly lastDate: MonthDay;
  /** Epoch nanoseconds as decimal text (JSON has no 64-bit integers); null when no event had a time yet. */
  readonly lastTimeNs: string | null;
  readonly firstTimeNs: string | null;
  readonly maxTimeNs: string | null;
  /** Absent in older cases. */
  readonly order?: SourceOrder;
  /** From this block on shapes are coarse; null while the dictionary is small enough. */
  readonly coarseFromBlock: number | null;
  readonly warnings: readonly FileWarning[];
  /** Of a source that is read in part only; null, or absent in older cases, for a whole one. */
  readonly part?: SourcePart | null;
}

/** Physical lines of the file in front of the next block: those read, and those left out before them. */
export function linesInFront({ account, part }: SourceProgress): number {
  return account.lines + (part?.linesBefore ?? 0);
}

/** @param hasOpenEvent The source goes on with a log whose last event, in the generation before, may have more lines here. */
export function startProgress(isCoarse: boolean, hasOpenEvent = false): SourceProgress {
  return {
    blockIndex: 0,
    decodedOffset: 0,
    storedOffset: 0,
    account: EMPTY_ACCOUNT,
    hasOpenEvent,
    isOpenInLastBlock: false,
    parserState: '',
    yearShift: 0,
    lastDate: { month: 0, day: 0 },
    lastTimeNs: null,
    firstTimeNs: null,
    maxTimeNs: null,
    order: EMPTY_ORDER,
    coarseFromBlock: isCoarse ? 0 : null,
    warnings: [],
    part: null,
  };
}

/** Adds counts of the same class; the first place of the earlier list wins. */
export function mergeWarnings(earlier: readonly FileWarning[], later: readonly FileWarning[]): FileWarning[] {
  const merged = new Map(earlier.map((warning) => [warning.class, warning]));
  for (const warning of later) {
    const known = merged.get(warning.class);
    merged.set(warning.class, known === undefined ? warning : { ...known, count: known.count + warning.count });
  }
  return [...merged.values()];
}
