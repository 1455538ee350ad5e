import {
  type RefCallback,
  type RefObject,
  type UIEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  clampOffset,
  offsetOfScrollTop,
  offsetToReveal,
  rowWindow,
  type RowWindow,
  type ScrollGeometry,
  scrollTopOfOffset,
} from './scaled-scroll.ts';
import { useElementSize } from './use-element-size.ts';
import { useLatest } from './use-latest.ts';

export interface ScaledScroll {
  readonly geometry: ScrollGeometry;
  readonly visible: RowWindow;
  readonly bodyRef: RefCallback<HTMLDivElement>;
  readonly scrollbarRef: RefObject<HTMLDivElement | null>;
  onScrollbar(event: UIEvent<HTMLDivElement>): void;
  reveal(row: number, align?: 'nearest' | 'center'): void;
}

/** The scroll position of a grid: moved by wheel and keys in exact pixels, mirrored by a scaled scrollbar. */
export function useScaledScroll(rowCount: number, rowHeight: number): ScaledScroll {
  const [sizeRef, size] = useElementSize<HTMLDivElement>();
  const [wheelArea, setWheelArea] = useState<HTMLDivElement | null>(null);
  const scrollbarRef = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const geometry = useMemo<ScrollGeometry>(
    () => ({ rowCount, rowHeight, viewportHeight: size.height }),
    [rowCount, rowHeight, size.height],
  );
  const latest = useLatest(geometry);
  const position = clampOffset(geometry, offset);
  /** scrollTop we set ourselves: the scroll event it causes is not the user's. */
  const ownScrollTop = useRef(-1);

  useLayoutEffect(() => {
    const scrollbar = scrollbarRef.current;
    if (scrollbar === null) return;
    const wanted = scrollTopOfOffset(geometry, position);
    if (Math.abs(scrollbar.scrollTop - wanted) < 1) return;
    scrollbar.scrollTop = wanted;
    ownScrollTop.current = scrollbar.scrollTop;
  }, [geometry, position]);

  useEffect(() => {
    if (wheelArea === null) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      const { viewportHeight } = latest.current;
      const unit = event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? viewportHeight : 1;
      event.preventDefault();
      // Several events can come before one render: each adds to the one before.
      setOffset((old) => clampOffset(latest.current, clampOffset(latest.current, old) + event.deltaY * unit));
    };
    wheelArea.addEventListener('wheel', onWheel, { passive: false });
    return () => wheelArea.removeEventListener('wheel', onWheel);
  }, [wheelArea, latest, rowHeight]);

  /** Asked for before the grid was laid out: without a height nothing can be said about what is in view. */
  const waiting = useRef<{ row: number; align: 'nearest' | 'center' } | null>(null);
  const reveal = useCallback(
    (row: number, align: 'nearest' | 'center' = 'nearest') => {
      if (latest.current.viewportHeight === 0) waiting.current = { row, align };
      else setOffset((old) => offsetToReveal(latest.current, clampOffset(latest.current, old), row, align));
    },
    [latest],
  );
  useLayoutEffect(() => {
    const asked = waiting.current;
    if (asked === null || geometry.viewportHeight === 0) return;
    waiting.current = null;
    setOffset((old) => offsetToReveal(geometry, clampOffset(geometry, old), asked.row, asked.align));
  }, [geometry]);
  const bodyRef = useCallback(
    (element: HTMLDivElement | null) => {
      sizeRef(element);
      setWheelArea(element);
    },
    [sizeRef],
  );
  const onScrollbar = (event: UIEvent<HTMLDivElement>) => {
    const { scrollTop } = event.currentTarget;
    if (Math.abs(scrollTop - ownScrollTop.current) < 1) return;
    ownScrollTop.current = -1;
    setOffset(offsetOfScrollTop(geometry, scrollTop));
  };
  return {
    geometry,
    visible: rowWindow(geometry, position),
    bodyRef,
    scrollbarRef,
    onScrollbar,
    reveal,
  };
}
