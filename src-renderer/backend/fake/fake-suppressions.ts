import type { IncidentDetail } from '#shared/contract/incidents.ts';
import type { SuppressionView } from '#shared/contract/suppressions.ts';
import { type Suppression, suppressionOf } from '#shared/domain/suppression.ts';

/** Rules of the made-up case, kept in memory. */
export function createFakeSuppressions(all: () => readonly IncidentDetail[]) {
  let rules: readonly Suppression[] = [];
  let made = 0;
  const ruleOf = (incident: IncidentDetail): Suppression | null => suppressionOf(rules, incident, Date.now());
  const view = (rule: Suppression): SuppressionView => ({
    ...rule,
    isExpired: rule.expiresAtMs !== null && rule.expiresAtMs <= Date.now(),
    hits: all().filter((incident) => ruleOf(incident)?.ruleId === rule.ruleId).length,
  });
  return {
    isHidden: (incident: IncidentDetail): boolean => ruleOf(incident) !== null,
    handlers: {
      list: async () => rules.map(view),
      add: async ({ scope, reason, expiresAtMs }: Pick<Suppression, 'scope' | 'reason' | 'expiresAtMs'>) => {
        const ruleId = String(++made).padStart(8, '0');
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
