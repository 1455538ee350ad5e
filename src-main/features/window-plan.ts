import { FeatureError } from '#shared/base/errors.ts';

/** Where windows begin and how long they are; all in seconds. */
export interface WindowPlan {
  /** Start of the first window: a multiple of `stepSeconds` since the epoch. */
  readonly startSeconds: number;
  readonly windowSeconds: number;
  readonly stepSeconds: number;
  /** Windows from the first to the last event, empty ones included. */
  readonly count: number;
  /** Why this length, in words, when it was chosen here; null when it was asked for. */
  readonly reason: string | null;
}

export interface WindowRequest {
  readonly firstSeconds: number;
  readonly lastSeconds: number;
  readonly events: number;
  /** Null: chosen from span and volume. */
  readonly windowSeconds: number | null;
  /** Null: equal to the window. Rounded to a divisor of the window. */
  readonly stepSeconds: number | null;
  /**
   * Windows that hold an event, by length in seconds; lengths that are not counted are taken to be full. A log written
   * in hourly bursts looks like a burst in every hour to windows of minutes.
   */
  readonly occupied?: ReadonlyMap<number, number>;
}

const LENGTHS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 21_600, 86_400];
const PREFERRED_SECONDS = 60;
/** Beyond an hour a window says too little about when. */
const LONGEST_PREFERRED = 3600;
const MIN_WINDOWS = 60;
const MAX_WINDOWS = 20_000;
const MIN_EVENTS = 5;
/** More than this share of the windows should hold an event. */
const MIN_OCCUPIED = 0.5;
/** More windows than this are refused rather than computed for hours. */
const LIMIT_WINDOWS = 4_000_000;

/**
 * Lays windows over a span, from its first event to its last.
 * @throws FeatureError `features.too-many-windows` when the length asked for gives more than four million.
 */
export function planWindows(request: WindowRequest): WindowPlan {
  const chosen = request.windowSeconds === null ? chooseLength(request) : null;
  const windowSeconds = chosen?.seconds ?? request.windowSeconds ?? PREFERRED_SECONDS;
  const stepSeconds = divisorStep(windowSeconds, request.stepSeconds);
  const startSeconds = Math.floor(request.firstSeconds / stepSeconds) * stepSeconds;
  const count = Math.floor((request.lastSeconds - startSeconds) / stepSeconds) + 1;
  if (count > LIMIT_WINDOWS) {
    throw new FeatureError(
      'features.too-many-windows',
      `Windows of ${windowSeconds} s every ${stepSeconds} s over this span are ${count}: ask for longer ones with --window.`,
      { details: { count, windowSeconds, stepSeconds } },
    );
  }
  return { startSeconds, windowSeconds, stepSeconds, count, reason: chosen?.reason ?? null };
}

/** One minute where that gives enough windows with enough events that are not mostly empty, else the nearest length that does. */
function chooseLength({ firstSeconds, lastSeconds, events, occupied }: WindowRequest): {
  seconds: number;
  reason: string;
} {
  const span = Math.max(1, lastSeconds - firstSeconds);
  const fits = (seconds: number): boolean => {
    const windows = span / seconds;
    return windows >= MIN_WINDOWS && windows <= MAX_WINDOWS && events / windows >= MIN_EVENTS;
  };
  const byNearness = [...LENGTHS].sort(
    (a, b) => Math.abs(Math.log(a / PREFERRED_SECONDS)) - Math.abs(Math.log(b / PREFERRED_SECONDS)),
  );
  const isOccupied = (seconds: number): boolean =>
    (occupied?.get(seconds) ?? Number.POSITIVE_INFINITY) > (span / seconds) * MIN_OCCUPIED;
  const longEnough = LENGTHS.find((seconds) => span / seconds <= MAX_WINDOWS) ?? 86_400;
  const few = LENGTHS.findLast((seconds) => span / seconds >= MIN_WINDOWS) ?? 1;
  const seconds =
    byNearness.find((length) => fits(length) && isOccupied(length)) ??
    byNearness.find(fits) ??
    Math.max(longEnough, few);
  const windows = Math.ceil(span / seconds);
  return {
    seconds,
    reason: `${seconds} s windows: ${windows} of them, about ${Math.round(events / windows)} events each`,
  };
}

/** Lengths worth counting before `planWindows`: the one it would choose for full windows, and those it may prefer. */
export function lengthsToCount(request: WindowRequest): number[] {
  if (request.windowSeconds !== null) return [];
  const { seconds } = chooseLength(request);
  return LENGTHS.filter((length) => length >= seconds && length <= LONGEST_PREFERRED);
}

/** The largest whole divisor of the window that is not longer than the step asked for. */
function divisorStep(windowSeconds: number, stepSeconds: number | null): number {
  if (stepSeconds === null || stepSeconds >= windowSeconds || stepSeconds <= 0) return windowSeconds;
  return windowSeconds / Math.ceil(windowSeconds / stepSeconds);
}
