import { setImmediate } from 'node:timers/promises';
import type { FeatureColumn, FeatureTable, UnitColumns } from '#shared/domain/feature-table.ts';
import type { UsualLevels } from '#shared/domain/usual-levels.ts';
import { weightAt } from '#shared/domain/feature-table.ts';
import { throwIfAborted } from '../base/abort.ts';
import type { WeighedFeature } from './contributions.ts';
import type { Findings } from './count-series.ts';
import { holdStudy } from './held-study.ts';
import { studyMissed } from './missed-study.ts';
import { fitUsualLevels } from './usual-levels.ts';
import { studyColumn, trafficShape, type WindowProfile } from './window-statistics.ts';

/** Every scored feature of one window table with its usual level and the windows that leave it. */
export interface StudiedTable {
  readonly columns: readonly {
    readonly column: FeatureColumn;
    readonly findings: Findings;
    readonly profile: WindowProfile;
  }[];
  readonly profiles: readonly WindowProfile[];
}

/** Which finding of which column, for one window. */
export interface FindingIndex {
  readonly column: number;
  readonly position: number;
}

/** How long a study keeps its thread to itself. */
const PIECE_MS = 8;

/** Studies all columns; durations are for people, the counts already tell silence. */
function studyTable(table: FeatureTable): StudiedTable {
  const shape = trafficShape(table);
  const columns = table.columns
    .filter((column) => column.spec.measure !== 'duration')
    .map((column) => ({
      column,
      ...(isMissed(column)
        ? { profile: { name: column.spec.name, count: null, sample: null }, findings: studyMissed(column, table) }
        : studyOnce(column, table, shape)),
    }));
  return { columns, profiles: columns.filter(({ column }) => !isMissed(column)).map(({ profile }) => profile) };
}

type StudiedColumn = ReturnType<typeof studyColumn>;

const studiedColumns = new WeakMap<FeatureColumn, { readonly units: UnitColumns; readonly studied: StudiedColumn }>();

/** Tables of the same units that differ in a few columns study only those. */
function studyOnce(column: FeatureColumn, table: FeatureTable, shape: Float64Array): StudiedColumn {
  const known = studiedColumns.get(column);
  if (known?.units === table.units) return known.studied;
  const studied = studyColumn(column, table, shape);
  studiedColumns.set(column, { units: table.units, studied });
  return studied;
}

/**
 * Studies the columns of a table of windows ahead of `studyOf`, a few at a time: between them this thread sees to others.
 * @throws CancelledError
 */
export async function studyAhead(table: FeatureTable, signal?: AbortSignal): Promise<void> {
  if (table.units.kind !== 'window') return;
  const shape = trafficShape(table);
  let lastMs = performance.now();
  for (const column of table.columns) {
    if (column.spec.measure !== 'duration' && !isMissed(column)) studyOnce(column, table, shape);
    if (performance.now() - lastMs < PIECE_MS) continue;
    await setImmediate();
    throwIfAborted(signal);
    lastMs = performance.now();
  }
}

/** What was due and did not come is the cadence's to judge, not a level's. */
export function isMissed({ spec }: FeatureColumn): boolean {
  return spec.measure === 'missed';
}

const studies = new WeakMap<FeatureTable, StudiedTable>();

/** The study of a table, made once: the baseline, the forest and the incidents all read it. */
export function studyOf(table: FeatureTable): StudiedTable {
  let study = studies.get(table);
  if (study === undefined) {
    study = studyTable(table);
    if (table.usual) study = holdStudy(study, table, table.usual);
    studies.set(table, study);
  }
  return study;
}

/** Where the levels of a table of windows lie; null for sessions and without windows. */
export function levelsOf(table: FeatureTable): UsualLevels | null {
  return table.units.kind === 'window' ? fitUsualLevels(table, studyOf(table)) : null;
}

const indexes = new WeakMap<StudiedTable, FindingIndex[][]>();

/** Findings by window, built once a table. */
export function findingsOfWindow(study: StudiedTable, unitCount: number, unit: number): readonly FindingIndex[] {
  let index = indexes.get(study);
  if (index === undefined) {
    index = Array.from({ length: unitCount }, () => []);
    study.columns.forEach(({ findings }, column) => {
      findings.rows.forEach((row, position) => index?.[row]?.push({ column, position }));
    });
    indexes.set(study, index);
  }
  return index[unit] ?? [];
}

/** One finding as a contribution: counts get the range of 99 % around the level, means that of their samples. */
export function weighFinding(study: StudiedTable, at: FindingIndex): WeighedFeature {
  const { column, findings, profile } = study.columns[at.column]!;
  const actual = findings.actual[at.position]!;
  const typical = findings.typical[at.position]!;
  const weight = Math.abs(findings.surprise[at.position]!);
  const { spec } = column;
  if (profile.count !== null) {
    const reach =
      2.576 * Math.sqrt(typical * profile.count.dispersion * profile.count.inflation) + (profile.count.clump - 1);
    return { spec, actual, typical, low: Math.max(0, typical - reach), high: typical + reach, weight };
  }
  if (profile.sample === null) return { spec, actual, typical, low: 0, high: 0, weight };
  const samples = Math.max(1, weightAt(column, findings.rows[at.position]!));
  const { spread, drift, inflation } = profile.sample;
  if (spec.measure === 'share') {
    const reach = 2.576 * Math.sqrt((typical * (1 - typical) * inflation) / samples);
    return { spec, actual, typical, low: null, high: Math.min(1, typical + reach), weight };
  }
  const reach = 2.576 * Math.sqrt((spread ** 2 / samples + drift ** 2) * inflation);
  const unlog = (value: number): number => Math.exp(value) - spec.scale;
  return {
    spec,
    actual: unlog(actual),
    typical: unlog(typical),
    low: unlog(typical - reach),
    high: unlog(typical + reach),
    weight,
  };
}
