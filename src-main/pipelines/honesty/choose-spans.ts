import type { PlantedKind } from '#shared/domain/planted-fault.ts';
import type { Random } from '../../models/random.ts';

/** Windows a fault lasts. */
export const SPAN_WINDOWS = 5;
/** Windows between two faults: long enough for levels to settle. */
const GAP_WINDOWS = 15;

/** Windows [from, to) that a fault is planted in. */
export interface PlantedSpan {
  readonly kind: PlantedKind;
  readonly from: number;
  readonly to: number;
}

export interface SpanRequest {
  readonly kinds: readonly PlantedKind[];
  /** Faults of each kind, if the log is long enough. */
  readonly perKind: number;
  /** Events a window. */
  readonly events: Float64Array;
  /** Windows that are alarms already: no fault is planted on them. */
  readonly isAlarm: (window: number) => boolean;
  readonly random: Random;
}

/**
 * Deals spans out over a log in rounds of one fault of each kind, so that a short log has some of each rather than all of
 * one. A round is planted by itself: a fault that comes many times is usual.
 * @returns One list a round, in time order, apart from each other; empty when the log has no room for any.
 */
export function chooseSpans({ kinds, perKind, events, isAlarm, random }: SpanRequest): PlantedSpan[][] {
  const pitch = SPAN_WINDOWS + GAP_WINDOWS;
  const places: number[] = [];
  for (let from = GAP_WINDOWS; from + pitch <= events.length; from += pitch) {
    const windows = Array.from({ length: SPAN_WINDOWS }, (_, i) => from + i);
    if (windows.every((window) => events[window]! > 0 && !isAlarm(window))) places.push(from);
  }
  shuffle(places, random);
  const spans = places
    .slice(0, kinds.length * perKind)
    .map((from, i) => ({ kind: kinds[i % kinds.length]!, from, to: from + SPAN_WINDOWS }));
  const rounds: PlantedSpan[][] = [];
  for (let at = 0; at < spans.length; at += kinds.length) {
    rounds.push(spans.slice(at, at + kinds.length).sort((a, b) => a.from - b.from));
  }
  return rounds;
}

function shuffle(values: number[], random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const other = random.below(i + 1);
    [values[i], values[other]] = [values[other]!, values[i]!];
  }
}
