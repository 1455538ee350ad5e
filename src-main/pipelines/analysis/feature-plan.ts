import type { FeaturePlan, PlannedParameter } from '#shared/domain/feature-plan.ts';
import type { SessionProposal } from '../../features/session-proposal.ts';
import type { PlannedSlot, SlotPlan } from '../../features/slot-planner.ts';

/** What features follow besides counts, by template index of one case. */
export interface CasePlan {
  readonly slots: SlotPlan;
  readonly links: readonly SessionProposal[];
}

/** Names the templates of a plan, so that another case can use it. */
export function toFeaturePlan({ slots, links }: CasePlan, templateIds: readonly string[]): FeaturePlan {
  const name = ({ template, ...rest }: PlannedSlot): PlannedParameter[] => {
    const templateId = templateIds[template];
    return templateId === undefined ? [] : [{ ...rest, templateId }];
  };
  return {
    numbers: slots.numbers.flatMap(name),
    keys: slots.keys.flatMap(name),
    links: links.map(({ pattern, wildcards }) => ({
      pattern,
      wildcards: [...wildcards].flatMap(([template, wildcard]) => {
        const templateId = templateIds[template];
        return templateId === undefined ? [] : [{ templateId, wildcard }];
      }),
    })),
  };
}

/** Features are counted by template: in another order, numbers of one statement would go by the name of another. */
function inTemplateOrder(slots: readonly PlannedSlot[]): PlannedSlot[] {
  return slots.toSorted((a, b) => a.template - b.template);
}

/** The part of a plan that this case can follow: templates it does not have are left out. */
export function fromFeaturePlan(plan: FeaturePlan, templateIds: readonly string[]): CasePlan {
  const indexes = new Map(templateIds.map((templateId, index) => [templateId, index]));
  const place = ({ templateId, ...rest }: PlannedParameter): PlannedSlot[] => {
    const template = indexes.get(templateId);
    return template === undefined ? [] : [{ ...rest, template }];
  };
  return {
    slots: { numbers: inTemplateOrder(plan.numbers.flatMap(place)), keys: inTemplateOrder(plan.keys.flatMap(place)) },
    links: plan.links.map(({ pattern, wildcards }) => ({
      pattern,
      example: '',
      coverage: 0,
      reason: 'a key of the model',
      wildcards: new Map(
        wildcards.flatMap(({ templateId, wildcard }) => {
          const template = indexes.get(templateId);
          return template === undefined ? [] : [[template, wildcard] as const];
        }),
      ),
    })),
  };
}
