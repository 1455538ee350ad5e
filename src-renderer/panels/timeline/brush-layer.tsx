import { type PointerEvent, useRef, useState } from 'react';
import { pxToTime, type TimeScale, timeToPx } from '../../charts/time-scale.ts';
import { useSelection } from '../../state/selection.ts';
import { msToNs, nsToMs } from '../../ui/time.ts';
import { bandAt, countBandRows } from './band-rows.ts';
import { useIncidentBands } from './use-timeline.ts';

interface BrushLayerProps {
  readonly scale: TimeScale;
  readonly top: number;
  readonly height: number;
  /** Where the incidents are, from `top` on. */
  readonly bands: { readonly top: number; readonly height: number };
}

/** Shorter moves are clicks. */
const CLICK_PX = 4;

/** Dragging marks a time range for every panel; a click on an incident picks it, elsewhere it clears the range. */
export function BrushLayer(props: BrushLayerProps) {
  const { scale, top, height, bands: lane } = props;
  const fromNs = useSelection((state) => state.filter.fromNs);
  const toNs = useSelection((state) => state.filter.toNs);
  const patchFilter = useSelection((state) => state.patchFilter);
  const pickIncident = useSelection((state) => state.pickIncident);
  const bands = useIncidentBands();
  const start = useRef<number | null>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);

  const positionOf = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left + scale.leftPx;
    return Math.min(scale.leftPx + scale.widthPx, Math.max(scale.leftPx, x));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = positionOf(event);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (start.current === null) return;
    const to = positionOf(event);
    if (drag !== null || Math.abs(to - start.current) >= CLICK_PX) setDrag({ from: start.current, to });
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const from = start.current;
    start.current = null;
    setDrag(null);
    if (from === null) return;
    const to = positionOf(event);
    if (Math.abs(to - from) < CLICK_PX) return click(to, rowAt(event));
    const [a, b] = [pxToTime(scale, Math.min(from, to)), pxToTime(scale, Math.max(from, to))];
    patchFilter({ fromNs: msToNs(a), toNs: msToNs(b) });
  };
  const rowAt = (event: PointerEvent<HTMLElement>): number | null => {
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top - lane.top;
    return y < 0 || y >= lane.height ? null : Math.floor((y / lane.height) * countBandRows(bands));
  };
  const click = (px: number, row: number | null) => {
    const at = pxToTime(scale, px);
    const slack = (3 / scale.widthPx) * (scale.domain.endMs - scale.domain.startMs);
    const hit = bandAt(bands, at, slack, row);
    if (hit !== undefined) pickIncident(hit.incidentId);
    else patchFilter({ fromNs: undefined, toNs: undefined });
  };

  const range = fromNs === undefined || toNs === undefined ? null : { startMs: nsToMs(fromNs), endMs: nsToMs(toNs) };
  const shown =
    drag !== null
      ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) }
      : range === null
        ? null
        : { from: timeToPx(scale, range.startMs), to: timeToPx(scale, range.endMs) };
  const from = shown === null ? 0 : Math.max(0, shown.from - scale.leftPx);
  const to = shown === null ? 0 : Math.min(scale.widthPx, shown.to - scale.leftPx);
  return (
    <div
      className="ls-brush"
      style={{ left: scale.leftPx, width: scale.widthPx, top, height }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        start.current = null;
        setDrag(null);
      }}
    >
      {shown !== null && to > from && (
        <>
          <div className="ls-brush-outside" style={{ left: 0, width: from }} />
          <div className="ls-brush-range" style={{ left: from, width: to - from }} />
          <div className="ls-brush-outside" style={{ left: to, right: 0 }} />
        </>
      )}
    </div>
  );
}
