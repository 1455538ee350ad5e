/** How far a reading has come when the next partial analysis is thought of. */
export interface ReadingSoFar {
  /** Since this process began to read. */
  readonly elapsedSeconds: number;
  /** Stored bytes read by this process. */
  readonly bytesRead: number;
  /** Stored bytes that can be analysed: with those an earlier process read. */
  readonly bytesDone: number;
  /** Null when it is not known. */
  readonly bytesTotal: number | null;
}

/** A partial analysis that was made. */
export interface PartialCost {
  readonly bytes: number;
  readonly seconds: number;
}

/** Before, the speed of reading tells nothing: threads start, and their first blocks are small. */
const LEAST_SECONDS = 1.5;
/** What is usual cannot be told from less; nobody is kept waiting for it longer than `ENOUGH_SECONDS`. */
const LEAST_SHARE = 0.05;
const ENOUGH_SECONDS = 5;
/** A person waits this long without being told anything. */
const PATIENCE_SECONDS = 10;
/** How long an analysis takes beside the reading of the same bytes: 0.75 on 10 million lines; twice that while both go on. */
const ANALYSIS_SHARE = 1.5;
/** All partial analyses together may take this share of the time to the exact one. */
const MAX_SHARE = 0.15;
/** Another one is worth while only when it says much more. */
const GROWTH = 3;

/**
 * Whether incidents of what has been read so far are worth finding now: the exact ones are far, and what it costs is little
 * beside what is left to do.
 * @param made Those of this reading, in order.
 */
export function isPartialDue(reading: ReadingSoFar, made: readonly PartialCost[]): boolean {
  const { elapsedSeconds, bytesRead, bytesDone, bytesTotal } = reading;
  if (bytesTotal === null || bytesRead <= 0 || elapsedSeconds < LEAST_SECONDS) return false;
  if (elapsedSeconds < ENOUGH_SECONDS && bytesDone < LEAST_SHARE * bytesTotal) return false;
  const last = made.at(-1);
  if (last !== undefined && bytesDone < GROWTH * last.bytes) return false;
  const secondsAByte = elapsedSeconds / bytesRead;
  const leftSeconds = Math.max(0, bytesTotal - bytesDone) * secondsAByte;
  const exactInSeconds = leftSeconds + (bytesTotal * secondsAByte * ANALYSIS_SHARE) / 2;
  const costSeconds =
    last === undefined
      ? bytesDone * secondsAByte * ANALYSIS_SHARE
      : Math.max(bytesDone * secondsAByte * ANALYSIS_SHARE, (last.seconds * bytesDone) / last.bytes);
  // One that ends after the reading is given up.
  if (leftSeconds < PATIENCE_SECONDS || costSeconds > leftSeconds / 2) return false;
  const spentSeconds = made.reduce((sum, { seconds }) => sum + seconds, 0);
  return spentSeconds + costSeconds <= MAX_SHARE * (elapsedSeconds + exactInSeconds);
}
