import type { TemplateChange } from '#shared/contract/template-edits.ts';
import type { EventFilter } from '#shared/domain/event-filter.ts';

interface Pointing {
  readonly filter: EventFilter;
  readonly templateId: string | null;
}

/**
 * The selection after an edit: what pointed at a template that ended points at those that took its events.
 * Parts of the filter that name no such template stay as they are.
 */
export function followEdit<S extends Pointing>(selection: S, change: Pick<TemplateChange, 'before' | 'after'>): S {
  const counts = new Map(change.before.map(({ templateId, count }) => [templateId, count]));
  const left = new Set(change.after.map(({ templateId }) => templateId));
  const successors = change.after
    .filter(({ templateId, count }) => count > (counts.get(templateId) ?? 0))
    .map(({ templateId }) => templateId);
  const hasEnded = (id: string) => counts.has(id) && !left.has(id);
  const follow = (ids: readonly string[]) => [...new Set(ids.flatMap((id) => (hasEnded(id) ? successors : [id])))];
  const { filter, templateId } = selection;
  return {
    ...selection,
    templateId: templateId !== null && hasEnded(templateId) ? (successors[0] ?? null) : templateId,
    filter: {
      ...filter,
      ...(filter.templateIds?.some(hasEnded) === true ? { templateIds: follow(filter.templateIds) } : {}),
      ...(filter.hiddenTemplateIds?.some(hasEnded) === true
        ? { hiddenTemplateIds: follow(filter.hiddenTemplateIds) }
        : {}),
    },
  };
}
