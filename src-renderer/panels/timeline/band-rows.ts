/** Rows of incidents in the timeline: what lies at the same time stands one below the other. */

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** More rows would be too thin to tell apart. */
export const MAX_BAND_ROWS = 5;

/**
 * The row of each band, 0-based, in the order given. A band takes the first row that is free when it starts, earlier ones first;
 * where every row is taken it shares the one that is free next.
 */
export function stackBands(bands: readonly Span[], maxRows = MAX_BAND_ROWS): readonly number[] {
  const order = bands.map((_, i) => i).sort((a, b) => bands[a]!.startMs - bands[b]!.startMs);
  const rows: number[] = Array.from({ length: bands.length }, () => 0);
  const freeFrom: number[] = [];
  for (const i of order) {
    const { startMs, endMs } = bands[i]!;
    let row = freeFrom.findIndex((free) => free <= startMs);
    if (row < 0) row = freeFrom.length < maxRows ? freeFrom.length : freeFrom.indexOf(Math.min(...freeFrom));
    freeFrom[row] = Math.max(freeFrom[row] ?? Number.NEGATIVE_INFINITY, endMs);
    rows[i] = row;
  }
  return rows;
}

/** How many rows the bands take; one when there is none. */
export function countBandRows(bands: readonly { readonly row: number }[]): number {
  return bands.reduce((most, { row }) => Math.max(most, row + 1), 1);
}

/**
 * The band at a time, the last in order where several are; one of the row pointed at goes before those of other rows.
 * @param slackMs Taken for a hit before and behind a band, so that a short one can be met.
 * @param row Null when no row is pointed at.
 */
export function bandAt<B extends Span & { readonly row: number }>(
  bands: readonly B[],
  atMs: number,
  slackMs: number,
  row: number | null,
): B | undefined {
  const isHit = (band: B) => atMs >= band.startMs - slackMs && atMs <= band.endMs + slackMs;
  return bands.findLast((band) => band.row === row && isHit(band)) ?? bands.findLast(isHit);
}
