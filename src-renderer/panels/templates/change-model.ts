import type { TemplateChange, TemplateCount } from '#shared/contract/template-edits.ts';
import { formatCount, formatPlural } from '../../ui/format.ts';

/** A template on one side of a change. */
export interface ChangeRow {
  readonly template: TemplateCount;
  readonly state: 'ends' | 'new' | 'changed';
  /** On the side after: its events before; null for a new one. */
  readonly countBefore: number | null;
  /** On the side after: its name is another one. */
  readonly isRenamed: boolean;
}

export interface ChangeSides {
  readonly before: readonly ChangeRow[];
  readonly after: readonly ChangeRow[];
}

/** Both sides of a change with what becomes of each template; the order is that of the engine, most events first. */
export function changeSides({ before, after }: Pick<TemplateChange, 'before' | 'after'>): ChangeSides {
  const was = new Map(before.map((template) => [template.templateId, template]));
  const stays = new Set(after.map(({ templateId }) => templateId));
  return {
    before: before.map((template) => ({
      template,
      state: stays.has(template.templateId) ? 'changed' : 'ends',
      countBefore: null,
      isRenamed: false,
    })),
    after: after.map((template) => {
      const former = was.get(template.templateId);
      return {
        template,
        state: former === undefined ? 'new' : 'changed',
        countBefore: former?.count ?? null,
        isRenamed: former !== undefined && former.name !== template.name,
      };
    }),
  };
}

/** What a change does, in a sentence: `2 templates become 1; 80 events move.` */
export function changeSummary(change: Pick<TemplateChange, 'before' | 'after' | 'totals' | 'movedEvents'>): string {
  const { totals, movedEvents } = change;
  if (!hasEffect(change)) return 'Nothing would change.';
  const moves = movedEvents === 0 ? 'no event moves' : `${formatPlural(movedEvents, 'event')} ${verb(movedEvents)}`;
  if (totals.before === totals.after && movedEvents === 0)
    return `${formatPlural(totals.after, 'template')} ${totals.after === 1 ? 'is' : 'are'} renamed; ${moves}.`;
  if (totals.before === 1 && totals.after === 1) return `The template becomes another one; ${moves}.`;
  const becomes = totals.before === 1 ? 'becomes' : 'become';
  return `${formatPlural(totals.before, 'template')} ${becomes} ${formatCount(totals.after)}; ${moves}.`;
}

export function hasEffect({ before, after }: Pick<TemplateChange, 'before' | 'after'>): boolean {
  return before.length + after.length > 0;
}

function verb(events: number): string {
  return events === 1 ? 'moves' : 'move';
}
