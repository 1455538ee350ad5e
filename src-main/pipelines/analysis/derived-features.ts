import type { FeaturePlan } from '#shared/domain/feature-plan.ts';
import type { FeatureTable } from '#shared/domain/feature-table.ts';
import type { EventDimensions } from '../../features/event-batch.ts';
import { countWords, messageColumns, type TemplateTexts } from '../../features/message-vectors.ts';
import { rollingColumns } from '../../features/rolling-columns.ts';

/** Eight numbers a session would be half of the features file of a log with very many. */
const MAX_SESSIONS = 50_000;

/**
 * The table with the features that are told from its others, as the features file holds it: rolling statistics of windows, words
 * of messages (of at most 50,000 sessions). They are made anew from whatever the other columns are, so that they always fit them.
 * @param plan Of the model that scores: it knows how common each word was where it was trained. Null: the table's own words count.
 */
export function withDerivedColumns(
  table: FeatureTable,
  dimensions: Pick<EventDimensions, 'templateIds' | 'templateTexts'>,
  plan: FeaturePlan | null,
): FeatureTable {
  if (table.units.kind === 'session' && table.units.length > MAX_SESSIONS) return table;
  const texts: TemplateTexts = new Map(
    dimensions.templateIds.map((id, at) => [id, dimensions.templateTexts[at] ?? '']),
  );
  const words = plan?.words ?? countWords(table, texts);
  return { ...table, columns: [...table.columns, ...rollingColumns(table), ...messageColumns(table, texts, words)] };
}
