import { keepPreviousData } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { EventFilter } from '#shared/domain/event-filter.ts';
import { ArrowColumns } from '../backend/arrow-columns.ts';
import { useBackend } from './backend-context.tsx';
import { useCaseId, useCaseInfo } from './case-queries.ts';
import { usePanelQuery } from './panel-visibility.ts';
import { filterKey } from './selection.ts';

export interface TemplateRow {
  readonly templateId: string;
  /** Display form with `<*>` wildcards. */
  readonly text: string;
  readonly name: string | null;
  readonly count: number;
  readonly firstNs: bigint | null;
  readonly lastNs: bigint | null;
}

/** All templates, rare first, with their counts under a filter; the last answer stays while a newer one is on its way. */
export function useTemplateTable(filter: EventFilter) {
  const backend = useBackend();
  const caseId = useCaseId();
  const version = useCaseInfo().data?.version ?? 0;
  return usePanelQuery({
    queryKey: ['case', caseId, 'templates', filterKey(filter), version],
    enabled: caseId !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<readonly TemplateRow[]> => {
      const query = Object.keys(filter).length === 0 ? { caseId: caseId ?? '' } : { caseId: caseId ?? '', filter };
      const columns = new ArrowColumns((await backend.readTable('templates', query, signal)).table);
      const ids = columns.texts('template_id');
      const texts = columns.texts('template');
      const names = columns.strings('name');
      const counts = columns.numbers('count');
      const first = columns.bigints('first_time_ns');
      const last = columns.bigints('last_time_ns');
      return ids.map((templateId, i) => ({
        templateId,
        text: texts[i] ?? '',
        name: names[i] ?? null,
        count: counts[i] ?? 0,
        firstNs: first[i] ?? null,
        lastNs: last[i] ?? null,
      }));
    },
  });
}

const NO_TEMPLATES: readonly TemplateRow[] = [];

/** Templates by id over the whole case: texts for chips and constant parts for the event rows. */
export function useTemplateIndex(): ReadonlyMap<string, { readonly text: string; readonly parts: readonly string[] }> {
  const rows = useTemplateTable(NO_FILTER).data ?? NO_TEMPLATES;
  return useMemo(
    () => new Map(rows.map((row) => [row.templateId, { text: row.name ?? row.text, parts: row.text.split('<*>') }])),
    [rows],
  );
}

const NO_FILTER: EventFilter = {};

export const SPARK_BUCKETS = 32;

/** Counts over time of every template, by id, in `SPARK_BUCKETS` equal steps over the case. */
export function useTemplateSparks(isEnabled: boolean) {
  const backend = useBackend();
  const caseId = useCaseId();
  const version = useCaseInfo().data?.version ?? 0;
  return usePanelQuery({
    queryKey: ['case', caseId, 'template-sparks', version],
    enabled: caseId !== null && isEnabled,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, Float64Array>> => {
      const query = { caseId: caseId ?? '', buckets: SPARK_BUCKETS };
      const columns = new ArrowColumns((await backend.readTable('template-histogram', query, signal)).table);
      const ids = columns.texts('template_id');
      const buckets = columns.numbers('bucket');
      const counts = columns.numbers('count');
      const sparks = new Map<string, Float64Array>();
      ids.forEach((id, i) => {
        const spark = sparks.get(id) ?? new Float64Array(SPARK_BUCKETS);
        spark[buckets[i] ?? 0] = counts[i] ?? 0;
        sparks.set(id, spark);
      });
      return sparks;
    },
  });
}
