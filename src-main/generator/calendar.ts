/** Thursday: four days hold two working days and a weekend. */
export const START_EPOCH_SECONDS = Date.UTC(2026, 2, 5) / 1000;
export const MINUTES_PER_DAY = 1440;

/** Relative traffic at each full hour, UTC: quiet nights, a morning rise, a lunch dip, an evening peak. */
const WORKDAY = [
  0.42, 0.36, 0.32, 0.31, 0.33, 0.42, 0.6, 0.85, 1.1, 1.3, 1.38, 1.32, 1.2, 1.25, 1.3, 1.28, 1.25, 1.32, 1.5, 1.66, 1.6,
  1.3, 0.9, 0.6,
] as const;
/** Later, lower, flatter. */
const WEEKEND = [
  0.5, 0.44, 0.38, 0.34, 0.32, 0.34, 0.4, 0.5, 0.66, 0.84, 0.98, 1.05, 1.06, 1.04, 1.02, 1.0, 1.0, 1.04, 1.12, 1.2,
  1.18, 1.02, 0.82, 0.64,
] as const;

/** Relative traffic in a minute since the start of the log; straight lines between the hours, mean of a week near 1. */
export function seasonAt(minute: number): number {
  const hour = Math.floor(minute / 60);
  const share = (minute % 60) / 60;
  return hourWeight(hour) * (1 - share) + hourWeight(hour + 1) * share;
}

function hourWeight(hour: number): number {
  const dayOfWeek = (4 + Math.floor(hour / 24)) % 7;
  const curve = dayOfWeek === 6 || dayOfWeek === 0 ? WEEKEND : WORKDAY;
  return curve[hour % 24] ?? 1;
}

/** RFC 3339 UTC to the second, of a minute since the start of the log. */
export function minuteToRfc3339(minute: number): string {
  return `${minutePrefix(minute)}00Z`;
}

/** `2026-03-05T07:41:` of a minute since the start of the log. */
export function minutePrefix(minute: number): string {
  return new Date((START_EPOCH_SECONDS + minute * 60) * 1000).toISOString().slice(0, 17);
}
