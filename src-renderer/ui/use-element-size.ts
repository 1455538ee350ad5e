import { type RefCallback, useCallback, useRef, useState } from 'react';

export interface ElementSize {
  readonly width: number;
  readonly height: number;
}

/** Content size of the element the returned ref is put on; 0 x 0 until it is laid out. */
export function useElementSize<E extends HTMLElement>(): readonly [RefCallback<E>, ElementSize] {
  const [size, setSize] = useState<ElementSize>({ width: 0, height: 0 });
  const observer = useRef<ResizeObserver | null>(null);
  const ref = useCallback((element: E | null) => {
    observer.current?.disconnect();
    observer.current = null;
    if (element === null) return;
    const measure = () =>
      setSize((old) => {
        const next = { width: element.clientWidth, height: element.clientHeight };
        return next.width === old.width && next.height === old.height ? old : next;
      });
    observer.current = new ResizeObserver(measure);
    observer.current.observe(element);
    measure();
  }, []);
  return [ref, size];
}
