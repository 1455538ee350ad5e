/** Partition index of rows that have no day of their own. */
export const NO_PARTITION = 255;

/** Days of a block that get a file of their own; the rest of a block that spans more goes to the default partition. */
const MAX_DAYS = 32;
/** A day of a scattered block needs this many rows for its own file: thousands of tiny files cost more than they prune. */
const MIN_ROWS_OF_A_DAY = 256;
/** Up to this many days are always split, however few rows they have. */
const ALWAYS_SPLIT_DAYS = 4;

const SECONDS_PER_DAY = 86_400;
/** Largest whole second whose nanoseconds still fit a signed 64-bit integer, on both sides of 1970. */
export const MAX_EPOCH_SECONDS = 9_223_372_035;

export interface DayPartitions {
  /** Days since 1970 that have a partition, ascending; index = value in `ofRow`. */
  readonly days: readonly number[];
  /** Partition of each row, or NO_PARTITION; null when every row is in `days[0]`, or when there are no days at all. */
  readonly ofRow: Uint8Array | null;
  /** Day of the first row that has a time. */
  readonly firstDay: number | null;
}

export function isStorableTime(epochSeconds: number): boolean {
  return epochSeconds >= -MAX_EPOCH_SECONDS && epochSeconds <= MAX_EPOCH_SECONDS;
}

/** Which day's folder each row of a block belongs to. A pure function of the times. */
export function partitionByDay(epochSeconds: Float64Array, count: number): DayPartitions {
  const rowsOfDay = countDays(epochSeconds, count);
  if (rowsOfDay.size === 0) return { days: [], ofRow: null, firstDay: null };
  const firstDay = [...rowsOfDay.keys()][0] ?? null;
  const timed = [...rowsOfDay.values()].reduce((sum, rows) => sum + rows, 0);
  const days = chooseDays(rowsOfDay);
  if (days.length === 1 && rowsOfDay.size === 1 && timed === count) return { days, ofRow: null, firstDay };
  if (days.length === 0) return { days, ofRow: null, firstDay };
  const indexOf = new Map(days.map((day, index) => [day, index]));
  const ofRow = new Uint8Array(count).fill(NO_PARTITION);
  for (let row = 0; row < count; row++) {
    const seconds = epochSeconds[row] as number;
    if (isStorableTime(seconds)) ofRow[row] = indexOf.get(Math.floor(seconds / SECONDS_PER_DAY)) ?? NO_PARTITION;
  }
  return { days, ofRow, firstDay };
}

/** Rows of each day, in order of first appearance. */
function countDays(epochSeconds: Float64Array, count: number): Map<number, number> {
  const rowsOfDay = new Map<number, number>();
  let day = Number.NaN;
  let rows = 0;
  for (let row = 0; row < count; row++) {
    const seconds = epochSeconds[row] as number;
    if (!isStorableTime(seconds)) continue;
    const next = Math.floor(seconds / SECONDS_PER_DAY);
    if (next !== day) {
      if (rows > 0) rowsOfDay.set(day, (rowsOfDay.get(day) ?? 0) + rows);
      day = next;
      rows = 0;
    }
    rows++;
  }
  if (rows > 0) rowsOfDay.set(day, (rowsOfDay.get(day) ?? 0) + rows);
  return rowsOfDay;
}

function chooseDays(rowsOfDay: Map<number, number>): number[] {
  const minimum = rowsOfDay.size <= ALWAYS_SPLIT_DAYS ? 1 : MIN_ROWS_OF_A_DAY;
  const largestFirst = [...rowsOfDay]
    .filter(([, rows]) => rows >= minimum)
    .toSorted(([dayA, rowsA], [dayB, rowsB]) => rowsB - rowsA || dayA - dayB);
  return largestFirst
    .slice(0, MAX_DAYS)
    .map(([day]) => day)
    .toSorted((a, b) => a - b);
}
