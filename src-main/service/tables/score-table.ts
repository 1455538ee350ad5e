import { ContractError } from '#shared/base/errors.ts';
import { scoringOptionsSchema } from '#shared/contract/analyze-options.ts';
import type { AnalysisRunResult } from '#shared/domain/analysis-run.ts';
import type { UnitColumns } from '#shared/domain/feature-table.ts';
import type { CatalogRun } from '../../catalog/repositories/runs.ts';
import { labelUnits } from '../../pipelines/analysis/label-units.ts';
import { unitIdOf } from '../../pipelines/analysis/unit-ids.ts';
import { labelsOf } from '../analyze/case-labels.ts';
import { liveScoring } from '../analyze/score-case.ts';
import type { CaseReading } from '../case-reading.ts';
import type { CaseSession } from '../case-sessions.ts';
import { type Columns, float64, int64, int8, text } from './arrow-table.ts';

/** Detector whose score decides. */
export const ENSEMBLE = 'ensemble';

interface Unit {
  readonly unitId: string;
  readonly startNs: bigint | null;
  readonly endNs: bigint | null;
  readonly events: number;
  readonly scores: Map<string, number>;
}

/** One row a scored unit of the current run, in time order; one column a detector, NaN where it did not score the unit. */
export async function readScoreColumns(
  session: CaseSession,
  reading: CaseReading,
  runId: string | null,
  signal: AbortSignal,
): Promise<Columns> {
  const current = session.catalog.runs.current();
  if (runId !== null && current?.runId !== runId) {
    throw new ContractError(
      'scores.not-found',
      `The scores of run ${runId} are not at hand; only the latest run's are.`,
    );
  }
  const units = await readUnits(reading, signal);
  const labels = current === null ? new Map<string, 0 | 1>() : await readLabels(session, current, units);
  const detectors = [...new Set(units.flatMap((unit) => [...unit.scores.keys()]))].filter((name) => name !== ENSEMBLE);
  const scoresOf = (detector: string) => float64(units.map((unit) => unit.scores.get(detector) ?? Number.NaN));
  return {
    unit_id: text(units.map((unit) => unit.unitId)),
    start_ns: int64(units.map((unit) => unit.startNs)),
    end_ns: int64(units.map((unit) => unit.endNs)),
    events: float64(units.map((unit) => unit.events)),
    score: scoresOf(ENSEMBLE),
    ...(Object.fromEntries(detectors.toSorted().map((name) => [name, scoresOf(name)])) as Columns),
    label: int8(units.map((unit) => labels.get(unit.unitId) ?? null)),
  };
}

/** The truth of each unit: from the analysis in memory, else from the labels kept with the case. */
async function readLabels(session: CaseSession, run: CatalogRun, stored: readonly Unit[]): Promise<Map<string, 0 | 1>> {
  const live = await liveScoring(session);
  const labels = live === null ? await labelsOf(session.dir, run, labelsPathOf(run)) : live.labels;
  if (labels === null) return new Map();
  const units = live?.scoring.scored.table.units ?? unitColumns(run.result as AnalysisRunResult, stored);
  return new Map(
    labelUnits(units, labels).flatMap((label, unit) =>
      label === null ? [] : [[unitIdOf(units, unit), label ? 1 : 0] as const],
    ),
  );
}

function labelsPathOf(run: CatalogRun): string | undefined {
  const options = scoringOptionsSchema.safeParse(run.options);
  return options.success ? options.data.labelsPath : undefined;
}

function unitColumns(
  { unitKind, windowSeconds, stepSeconds }: AnalysisRunResult,
  stored: readonly Unit[],
): UnitColumns {
  const seconds = (ns: bigint | null) => (ns === null ? Number.NaN : Number(ns) / 1e9);
  return {
    kind: unitKind,
    length: stored.length,
    startSeconds: Float64Array.from(stored, ({ startNs }) => seconds(startNs)),
    endSeconds: Float64Array.from(stored, ({ endNs }) => seconds(endNs)),
    events: Float64Array.from(stored, ({ events }) => events),
    keys: stored.map(({ unitId }) => unitId),
    windowSeconds,
    stepSeconds,
  };
}

async function readUnits(reading: CaseReading, signal: AbortSignal): Promise<Unit[]> {
  const rows = await reading.reader.query(
    'SELECT unit_id, start_ns, end_ns, events, detector, score FROM scores ORDER BY start_ns NULLS LAST, unit_id, detector',
    { signal },
  );
  const units = new Map<string, Unit>();
  for (const row of rows) {
    const unitId = row['unit_id'] as string;
    let unit = units.get(unitId);
    if (unit === undefined) {
      unit = {
        unitId,
        startNs: row['start_ns'] as bigint | null,
        endNs: row['end_ns'] as bigint | null,
        events: Number(row['events']),
        scores: new Map(),
      };
      units.set(unitId, unit);
    }
    unit.scores.set(row['detector'] as string, Number(row['score']));
  }
  return [...units.values()];
}
