import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { formatScore } from '../../ui/format.ts';
import { pxToScore, scoreToPx, thresholdAfterKey } from './threshold-model.ts';
import type { ThresholdControl } from './use-threshold.ts';

interface ThresholdLineProps {
  readonly threshold: ThresholdControl;
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

/** A slider across the whole score lane: grab it anywhere, or focus it and use the arrow keys. */
export function ThresholdLine(props: ThresholdLineProps) {
  const { threshold, left, width, top, height } = props;
  const drag = useRef<{ grabPx: number; value: number } | null>(null);
  const y = scoreToPx(threshold.value, top, height);

  const valueAt = (event: PointerEvent<HTMLElement>) => {
    const plot = event.currentTarget.parentElement?.getBoundingClientRect();
    return pxToScore(event.clientY - (plot?.top ?? 0) - (drag.current?.grabPx ?? 0), top, height);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    const plot = event.currentTarget.parentElement?.getBoundingClientRect();
    drag.current = { grabPx: event.clientY - (plot?.top ?? 0) - y, value: threshold.value };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (drag.current === null) return;
    event.stopPropagation();
    drag.current.value = valueAt(event);
    threshold.move(drag.current.value);
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    if (drag.current === null) return;
    event.stopPropagation();
    const { value } = drag.current;
    drag.current = null;
    threshold.keep(value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const next = thresholdAfterKey(event.key, threshold.value);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    threshold.keep(next);
  };
  return (
    <div
      className="ls-threshold-line"
      role="slider"
      tabIndex={0}
      aria-label="Threshold"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={threshold.value}
      aria-valuetext={formatScore(threshold.value)}
      style={{ left, width, top: y - 6 }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onKeyDown={onKeyDown}
    >
      <span className="ls-threshold-tag ls-mono">{formatScore(threshold.value)}</span>
    </div>
  );
}
