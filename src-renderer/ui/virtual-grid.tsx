import { type KeyboardEvent, type ReactNode, type Ref, memo, useEffect, useImperativeHandle, useRef } from 'react';
import { rowAfterKey } from './grid-keys.ts';
import { maxOffset, rowsPerPage, spacerHeight } from './scaled-scroll.ts';
import { useScaledScroll } from './use-scaled-scroll.ts';
import './virtual-grid.css';

export interface VirtualGridHandle {
  /** Brings a row into view; `center` when it was out of sight. */
  reveal(row: number, align?: 'nearest' | 'center'): void;
  focus(): void;
}

interface VirtualGridProps {
  readonly ref?: Ref<VirtualGridHandle>;
  readonly label: string;
  /** Takes the focus when the dialog around it opens. */
  readonly isFirstFocus?: boolean;
  readonly rowCount: number;
  readonly rowHeight: number;
  readonly header?: ReactNode;
  /** Row under the cursor, -1 for none. */
  readonly activeRow: number;
  readonly onActiveRow: (row: number) => void;
  /** Enter or double click. */
  readonly onOpen?: (row: number) => void;
  /** A single click, where it does more than moving the cursor. */
  readonly onClickRow?: (row: number) => void;
  /** Rows on screen changed; called after painting. */
  readonly onWindow?: (first: number, count: number) => void;
  readonly renderRow: (row: number, isActive: boolean) => ReactNode;
}

/**
 * A grid of any number of equal rows that keeps at most a screenful in the page.
 * The scrollbar is a scaled copy of the real position (see scaled-scroll.ts); wheel and keys move by exact pixels.
 */
export function VirtualGrid(props: VirtualGridProps) {
  const {
    label,
    rowCount,
    rowHeight,
    activeRow,
    onActiveRow,
    onOpen,
    onClickRow,
    onWindow,
    renderRow,
    header,
    isFirstFocus,
    ref,
  } = props;
  const { geometry, visible, bodyRef, scrollbarRef, onScrollbar, reveal } = useScaledScroll(rowCount, rowHeight);
  const root = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => ({ reveal, focus: () => root.current?.focus() }), [reveal]);
  useEffect(() => onWindow?.(visible.first, visible.count), [onWindow, visible.first, visible.count]);

  const onKeyDown = (event: KeyboardEvent) => {
    const target = rowAfterKey(event, activeRow, rowCount, rowsPerPage(geometry));
    if (target !== null) {
      event.preventDefault();
      onActiveRow(target);
      reveal(target);
    } else if (event.key === 'Enter' && activeRow >= 0 && onOpen !== undefined) {
      event.preventDefault();
      onOpen(activeRow);
    }
  };
  const isActiveShown = activeRow >= visible.first && activeRow < visible.first + visible.count;

  return (
    <div
      ref={root}
      className={maxOffset(geometry) === 0 ? 'ls-grid ls-grid-fits' : 'ls-grid'}
      role="grid"
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-activedescendant={isActiveShown ? `${label}-active` : undefined}
      tabIndex={0}
      data-autofocus={isFirstFocus === true ? true : undefined}
      onKeyDown={onKeyDown}
    >
      {header !== undefined && (
        <div role="row" aria-rowindex={1} className="ls-grid-header">
          {header}
        </div>
      )}
      <div className="ls-grid-body" ref={bodyRef} role="rowgroup">
        <div
          className="ls-grid-layer"
          role="presentation"
          style={{ transform: `translateY(${Math.round(visible.top)}px)` }}
        >
          {Array.from({ length: visible.count }, (_, at) => (
            <GridRow
              key={visible.first + at}
              row={visible.first + at}
              height={rowHeight}
              isActive={visible.first + at === activeRow}
              activeId={`${label}-active`}
              onActiveRow={onActiveRow}
              onOpen={onOpen}
              onClickRow={onClickRow}
              renderRow={renderRow}
            />
          ))}
        </div>
        <div ref={scrollbarRef} className="ls-grid-scrollbar" aria-hidden tabIndex={-1} onScroll={onScrollbar}>
          <div style={{ height: spacerHeight(geometry) }} />
        </div>
      </div>
    </div>
  );
}

interface GridRowProps extends Pick<VirtualGridProps, 'onActiveRow' | 'onOpen' | 'onClickRow' | 'renderRow'> {
  readonly row: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly activeId: string;
}

/** Rendered again only when its own props change: a wheel step costs the rows that came into view. */
const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, height, isActive, activeId, onActiveRow, onOpen, onClickRow, renderRow } = props;
  return (
    <div
      id={isActive ? activeId : undefined}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isActive}
      className={isActive ? 'ls-grid-row ls-grid-row-active' : 'ls-grid-row'}
      style={{ height }}
      onMouseDown={(event) => event.button === 0 && onActiveRow(row)}
      onClick={() => onClickRow?.(row)}
      onDoubleClick={() => onClickRow === undefined && onOpen?.(row)}
    >
      {renderRow(row, isActive)}
    </div>
  );
});
