import type { PlainBytes } from '../sources/plain-bytes.ts';
import type { EventTimes, TimedEvent } from './event-times.ts';

/** Length of a sample, and their number at most: to place a span costs a few MiB whatever the file's size. */
const SAMPLE_BYTES = 16 * 1024;
const MAX_SAMPLES = 64;
/** Bytes read in search of an event with a time before a place counts as one without any. */
const MAX_SILENT_BYTES = 4 * 2 ** 20;

/** Times of a few lines in one place. */
interface Sample {
  readonly first: TimedEvent;
  readonly minNs: bigint;
  readonly maxNs: bigint;
}

export interface TimeIndex {
  /** In file order. */
  readonly samples: readonly Sample[];
  /** Greatest distance by which an event of a sample lies before one in front of it: what may be out of order. */
  readonly greatestStepBackNs: bigint;
  /** A later place is earlier than disorder within places explains: the file as a whole is not in time order. */
  readonly isDisordered: boolean;
}

/** Samples the times of a file at evenly spread places. Empty when no place has a time. */
export async function sampleTimes(bytes: PlainBytes, times: EventTimes, signal: AbortSignal): Promise<TimeIndex> {
  const size = bytes.end - bytes.start;
  const count = Math.max(1, Math.min(MAX_SAMPLES, Math.ceil(size / SAMPLE_BYTES)));
  const samples: Sample[] = [];
  let greatestStepBackNs = 0n;
  for (let i = 0; i < count; i++) {
    const place = (index: number): number => bytes.start + Math.floor((size * index) / count);
    // Samples that overlapped would look like steps back.
    const found = await readSample(times, place(i), Math.min(place(i + 1), place(i) + SAMPLE_BYTES), signal);
    if (found === null) continue;
    samples.push(found.sample);
    if (found.stepBackNs > greatestStepBackNs) greatestStepBackNs = found.stepBackNs;
  }
  return { samples, greatestStepBackNs, isDisordered: isDisordered(samples, slackOf(greatestStepBackNs)) };
}

/** How far an event may lie from its place in time: twice what samples show, since they show only a part. */
export function slackOf(greatestStepBackNs: bigint): bigint {
  return greatestStepBackNs * 2n;
}

async function readSample(times: EventTimes, from: number, to: number, signal: AbortSignal) {
  let first: TimedEvent | null = null;
  let minNs = 0n;
  let maxNs = 0n;
  let stepBackNs = 0n;
  for await (const event of times.between(from, to, signal)) {
    const { timeNs } = event;
    if (first === null) {
      first = event;
      minNs = maxNs = timeNs;
    }
    if (timeNs > maxNs) maxNs = timeNs;
    if (timeNs < minNs) minNs = timeNs;
    if (maxNs - timeNs > stepBackNs) stepBackNs = maxNs - timeNs;
  }
  return first === null ? null : { sample: { first, minNs, maxNs }, stepBackNs };
}

function isDisordered(samples: readonly Sample[], slackNs: bigint): boolean {
  let latestNs: bigint | null = null;
  let earliestNs: bigint | null = null;
  for (const { minNs, maxNs } of samples) {
    if (latestNs !== null && minNs + slackNs < latestNs) return true;
    if (latestNs === null || maxNs > latestNs) latestNs = maxNs;
    if (earliestNs === null || minNs < earliestNs) earliestNs = minNs;
  }
  // With a slack as long as that, nothing would be left out.
  return latestNs !== null && earliestNs !== null && slackNs > 0n && slackNs * 2n >= latestNs - earliestNs;
}

/**
 * The first event at or after a time, in bytes whose events are in time order: a binary search over line starts.
 * @param fromNs Every event before the one found is earlier than this.
 * @returns Offset of its line; `to` when there is none; null when there are no times for so long that the search is no use.
 */
export async function findFirst(
  times: EventTimes,
  range: { readonly from: number; readonly to: number; readonly fromNs: bigint },
  signal: AbortSignal,
): Promise<number | null> {
  let { from: low, to: high } = range;
  let found = range.to;
  while (high - low > SAMPLE_BYTES) {
    const middle = low + Math.floor((high - low) / 2);
    const next = await firstBetween(times, middle, high, signal);
    if (next === 'silent') return null;
    if (next === null) high = middle;
    else if (next.timeNs >= range.fromNs) {
      found = next.offset;
      high = middle;
    } else low = next.offset;
  }
  for await (const event of times.between(low, high, signal)) if (event.timeNs >= range.fromNs) return event.offset;
  return found;
}

async function firstBetween(
  times: EventTimes,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<TimedEvent | null | 'silent'> {
  const end = Math.min(to, from + MAX_SILENT_BYTES);
  for await (const event of times.between(from, end, signal)) return event;
  return end < to ? 'silent' : null;
}
