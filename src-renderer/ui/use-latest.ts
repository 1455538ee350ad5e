import { type RefObject, useLayoutEffect, useRef } from 'react';

/** The newest value for handlers that outlive a render; read it in events and effects only, never while rendering. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
