const DAY_SECONDS = 86_400;
/** Days back that are looked at. */
const MAX_DAYS = 7;
/** With fewer days one odd day would be taken for the time of day. */
const LEAST_DAYS = 2;
/** A time of day is this many windows to either side. */
const REACH = 6;

/**
 * What a series had around the same time of former days, as a mean over the last seven of them. Causal: looks at days before only.
 * @returns One number a window, at least a trace; NaN where fewer than two former days are known. Null when the log has none:
 * it is too short, or windows do not divide a day.
 */
export function courseOfFormerDays(values: Float64Array, stepSeconds: number): Float64Array | null {
  const perDay = DAY_SECONDS / stepSeconds;
  if (!Number.isInteger(perDay) || values.length <= LEAST_DAYS * perDay) return null;
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!;
  const course = new Float64Array(values.length).fill(Number.NaN);
  const width = 2 * REACH + 1;
  const trace = Math.max(Number.MIN_VALUE, sums[LEAST_DAYS * perDay]! / (LEAST_DAYS * perDay) / width);
  for (let window = LEAST_DAYS * perDay; window < values.length; window++) {
    let sum = 0;
    let windows = 0;
    for (let day = 1; day <= MAX_DAYS && window - day * perDay >= 0; day++) {
      const from = Math.max(0, window - day * perDay - REACH);
      const to = window - day * perDay + REACH + 1;
      sum += sums[to]! - sums[from]!;
      windows += to - from;
    }
    course[window] = Math.max(trace, sum / windows);
  }
  return course;
}
