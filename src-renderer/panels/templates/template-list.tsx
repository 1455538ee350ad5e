import { Select, TextInput } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useIsOneYear } from '../../state/case-queries.ts';
import { useSelection } from '../../state/selection.ts';
import { useTemplateDraft } from '../../state/template-draft.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useTemplateSparks, useTemplateTable } from '../../state/template-table.ts';
import { formatPlural } from '../../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { TemplateLine } from './template-line.tsx';
import { listTemplates, TEMPLATE_ORDERS, type TemplateOrder } from './template-list-model.ts';

const ROW_PX = 44;

/** Every template with its count, first and last time and course; a click narrows the events to it. */
export function TemplateList() {
  const filter = useSelection((state) => state.filter);
  const patchFilter = useSelection((state) => state.patchFilter);
  const pickTemplate = useSelection((state) => state.pickTemplate);
  const zone = usePreferences((state) => state.zone);
  const isOneYear = useIsOneYear();
  const { marked, toggleMark } = useTemplateDraft();
  const narrowed = useMemo(() => {
    const { templateIds: _own, hiddenTemplateIds: _hidden, ...rest } = filter;
    return rest;
  }, [filter]);
  const table = useTemplateTable(narrowed);
  const sparks = useTemplateSparks(table.data !== undefined).data;
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState<TemplateOrder>('rare');
  const rows = useMemo(() => listTemplates(table.data ?? [], search, order), [table.data, search, order]);
  const filtered = filter.templateIds?.length === 1 ? filter.templateIds[0] : undefined;
  const [cursor, setCursor] = useState(-1);
  const hidden = filter.hiddenTemplateIds;

  const moveTo = (row: number) => {
    setCursor(row);
    const template = rows[row];
    if (template !== undefined) pickTemplate(template.templateId);
  };
  const open = (row: number) => {
    const template = rows[row];
    if (template === undefined) return;
    patchFilter({ templateIds: filtered === template.templateId ? undefined : [template.templateId] });
    pickTemplate(template.templateId);
  };
  const renderRow = useCallback(
    (row: number) => {
      const template = rows[row];
      return template === undefined ? null : (
        <TemplateLine
          template={template}
          spark={sparks?.get(template.templateId)}
          zone={zone}
          isOneYear={isOneYear}
          isFiltered={template.templateId === filtered}
          isHidden={hidden?.includes(template.templateId) ?? false}
          isMarked={marked.has(template.templateId)}
          onToggleMark={() => toggleMark(template.templateId)}
        />
      );
    },
    [rows, sparks, zone, isOneYear, filtered, hidden, marked, toggleMark],
  );
  return (
    <div className="ls-templates">
      <div className="ls-templates-bar">
        <TextInput
          size="xs"
          className="ls-templates-search"
          aria-label="Search templates"
          placeholder={
            table.data === undefined ? 'Search templates' : `Search ${formatPlural(table.data.length, 'template')}`
          }
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Select
          size="xs"
          className="ls-templates-order"
          aria-label="Order"
          allowDeselect={false}
          value={order}
          data={Object.entries(TEMPLATE_ORDERS).map(([value, label]) => ({ value, label }))}
          onChange={(value) => value !== null && setOrder(value as TemplateOrder)}
        />
      </div>
      <div
        className={marked.size > 0 ? 'ls-templates-rows ls-templates-marking' : 'ls-templates-rows'}
        onKeyDown={(event) => {
          const template = rows[cursor];
          if (event.key !== ' ' || (event.target as HTMLElement).getAttribute('role') !== 'grid') return;
          event.preventDefault();
          if (template !== undefined) toggleMark(template.templateId);
        }}
      >
        {table.error !== null && table.data === undefined ? (
          <ErrorState error={table.error} onRetry={() => void table.refetch()} />
        ) : table.data === undefined ? (
          <LoadingState label="Counting templates…" />
        ) : rows.length === 0 ? (
          search === '' ? (
            <EmptyState title="No templates here yet">Lines become templates as soon as reading is done.</EmptyState>
          ) : (
            <EmptyState
              title="No template holds these words"
              action={{ label: 'Clear the search', run: () => setSearch('') }}
            />
          )
        ) : (
          <VirtualGrid
            label="Templates"
            rowCount={rows.length}
            rowHeight={ROW_PX}
            activeRow={cursor}
            onActiveRow={moveTo}
            onClickRow={open}
            onOpen={open}
            renderRow={renderRow}
          />
        )}
      </div>
    </div>
  );
}
