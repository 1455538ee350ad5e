import type { EventDimensions, ParameterSlot } from '../../features/event-batch.ts';
import type { PlannedSlot } from '../../features/slot-planner.ts';
import type { CaseReader } from '../../lake/case-reader.ts';

/** Names used as columns of the analysis, in an order that does not depend on how the case was read. */
export interface CaseNames {
  readonly services: readonly string[];
  readonly hosts: readonly string[];
}

/** Services or hosts beyond this many are counted as "none": they are identifiers, not entities. */
const MAX_NAMES = 2000;

export async function readNames(reader: CaseReader, signal: AbortSignal): Promise<CaseNames> {
  const [row] = await reader.query(
    `SELECT list_sort(list(DISTINCT service)) AS services, list_sort(list(DISTINCT host)) AS hosts
     FROM (SELECT service, host FROM silver GROUP BY ALL)`,
    { signal },
  );
  return { services: namesOf(row?.['services']), hosts: namesOf(row?.['hosts']) };
}

function namesOf(value: unknown): string[] {
  const items = (value as { items?: readonly unknown[] } | null | undefined)?.items ?? [];
  const names = items.filter((item) => typeof item === 'string');
  return names.length > MAX_NAMES ? [] : names;
}

/** Describes planned slots to the feature code. */
export function describeDimensions(
  templates: readonly { readonly templateId: string; readonly text: string }[],
  names: CaseNames,
  slots: { readonly numbers: readonly PlannedSlot[]; readonly keys: readonly PlannedSlot[] },
  sessions: readonly string[],
): EventDimensions {
  return {
    templateIds: templates.map(({ templateId }) => templateId),
    templateTexts: templates.map(({ text }) => text),
    services: names.services,
    hosts: names.hosts,
    numberSlots: slots.numbers.map(toParameterSlot),
    keySlots: slots.keys.map(toParameterSlot),
    sessions,
  };
}

function toParameterSlot({ template, column, wildcard, unit, scale, typical }: PlannedSlot): ParameterSlot {
  return { template, column, name: String(wildcard + 1), unit, scale, typical };
}
