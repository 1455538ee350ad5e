import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import {
  clampOffset,
  maxOffset,
  offsetOfScrollTop,
  offsetToReveal,
  rowWindow,
  rowsPerPage,
  type ScrollGeometry,
  scrollTopOfOffset,
  spacerHeight,
} from './scaled-scroll.ts';
import { useElementSize } from './use-element-size.ts';
import './virtual-grid.css';

export interface VirtualGridHandle {
  /** Brings a row into view; `center` when it was out of sight. */
  reveal(row: number, align?: 'nearest' | 'center'): void;
  focus(): void;
}

interface VirtualGridProps {
  readonly ref?: Ref<VirtualGridHandle>;
  readonly label: string;
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
  const { label, rowCount, rowHeight, activeRow, onActiveRow, onOpen, onClickRow, onWindow, renderRow, header } = props;
  const [bodyRef, size] = useElementSize<HTMLDivElement>();
  const scrollbar = useRef<HTMLDivElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const geometry: ScrollGeometry = { rowCount, rowHeight, viewportHeight: size.height };
  const latest = useRef({ geometry, offset });
  const position = clampOffset(geometry, offset);
  latest.current = { geometry, offset: position };
  /** scrollTop we set ourselves: the scroll event it causes is not the user's. */
  const ownScrollTop = useRef(-1);

  const moveTo = useCallback((next: number) => {
    setOffset(clampOffset(latest.current.geometry, next));
  }, []);

  useLayoutEffect(() => {
    const bar = scrollbar.current;
    if (bar === null) return;
    const wanted = scrollTopOfOffset(latest.current.geometry, position);
    if (Math.abs(bar.scrollTop - wanted) < 1) return;
    bar.scrollTop = wanted;
    ownScrollTop.current = bar.scrollTop;
  }, [position, rowCount, size.height]);

  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      const unit =
        event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? latest.current.geometry.viewportHeight : 1;
      event.preventDefault();
      moveTo(latest.current.offset + event.deltaY * unit);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [moveTo, rowHeight]);

  const reveal = useCallback(
    (row: number, align: 'nearest' | 'center' = 'nearest') =>
      moveTo(offsetToReveal(latest.current.geometry, latest.current.offset, row, align)),
    [moveTo],
  );
  useImperativeHandle(props.ref, () => ({ reveal, focus: () => root.current?.focus() }), [reveal]);

  const visible = rowWindow(geometry, position);
  useEffect(() => onWindow?.(visible.first, visible.count), [onWindow, visible.first, visible.count]);

  const go = (row: number) => {
    const next = Math.min(rowCount - 1, Math.max(0, row));
    if (next < 0) return;
    onActiveRow(next);
    reveal(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = rowAfterKey(event, activeRow, rowCount, rowsPerPage(geometry));
    if (target !== null) {
      event.preventDefault();
      go(target);
    } else if (event.key === 'Enter' && activeRow >= 0 && onOpen !== undefined) {
      event.preventDefault();
      onOpen(activeRow);
    }
  };

  const rows: ReactNode[] = [];
  for (let row = visible.first; row < visible.first + visible.count; row++) {
    const isActive = row === activeRow;
    rows.push(
      <div
        key={row}
        id={isActive ? `${label}-active` : undefined}
        role="row"
        aria-rowindex={row + 2}
        aria-selected={isActive}
        className={isActive ? 'ls-grid-row ls-grid-row-active' : 'ls-grid-row'}
        style={{ height: rowHeight }}
        onMouseDown={(event) => event.button === 0 && onActiveRow(row)}
        onClick={() => onClickRow?.(row)}
        onDoubleClick={() => onClickRow === undefined && onOpen?.(row)}
      >
        {renderRow(row, isActive)}
      </div>,
    );
  }
  return (
    <div
      ref={root}
      className={maxOffset(geometry) === 0 ? 'ls-grid ls-grid-fits' : 'ls-grid'}
      role="grid"
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-activedescendant={
        activeRow >= visible.first && activeRow < visible.first + visible.count ? `${label}-active` : undefined
      }
      tabIndex={0}
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
          {rows}
        </div>
        <div
          ref={scrollbar}
          className="ls-grid-scrollbar"
          aria-hidden
          tabIndex={-1}
          onScroll={(event) => {
            const { scrollTop } = event.currentTarget;
            if (Math.abs(scrollTop - ownScrollTop.current) < 1) return;
            ownScrollTop.current = -1;
            moveTo(offsetOfScrollTop(geometry, scrollTop));
          }}
        >
          <div style={{ height: spacerHeight(geometry) }} />
        </div>
      </div>
    </div>
  );
}

/** Row a navigation key leads to; null for any other key. */
export function rowAfterKey(
  event: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean },
  row: number,
  rowCount: number,
  pageRows: number,
): number | null {
  if (event.altKey || rowCount === 0) return null;
  const isMod = event.ctrlKey || event.metaKey;
  const last = rowCount - 1;
  const clamp = (next: number) => Math.min(last, Math.max(0, next));
  switch (event.key) {
    case 'ArrowDown':
      return isMod ? null : clamp(row + 1);
    case 'j':
      return isMod ? null : clamp(row + 1);
    case 'ArrowUp':
      return isMod ? null : clamp(row < 0 ? 0 : row - 1);
    case 'k':
      return isMod ? null : clamp(row < 0 ? 0 : row - 1);
    case 'PageDown':
      return clamp(Math.max(0, row) + pageRows);
    case 'PageUp':
      return clamp(row - pageRows);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
