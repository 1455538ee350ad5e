import { densify, type FeatureColumn, type FeatureLineage, type FeatureTable } from '#shared/domain/feature-table.ts';
import type { TimeSpan } from './claim-sql.ts';
import { toNs } from './unit-ids.ts';

/**
 * Counts of a lineage over spans of whole windows, straight from the feature table: the same number that the query
 * counts over the events, without asking for it.
 */
export class WindowSums {
  readonly #table: FeatureTable;
  readonly #range: TimeSpan | null;
  /** True when the windows cover every timed event of the case. */
  readonly #isWhole: boolean;
  readonly #byLineage = new Map<string, FeatureColumn>();
  readonly #prefix = new Map<FeatureColumn, Float64Array>();

  /** @param range First event, and just after the last one; null when no event has a time. */
  constructor(table: FeatureTable, range: TimeSpan | null) {
    this.#table = table;
    this.#range = range;
    const { units } = table;
    const first = units.length === 0 ? null : toNs(units.startSeconds[0]!);
    const last = units.length === 0 ? null : toNs(units.endSeconds[units.length - 1]!);
    this.#isWhole = range !== null && first !== null && last !== null && first <= range.fromNs && last >= range.toNs;
    for (const column of table.columns) {
      if (column.spec.measure === 'count' && column.spec.lineage.previousTemplateId === null) {
        this.#byLineage.set(keyOf(column.spec.lineage), column);
      }
    }
  }

  /** Events of the lineage in the span; null when the windows cannot tell (overlapping, cut, or no such feature). */
  countIn(lineage: FeatureLineage, { fromNs, toNs: endNs }: TimeSpan): number | null {
    const column = this.#byLineage.get(keyOf(lineage));
    const from = this.#boundaryAt(fromNs);
    const to = this.#boundaryAt(endNs);
    if (column === undefined || from === null || to === null) return null;
    const sums = this.#sumsOf(column);
    return sums[to]! - sums[from]!;
  }

  /** Events of the lineage with a time in the whole case. */
  countAll(lineage: FeatureLineage): number | null {
    const column = this.#byLineage.get(keyOf(lineage));
    return column === undefined || !this.#isUsable() ? null : this.#sumsOf(column).at(-1)!;
  }

  #isUsable(): boolean {
    const { windowSeconds, stepSeconds } = this.#table.units;
    return this.#isWhole && windowSeconds === stepSeconds;
  }

  /** Index of the window that starts at a time; times outside the case's events stand for its ends. */
  #boundaryAt(ns: bigint): number | null {
    const { units } = this.#table;
    if (this.#range === null || units.windowSeconds === null || !this.#isUsable()) return null;
    if (ns <= this.#range.fromNs) return 0;
    if (ns >= this.#range.toNs) return units.length;
    const at = (Number(ns) / 1e9 - units.startSeconds[0]!) / units.windowSeconds;
    return Number.isInteger(at) ? at : null;
  }

  #sumsOf(column: FeatureColumn): Float64Array {
    const known = this.#prefix.get(column);
    if (known !== undefined) return known;
    const { length } = this.#table.units;
    const values = densify(column, length);
    const sums = new Float64Array(length + 1);
    for (let i = 0; i < length; i++) sums[i + 1] = sums[i]! + values[i]!;
    this.#prefix.set(column, sums);
    return sums;
  }
}

function keyOf({ templateId, service, host, minimumBand, parameter }: FeatureLineage): string {
  return JSON.stringify([templateId, service, host, minimumBand, parameter]);
}
