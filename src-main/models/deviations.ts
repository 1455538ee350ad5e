import type { Matrix } from './matrix.ts';
import type { FindingIndex, StudiedTable } from './window-study.ts';
import { findingsOfWindow, isMissed } from './window-study.ts';

/**
 * How a window can leave its usual level, one feature each: counts up, counts down, transitions, means, shares, and how
 * many features do so at once. Raw counts would mostly tell the time of day, and one column a template would hide an
 * anomaly of a single one among hundreds.
 */
export const DEVIATION_FAMILIES = ['rise', 'drop', 'transition', 'value', 'share', 'breadth'] as const;
export type DeviationFamily = (typeof DEVIATION_FAMILIES)[number];

const WIDTH = DEVIATION_FAMILIES.length;
/** A feature counts for breadth from this surprise on. */
const BROAD_SURPRISE = 1.5;

/** Row-major [windows, families]: logarithm of the largest surprise of each family. Made once a study. */
export function deviationMatrix(study: StudiedTable, windowCount: number): Matrix {
  const known = matrices.get(study);
  if (known !== undefined) return known;
  const matrix = buildMatrix(study, windowCount);
  matrices.set(study, matrix);
  return matrix;
}

const matrices = new WeakMap<StudiedTable, Matrix>();

function buildMatrix(study: StudiedTable, windowCount: number): Matrix {
  const data = new Float32Array(windowCount * WIDTH);
  study.columns.forEach(({ column: feature, findings }, column) => {
    if (isMissed(feature)) return;
    for (let i = 0; i < findings.rows.length; i++) {
      const surprise = findings.surprise[i]!;
      const base = findings.rows[i]! * WIDTH;
      const at = base + DEVIATION_FAMILIES.indexOf(familyOf(study, column, surprise));
      data[at] = Math.max(data[at]!, Math.log1p(Math.abs(surprise)));
      if (Math.abs(surprise) >= BROAD_SURPRISE) data[base + WIDTH - 1]!++;
    }
  });
  for (let row = 0; row < windowCount; row++) {
    const at = row * WIDTH + WIDTH - 1;
    data[at] = Math.log1p(data[at]!);
  }
  return { names: DEVIATION_FAMILIES, rowCount: windowCount, data };
}

/** The finding that stands for a family in one window; null when there is none. Breadth is told by the largest of all. */
export function strongestOf(
  study: StudiedTable,
  windowCount: number,
  window: number,
  family: DeviationFamily,
): FindingIndex | null {
  let best: FindingIndex | null = null;
  let most = 0;
  for (const at of findingsOfWindow(study, windowCount, window)) {
    const { column, findings } = study.columns[at.column]!;
    const surprise = findings.surprise[at.position]!;
    if (isMissed(column)) continue;
    if (family !== 'breadth' && familyOf(study, at.column, surprise) !== family) continue;
    if (Math.abs(surprise) <= most) continue;
    most = Math.abs(surprise);
    best = at;
  }
  return best;
}

function familyOf(study: StudiedTable, column: number, surprise: number): DeviationFamily {
  const { measure, lineage } = study.columns[column]!.column.spec;
  if (measure === 'mean') return 'value';
  if (measure === 'share') return 'share';
  if (lineage.previousTemplateId !== null) return 'transition';
  return surprise > 0 ? 'rise' : 'drop';
}
