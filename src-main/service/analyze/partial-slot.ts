import type { PartialCoverage } from '#shared/contract/incidents.ts';
import type { Anomaly, Incident } from '#shared/domain/detection.ts';
import type { CaseSession } from '../case-sessions.ts';
import type { Findings } from '../incident-view.ts';
import { splitByRules } from '../suppressions.ts';

/** Findings that a job in progress has of a beginning of its files. Only memory has them: no restart can take them for exact. */
export interface ShownPartial {
  readonly coverage: PartialCoverage;
  readonly incidents: readonly Incident[];
  readonly anomalies: ReadonlyMap<string, Anomaly>;
  readonly threshold: number;
  readonly bandOfEvent: ReadonlyMap<number, number>;
}

const KEY = Symbol('partial findings');

class PartialSlot {
  value: ShownPartial | null = null;
  dispose(): void {
    this.value = null;
  }
}

/** Null when no reading goes on, until it has found out something, and as soon as there are exact findings. */
export async function partialOf(session: CaseSession): Promise<ShownPartial | null> {
  const { value } = await slotOf(session);
  return session.catalog.runs.current() === null ? value : null;
}

export async function showPartial(session: CaseSession, partial: ShownPartial | null): Promise<void> {
  (await slotOf(session)).value = partial;
}

/** For the views of incidents; the rules of the case hold for them too. */
export function partialFindings(session: CaseSession, partial: ShownPartial): Findings {
  const { shown, hidden } = splitByRules(session, partial.incidents);
  const { anomalies, threshold, bandOfEvent } = partial;
  return { incidents: shown, hidden, anomalies, threshold, bandOfEvent };
}

function slotOf(session: CaseSession): Promise<PartialSlot> {
  return session.attached(KEY, async () => new PartialSlot());
}
