import type { IncidentDetail } from '#shared/contract/incidents.ts';
import type { SuppressionView } from '#shared/contract/suppressions.ts';
import { type Suppression, suppressionOf } from '#shared/domain/suppression.ts';

type NewRule = Pick<Suppression, 'scope' | 'reason' | 'expiresAtMs'> & Pick<SuppressionView, 'reach'>;

/** Rules of the made-up case, kept in memory. */
export function createFakeSuppressions(all: () => readonly IncidentDetail[]) {
  let rules: readonly Suppression[] = [];
  let made = 0;
  const ruleOf = (incident: IncidentDetail): Suppression | null => suppressionOf(rules, incident, Date.now());
  const everywhere = new Set<string>();
  const view = (rule: Suppression): SuppressionView => ({
    ...rule,
    reach: everywhere.has(rule.ruleId) ? 'all' : 'case',
    isExpired: rule.expiresAtMs !== null && rule.expiresAtMs <= Date.now(),
    hits: all().filter((incident) => ruleOf(incident)?.ruleId === rule.ruleId).length,
  });
  return {
    isHidden: (incident: IncidentDetail): boolean => ruleOf(incident) !== null,
    handlers: {
      list: async () => rules.map(view),
      add: async ({ scope, reach, reason, expiresAtMs }: NewRule) => {
        const ruleId = String(++made).padStart(8, '0');
        if (reach === 'all') everywhere.add(ruleId);
        const rule = { ruleId, scope, reason, expiresAtMs, createdAtMs: Date.now() };
        rules = [...rules, rule];
        return view(rule);
      },
      remove: async ({ ruleId }: { ruleId: string }) => {
        const before = rules.length;
        rules = rules.filter((rule) => rule.ruleId !== ruleId);
        return { isRemoved: rules.length < before };
      },
    },
  };
}
