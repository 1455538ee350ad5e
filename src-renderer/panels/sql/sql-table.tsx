import { useMemo, useState } from 'react';
import type { SqlResult } from '#shared/contract/sql.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { LogText } from '../../ui/log-text.tsx';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import { cellText, columnWidths, isNumeric } from './sql-text.ts';

/** Rows of a query; a row with an `event_id` opens that event on Enter or double click. */
export function SqlTable(props: { readonly result: SqlResult }) {
  const { result } = props;
  const widths = useMemo(() => columnWidths(result), [result]);
  const jumpTo = usePanelRequests((state) => state.jumpTo);
  const [activeRow, setActiveRow] = useState(-1);
  const eventColumn = result.columns.findIndex((column) => column.name === 'event_id');
  const total = widths.reduce((sum, width) => sum + width, 0);
  const openEvent = (row: number) => {
    const value = result.rows[row]?.[eventColumn];
    if (typeof value === 'number' || typeof value === 'bigint') jumpTo({ kind: 'event', eventId: Number(value) });
  };
  const style = (at: number) => ({ width: `${widths[at] ?? 8}ch` });
  return (
    <div className="ls-sql-scroll">
      <div className="ls-sql-wide ls-mono" style={{ minWidth: `calc(${total}ch + 16px)` }}>
        <VirtualGrid
          label="Result"
          rowCount={result.rows.length}
          rowHeight={20}
          activeRow={activeRow}
          onActiveRow={setActiveRow}
          onOpen={eventColumn < 0 ? undefined : openEvent}
          header={result.columns.map((column, at) => (
            <span
              role="columnheader"
              key={column.name}
              className={isNumeric(column.type) ? 'ls-cell ls-cut ls-num' : 'ls-cell ls-cut'}
              style={style(at)}
              title={column.type}
            >
              {column.name}
            </span>
          ))}
          renderRow={(row) =>
            result.columns.map((column, at) => (
              <span
                role="gridcell"
                key={column.name}
                className={isNumeric(column.type) ? 'ls-cell ls-cut ls-num' : 'ls-cell ls-cut'}
                style={style(at)}
              >
                <LogText
                  content={cellText(result.rows[row]?.[at] ?? null, column.name)}
                  parts={null}
                  words={NO_WORDS}
                />
              </span>
            ))
          }
        />
      </div>
    </div>
  );
}

const NO_WORDS: readonly string[] = [];
