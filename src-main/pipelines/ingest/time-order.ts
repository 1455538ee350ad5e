import type { BlockColumns } from './block-columns.ts';

/** A stretch of a source in which no event happened. */
export interface QuietGap {
  readonly startNs: bigint;
  readonly endNs: bigint;
}

/** How the times of a block run, in line order. */
export interface BlockOrder {
  /** Greatest distance of an event behind the latest one in front of it; 0 for events in time order. */
  readonly greatestStepBackNs: bigint;
  /** Longest first, at most `MAX_GAPS`. */
  readonly gaps: readonly QuietGap[];
}

/** The same of a source so far; plain JSON data, 64-bit numbers as decimal text. */
export interface SourceOrder {
  readonly greatestStepBackNs: string;
  readonly gaps: ReadonlyArray<{ readonly startNs: string; readonly endNs: string }>;
}

export const EMPTY_ORDER: SourceOrder = { greatestStepBackNs: '0', gaps: [] };

const MAX_GAPS = 3;
/** Shorter silences are ordinary. */
const MIN_GAP_SECONDS = 60;
const MIN_GAP_NS = BigInt(MIN_GAP_SECONDS) * 1_000_000_000n;

/** Follows the events with a time through a block. One pass over two columns. */
export function timeOrder({ epochSeconds, nanos, eventCount }: BlockColumns): BlockOrder {
  let latest = -1;
  let stepBack = 0;
  let stepFrom = -1;
  let stepTo = -1;
  let gaps: QuietGap[] = [];
  const at = (i: number): bigint => BigInt(epochSeconds[i] as number) * 1_000_000_000n + BigInt(nanos[i] as number);
  for (let i = 0; i < eventCount; i++) {
    const seconds = epochSeconds[i] as number;
    if (Number.isNaN(seconds)) continue;
    if (latest < 0) {
      latest = i;
      continue;
    }
    const step = seconds - (epochSeconds[latest] as number) + ((nanos[i] as number) - (nanos[latest] as number)) / 1e9;
    if (step < 0) {
      if (step >= stepBack) continue;
      stepBack = step;
      stepFrom = latest;
      stepTo = i;
    } else {
      if (step >= MIN_GAP_SECONDS) gaps = longest([...gaps, { startNs: at(latest), endNs: at(i) }]);
      latest = i;
    }
  }
  return { greatestStepBackNs: stepFrom < 0 ? 0n : at(stepFrom) - at(stepTo), gaps };
}

/**
 * Adds a block to the order of its source.
 * @param block Its order and its first and earliest event, after any year shift; nulls for a block without times.
 * @param latestNs Latest event before the block, null for none.
 */
export function addOrder(
  before: SourceOrder,
  block: BlockOrder & { readonly firstNs: bigint | null; readonly minNs: bigint | null },
  latestNs: bigint | null,
): SourceOrder {
  const { firstNs, minNs } = block;
  const acrossNs = latestNs === null || minNs === null ? 0n : latestNs - minNs;
  const stepBackNs = [BigInt(before.greatestStepBackNs), block.greatestStepBackNs, acrossNs].reduce((a, b) =>
    a > b ? a : b,
  );
  const gaps: QuietGap[] = before.gaps.map(({ startNs, endNs }) => ({
    startNs: BigInt(startNs),
    endNs: BigInt(endNs),
  }));
  if (latestNs !== null && firstNs !== null && firstNs - latestNs >= MIN_GAP_NS) {
    gaps.push({ startNs: latestNs, endNs: firstNs });
  }
  for (const { startNs, endNs } of block.gaps) {
    // Events of the blocks before may reach into it.
    const openNs = latestNs === null || startNs > latestNs ? startNs : latestNs;
    if (endNs - openNs >= MIN_GAP_NS) gaps.push({ startNs: openNs, endNs });
  }
  return {
    greatestStepBackNs: stepBackNs.toString(),
    gaps: longest(gaps).map(({ startNs, endNs }) => ({ startNs: startNs.toString(), endNs: endNs.toString() })),
  };
}

function longest(gaps: readonly QuietGap[]): QuietGap[] {
  const length = ({ startNs, endNs }: QuietGap): bigint => endNs - startNs;
  return gaps.toSorted((a, b) => (length(a) > length(b) ? -1 : length(a) < length(b) ? 1 : 0)).slice(0, MAX_GAPS);
}
