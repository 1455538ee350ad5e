import type { IncidentSummary } from '#shared/contract/incidents.ts';
import { type CaseView, entryOf } from '../../state/case-view.ts';

/** A rule that the verdicts so far suggest. */
export interface RuleProposal {
  /** Stays the same while the verdicts grow; a proposal that was turned down is remembered by it. */
  readonly key: string;
  /** One of those called noise, to start the rule from. */
  readonly incidentId: string;
  /** Null: incidents of the entity, whatever statement leads them. */
  readonly templateId: string | null;
  /** '' where they come from several. */
  readonly entity: string;
  /** Incidents called noise that it is made of. */
  readonly judged: number;
  /** Incidents on screen that it would hide, those included. */
  readonly hides: number;
}

/** So many verdicts alike are a habit, one is a single case. */
const LEAST_VERDICTS = 2;

/**
 * Rules that would have spared the user verdicts already given: two or more incidents of one leading template, or else of one
 * entity, called noise. A rule that would hide an incident called real or another team's is not proposed.
 * @returns Those that hide most first.
 */
export function proposeRules(incidents: readonly IncidentSummary[], triage: CaseView['triage']): RuleProposal[] {
  const noise = incidents.filter(({ incidentId }) => entryOf(triage, incidentId).verdict === 'noise');
  const byTemplate = groupBy(noise, ({ templateIds }) => templateIds.slice(0, 1));
  const proposals = [...byTemplate].flatMap(([templateId, alike]) => {
    const shared = alike[0]!.entities.find((entity) => alike.every(({ entities }) => entities.includes(entity))) ?? '';
    return propose(incidents, triage, { templateId, entity: shared }, alike);
  });
  const covered = new Set(proposals.flatMap(({ templateId }) => (templateId === null ? [] : [templateId])));
  const others = noise.filter(({ templateIds }) => !covered.has(templateIds[0] ?? ''));
  for (const [entity, alike] of groupBy(others, ({ entities }) => entities)) {
    proposals.push(...propose(incidents, triage, { templateId: null, entity }, alike));
  }
  return proposals.toSorted((a, b) => b.hides - a.hides || a.key.localeCompare(b.key));
}

function propose(
  incidents: readonly IncidentSummary[],
  triage: CaseView['triage'],
  { templateId, entity }: Pick<RuleProposal, 'templateId' | 'entity'>,
  alike: readonly IncidentSummary[],
): RuleProposal[] {
  if (alike.length < LEAST_VERDICTS) return [];
  const hidden = incidents.filter(
    ({ templateIds, entities }) =>
      (templateId === null || templateIds[0] === templateId) && (entity === '' || entities.includes(entity)),
  );
  const isWrong = hidden.some(({ incidentId }) => {
    const { verdict } = entryOf(triage, incidentId);
    return verdict !== null && verdict !== 'noise';
  });
  if (isWrong) return [];
  const key = `${templateId ?? ''} ${entity}`;
  const { incidentId } = alike[0]!;
  return [{ key, incidentId, templateId, entity, judged: alike.length, hides: hidden.length }];
}

function groupBy(
  incidents: readonly IncidentSummary[],
  keysOf: (incident: IncidentSummary) => readonly string[],
): Map<string, IncidentSummary[]> {
  const groups = new Map<string, IncidentSummary[]>();
  for (const incident of incidents) {
    for (const key of keysOf(incident)) groups.set(key, [...(groups.get(key) ?? []), incident]);
  }
  return groups;
}
