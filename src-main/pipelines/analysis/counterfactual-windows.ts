import {
  densify,
  densifyWeights,
  type FeatureColumn,
  type FeatureSpec,
  type FeatureTable,
} from '#shared/domain/feature-table.ts';
import type { ScoredUnits } from '../../models/score-units.ts';
import { findingsOfWindow, isMissed, type StudiedTable, studyOf, weighFinding } from '../../models/window-study.ts';
import type { ChangingTable, FeatureChange } from './counterfactual.ts';

/** A statement is changed rather than the total it is part of when it has this share of the total's surprise. */
const SPECIFIC_SHARE = 0.4;

/** A feature brought to its level in some windows, with those that follow from it. */
interface WindowChange {
  readonly parts: readonly ChangedColumn[];
  readonly told: FeatureChange;
}

interface ChangedColumn {
  readonly column: number;
  /** Level by window; as the feature table holds it (logarithms of means). */
  readonly levels: ReadonlyMap<number, number>;
}

/** A table of windows whose features can be brought to their level in the windows of an incident. */
export function changeWindows(table: FeatureTable, windows: readonly number[]): ChangingTable {
  return new ChangingWindows(table, windows, []);
}

class ChangingWindows implements ChangingTable {
  readonly table: FeatureTable;
  readonly #original: FeatureTable;
  readonly #windows: readonly number[];
  readonly #made: readonly WindowChange[];

  constructor(original: FeatureTable, windows: readonly number[], made: readonly WindowChange[]) {
    this.#original = original;
    this.#windows = windows;
    this.#made = made;
    this.table = made.length === 0 ? original : applyChanges(original, made);
  }

  get changes(): readonly FeatureChange[] {
    return this.#made.map(({ told }) => told);
  }

  next(_scored: ScoredUnits): ChangingTable | null {
    const study = studyOf(this.table);
    const known = new Set(this.#made.flatMap(({ parts }) => parts.map(({ column }) => this.#nameOf(column))));
    const loudest = loudestColumn(study, this.#windows, this.table.units.length, known);
    if (loudest === null) return null;
    const { spec } = study.columns[loudest]!.column;
    const following = study.columns.flatMap(({ column }, at) =>
      at !== loudest && !known.has(column.spec.name) && isFollowing(column.spec, spec) ? [at] : [],
    );
    const parts = [loudest, ...following].map((studied) => this.#partOf(study, studied));
    const told = this.#tell(study, loudest);
    const made = { told, parts: parts.filter(({ levels }) => levels.size > 0) };
    return new ChangingWindows(this.#original, this.#windows, [...this.#made, made]);
  }

  without(change: number): ChangingTable {
    return new ChangingWindows(this.#original, this.#windows, this.#made.toSpliced(change, 1));
  }

  #nameOf(column: number): string {
    return this.#original.columns[column]!.spec.name;
  }

  #partOf(study: StudiedTable, studied: number): ChangedColumn {
    const { column, findings } = study.columns[studied]!;
    const levels = new Map<number, number>();
    findings.rows.forEach((row, position) => {
      const level = findings.typical[position]!;
      if (this.#windows.includes(row)) levels.set(row, column.spec.measure === 'count' ? Math.round(level) : level);
    });
    return { column: this.#original.columns.findIndex(({ spec }) => spec.name === column.spec.name), levels };
  }

  /** By the window in which it is farthest off. */
  #tell(study: StudiedTable, studied: number): FeatureChange {
    const { findings } = study.columns[studied]!;
    const own = Array.from(findings.rows.keys()).filter((at) => this.#windows.includes(findings.rows[at]!));
    const distance = (at: number): number => Math.abs(findings.actual[at]! - findings.typical[at]!);
    const position = own.reduce((best, at) => (distance(at) > distance(best) ? at : best), own[0]!);
    const { spec, actual, typical } = weighFinding(study, { column: studied, position });
    const { templateId, service, host } = spec.lineage;
    const wanted = spec.measure === 'count' ? Math.round(typical) : typical;
    return { feature: spec.name, unit: spec.unit, templateId, entity: service ?? host, actual, wanted };
  }
}

/** Whether a feature cannot stay as it is when another one changes: orders of its statement, levels of its service. */
function isFollowing({ measure, lineage }: FeatureSpec, cause: FeatureSpec): boolean {
  const { templateId, previousTemplateId, service } = cause.lineage;
  const moved = [templateId, previousTemplateId].filter((id) => id !== null);
  if (cause.measure === 'mean') return measure === 'mean' && lineage.templateId === null && lineage.service === service;
  if (cause.measure !== 'count' || moved.length === 0) return false;
  if (lineage.minimumBand !== null) return lineage.service === service;
  const isOrder = lineage.previousTemplateId !== null || measure === 'missed';
  return isOrder && [lineage.templateId, lineage.previousTemplateId].some((id) => id !== null && moved.includes(id));
}

/** The column with the most surprise over the windows that was not changed yet; statements before their totals. */
function loudestColumn(
  study: StudiedTable,
  windows: readonly number[],
  windowCount: number,
  known: ReadonlySet<string>,
): number | null {
  const weights = new Map<number, number>();
  for (const window of windows) {
    for (const { column, position } of findingsOfWindow(study, windowCount, window)) {
      const { column: feature, findings } = study.columns[column]!;
      if (known.has(feature.spec.name)) continue;
      weights.set(column, (weights.get(column) ?? 0) + Math.abs(findings.surprise[position]!));
    }
  }
  const most = Math.max(0, ...weights.values());
  const isSpecific = (column: number): boolean => study.columns[column]!.column.spec.lineage.templateId !== null;
  const rank = ([column, weight]: readonly [number, number]): number =>
    (isSpecific(column) && weight >= SPECIFIC_SHARE * most ? 2 * most : 0) + weight;
  return [...weights].toSorted((a, b) => rank(b) - rank(a) || a[0] - b[0])[0]?.[0] ?? null;
}

/** Columns brought to their levels; a changed count changes the totals it is part of by as much. */
function applyChanges(table: FeatureTable, made: readonly WindowChange[]): FeatureTable {
  const n = table.units.length;
  const columns = [...table.columns];
  const parts = made.flatMap((change) => change.parts);
  const changed = new Set(parts.map(({ column }) => column));
  for (const { column, levels } of parts) {
    const original = table.columns[column]!;
    const values = densify(original, n, original.spec.measure === 'count' ? 0 : Number.NaN);
    if (original.spec.measure !== 'count') {
      columns[column] = isMissed(original) ? withoutRows(original, levels) : withLevels(original, levels, n);
      continue;
    }
    columns[column] = withLevels(original, levels, n);
    table.columns.forEach((total, at) => {
      if (changed.has(at) || !isPartOf(original, total)) return;
      const shifted = densify(columns[at]!, n).slice();
      for (const [window, level] of levels) shifted[window] = Math.max(0, shifted[window]! + level - values[window]!);
      columns[at] = { ...total, rows: null, values: shifted };
    });
  }
  return { ...table, columns };
}

/** Whether a total counts every event that a count does. */
function isPartOf({ spec: part }: FeatureColumn, { spec: total }: FeatureColumn): boolean {
  const { service, host, templateId, minimumBand, parameter, previousTemplateId } = total.lineage;
  const isPlain = host === null && templateId === null && minimumBand === null && parameter === null;
  if (total.measure !== 'count' || total.name === part.name || !isPlain || previousTemplateId !== null) return false;
  const isCounted = part.lineage.templateId !== null && part.lineage.previousTemplateId === null;
  return isCounted && (service === null || service === part.lineage.service);
}

function withLevels(column: FeatureColumn, levels: ReadonlyMap<number, number>, n: number): FeatureColumn {
  const isCount = column.spec.measure === 'count';
  const values = densify(column, n, isCount ? 0 : Number.NaN).slice();
  for (const [window, level] of levels) if (isCount || !Number.isNaN(values[window]!)) values[window] = level;
  return { spec: column.spec, rows: null, values, weights: isCount ? null : densifyWeights(column, n) };
}

/** What was missing came. */
function withoutRows(column: FeatureColumn, windows: ReadonlyMap<number, number>): FeatureColumn {
  const kept = Array.from(column.rows ?? []).flatMap((row, at) => (windows.has(row) ? [] : [at]));
  return {
    spec: column.spec,
    rows: Int32Array.from(kept, (at) => column.rows![at]!),
    values: Float64Array.from(kept, (at) => column.values[at]!),
    weights: Float64Array.from(kept, (at) => column.weights![at]!),
  };
}
