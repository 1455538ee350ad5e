import type { IncidentSummary } from '#shared/contract/incidents.ts';
import type { TimeDomain } from '../../charts/time-scale.ts';
import { nsToMs } from '../../ui/time.ts';

/** What the small bars of an incident show, over the whole time of the case. */
export interface IncidentSpark {
  readonly values: ArrayLike<number>;
  /** Bars of the incident's own time: first inclusive, last exclusive. */
  readonly marked: { readonly from: number; readonly to: number };
  readonly label: string;
}

/**
 * Counts of the statement an incident is about, its own time marked: a spike, a first appearance and a silence each look
 * like what they are. Incidents without a statement or a time have none.
 * @param sparks Counts by template id, in equal steps over `limits`.
 */
export function sparkOf(
  incident: Pick<IncidentSummary, 'templateIds' | 'startNs' | 'endNs'>,
  sparks: ReadonlyMap<string, Float64Array> | undefined,
  limits: TimeDomain | null,
): IncidentSpark | null {
  const values = sparks?.get(incident.templateIds[0] ?? '');
  if (values === undefined || limits === null || incident.startNs === null) return null;
  const stepMs = (limits.endMs - limits.startMs) / values.length;
  const barOf = (ns: bigint) => (nsToMs(ns) - limits.startMs) / stepMs;
  const from = Math.min(values.length - 1, Math.max(0, Math.floor(barOf(incident.startNs))));
  const to = Math.min(values.length, Math.max(from + 1, Math.ceil(barOf(incident.endNs ?? incident.startNs))));
  return { values, marked: { from, to }, label: 'Count of its statement over the whole time, the incident marked' };
}
