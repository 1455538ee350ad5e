import { Select, TextInput } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useCommands } from '../../state/commands.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { SPARK_BUCKETS, type TemplateRow, useTemplateSparks, useTemplateTable } from '../../state/template-table.ts';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { LogText } from '../../ui/log-text.tsx';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { Spark } from '../../ui/spark.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { civilTime, formatTime, type TimeZoneMode } from '../../ui/time.ts';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { listTemplates, TEMPLATE_ORDERS, type TemplateOrder } from './template-list-model.ts';
import './templates-panel.css';

const ROW_PX = 44;

/** Every template with its count, first and last time and course; a click narrows the events to it. */
export function TemplatesPanel() {
  const filter = useSelection((state) => state.filter);
  const patchFilter = useSelection((state) => state.patchFilter);
  const pickTemplate = useSelection((state) => state.pickTemplate);
  const show = usePanelRequests((state) => state.show);
  const zone = usePreferences((state) => state.zone);
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

  const open = (row: number) => {
    const template = rows[row];
    if (template === undefined) return;
    const isOn = filtered === template.templateId;
    patchFilter({ templateIds: isOn ? undefined : [template.templateId] });
    pickTemplate(template.templateId);
  };
  useCommands([
    { id: 'templates.show', title: 'Templates', group: 'Go to', keys: ['t'], run: () => show('templates') },
    {
      id: 'templates.unhide',
      title: 'Show hidden templates again',
      group: 'Filter',
      isEnabled: () => (hidden?.length ?? 0) > 0,
      run: () => patchFilter({ hiddenTemplateIds: undefined }),
    },
  ]);
  const renderRow = useCallback(
    (row: number) => {
      const template = rows[row];
      return template === undefined ? null : (
        <TemplateLine
          template={template}
          spark={sparks?.get(template.templateId)}
          zone={zone}
          isFiltered={template.templateId === filtered}
          isHidden={hidden?.includes(template.templateId) ?? false}
        />
      );
    },
    [rows, sparks, zone, filtered, hidden],
  );
  return (
    <PanelFrame
      label="Templates"
      lead={
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
      }
      actions={
        <Select
          size="xs"
          w={104}
          aria-label="Order"
          allowDeselect={false}
          value={order}
          data={Object.entries(TEMPLATE_ORDERS).map(([value, label]) => ({ value, label }))}
          onChange={(value) => value !== null && setOrder(value as TemplateOrder)}
        />
      }
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
          onActiveRow={setCursor}
          onClickRow={open}
          onOpen={open}
          renderRow={renderRow}
        />
      )}
    </PanelFrame>
  );
}

interface TemplateLineProps {
  readonly template: TemplateRow;
  readonly spark: Float64Array | undefined;
  readonly zone: TimeZoneMode;
  readonly isFiltered: boolean;
  readonly isHidden: boolean;
}

function TemplateLine(props: TemplateLineProps) {
  const { template, spark, zone, isFiltered, isHidden } = props;
  const when = whenTexts(template, zone);
  return (
    <div className={isFiltered ? 'ls-template ls-template-on' : 'ls-template'} role="gridcell">
      <div className="ls-template-text" title={template.text}>
        {template.name !== null && <b>{template.name} </b>}
        <LogText content={template.text} parts={null} words={WILDCARD} />
      </div>
      <div className="ls-template-facts">
        <Spark values={spark ?? EMPTY} width={72} height={14} label="Count over time" />
        <span className="ls-template-count ls-num">{formatCount(template.count)}</span>
        <span
          className="ls-template-when ls-num"
          title={`First ${formatTime(template.firstNs, zone)}, last ${formatTime(template.lastNs, zone)}`}
        >
          {when.first}
          {when.last !== '' && <span className="ls-template-last"> – {when.last}</span>}
        </span>
        {isHidden && <span className="ls-template-flag">hidden</span>}
      </div>
    </div>
  );
}

const EMPTY = new Float64Array(SPARK_BUCKETS);
const WILDCARD: readonly string[] = ['<*>'];

/** First and last time, as short as the two can be told apart; the last is empty when they are one. */
function whenTexts(template: TemplateRow, zone: TimeZoneMode): { readonly first: string; readonly last: string } {
  if (template.firstNs === null || template.lastNs === null) return { first: 'no time', last: '' };
  const first = civilTime(template.firstNs, zone);
  const last = civilTime(template.lastNs, zone);
  if (template.firstNs === template.lastNs) return { first: `${first.date.slice(5)} ${first.clock}`, last: '' };
  return first.date === last.date
    ? { first: `${first.date.slice(5)} ${first.clock}`, last: last.clock }
    : {
        first: `${first.date.slice(5)} ${first.clock.slice(0, 5)}`,
        last: `${last.date.slice(5)} ${last.clock.slice(0, 5)}`,
      };
}
