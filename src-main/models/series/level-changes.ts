import { median } from '../matrix.ts';
import { ChangePoints } from './change-points.ts';

/** Rows that are looked at as one, their median: neighbours are alike, and a stray one is no change. */
const BLOCK_ROWS = 12;
/** Rows that tell centre and spread of the series before a change is looked for. */
const SCALE_ROWS = 60;
const MAX_DEVIATION = 30;
/** A change is told once it is this probable. */
const SURE = 0.99;
/** Blocks of the new level before a change is told, and of the old one that tell what it was. */
const LEAST_AFTER = 3;
const MOST_BEFORE = 30;
/** Blocks within which the place of one change may move while more is seen. */
const SAME_BLOCKS = 8;

/** A lasting change of level. */
export interface LevelChange {
  /** First row of the new level, by what was known when the change was told. */
  readonly row: number;
  /** Row at which it became sure. */
  readonly detectedRow: number;
  readonly probability: number;
  /** Means of the segments before and after. */
  readonly before: number;
  readonly after: number;
}

/** What is known of changes, row by row. */
export interface SeriesChanges {
  /** -log10 of the probability that nothing changed lately; 0 between the ends of blocks of twelve rows. */
  readonly surprise: Float64Array;
  readonly changes: readonly LevelChange[];
}

/** Finds lasting changes of a series, each told from the rows up to it and no later one. @param values NaN = missing. */
export function findLevelChanges(values: Float64Array): SeriesChanges {
  const surprise = new Float64Array(values.length);
  const finder = new ChangeFinder();
  const first: number[] = [];
  let scale: Scale | null = null;
  let block: number[] = [];
  let firstRow = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    if (scale === null) {
      first.push(value);
      if (first.length === SCALE_ROWS) scale = scaleOf(first);
      continue;
    }
    if (block.length === 0) firstRow = row;
    block.push(Math.max(-MAX_DEVIATION, Math.min(MAX_DEVIATION, (value - scale.center) / scale.spread)));
    if (block.length < BLOCK_ROWS) continue;
    surprise[row] = finder.add(median(block), { firstRow, lastRow: row, scale });
    block = [];
  }
  return { surprise, changes: finder.changes };
}

interface Scale {
  readonly center: number;
  readonly spread: number;
}

function scaleOf(values: readonly number[]): Scale {
  const center = median(values);
  const off = values.reduce((sum, one) => sum + Math.abs(one - center), 0) / values.length;
  return { center, spread: off > 0 ? off : Math.max(1e-9, Math.abs(center)) };
}

/** Follows blocks of rows and tells each change once. */
class ChangeFinder {
  readonly changes: LevelChange[] = [];
  readonly #points = new ChangePoints();
  readonly #blocks: { readonly firstRow: number; readonly level: number }[] = [];
  /** Block at which the change told last began. */
  #last = 0;

  /** @param level Median of a block of rows, scaled. @returns -log10 of the probability that nothing changed lately. */
  add(level: number, { firstRow, lastRow, scale }: { firstRow: number; lastRow: number; scale: Scale }): number {
    const { probability, runLength } = this.#points.add(level);
    this.#blocks.push({ firstRow, level });
    const start = this.#blocks.length - runLength;
    const isNew = start - this.#last > SAME_BLOCKS && runLength >= LEAST_AFTER;
    if (probability > SURE && isNew) {
      // The first block may still hold rows of the old level.
      const before = this.#levelOf(Math.max(this.#last, start - MOST_BEFORE), start, scale);
      const after = this.#levelOf(start + 1, this.#blocks.length, scale);
      this.changes.push({ row: this.#blocks[start]!.firstRow, detectedRow: lastRow, probability, before, after });
      this.#last = start;
    }
    return -Math.log10(Math.max(1e-9, 1 - probability));
  }

  #levelOf(from: number, to: number, { center, spread }: Scale): number {
    return center + spread * median(this.#blocks.slice(from, to).map(({ level }) => level));
  }
}
