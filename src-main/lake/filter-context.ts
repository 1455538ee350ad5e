import type { EventFilter } from '#shared/domain/event-filter.ts';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { FilterContext } from './event-filter-sql.ts';
import type { QueryEngine } from './query-engine.ts';

/** Looks up what a filter refers to: the session setting of its units, or the spans of its windows. */
export async function resolveFilter(
  engine: QueryEngine,
  manifest: LakeManifest,
  filter: EventFilter,
  signal: AbortSignal | undefined,
): Promise<FilterContext> {
  const { session, sources } = manifest;
  const unitIds = unitsOf(manifest, filter);
  return {
    session,
    hasMultiEventLines: sources.some((source) => source.hasMultiEventLines),
    unitIds,
    unitSpans: unitIds === null || session !== null ? [] : await readSpans(engine, unitIds, signal),
  };
}

/** Units of the filter and of its incident; both together narrow, and an incident that is gone has none. */
function unitsOf(manifest: LakeManifest, filter: EventFilter): readonly string[] | null {
  const named = filter.unitIds?.length ? filter.unitIds : null;
  if (filter.incidentId === undefined) return named;
  const incident = manifest.incidents.find((each) => each.incidentId === filter.incidentId);
  const ofIncident = new Set(incident?.unitIds ?? []);
  return named === null ? [...ofIncident] : named.filter((unitId) => ofIncident.has(unitId));
}

async function readSpans(engine: QueryEngine, unitIds: readonly string[], signal: AbortSignal | undefined) {
  if (unitIds.length === 0) return [];
  const rows = await engine.rows(
    `SELECT DISTINCT start_ns, end_ns FROM scores WHERE unit_id IN (${unitIds.map((_, i) => `$${i + 1}`).join(', ')})
     AND start_ns IS NOT NULL ORDER BY start_ns, end_ns`,
    { parameters: [...unitIds], signal },
  );
  const spans: { startNs: bigint; endNs: bigint }[] = [];
  for (const row of rows) {
    const startNs = row['start_ns'] as bigint;
    const endNs = row['end_ns'] as bigint;
    const last = spans.at(-1);
    // Overlapping windows become one range: the condition stays short.
    if (last !== undefined && startNs <= last.endNs) last.endNs = endNs > last.endNs ? endNs : last.endNs;
    else spans.push({ startNs, endNs });
  }
  return spans;
}
