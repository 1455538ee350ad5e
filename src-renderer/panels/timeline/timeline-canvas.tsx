import { memo, type PointerEvent, useEffect, useMemo, useState } from 'react';
import { countsOption } from '../../charts/counts-option.ts';
import { Echart } from '../../charts/echart.tsx';
import { panBy, pxToTime, type TimeScale, timeTicks, timeToPx, zoomAt } from '../../charts/time-scale.ts';
import { useCountsPalette } from '../../charts/use-palette.ts';
import { useCaseInfo } from '../../state/case-queries.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useTimelineView } from '../../state/timeline-view.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { formatCompact } from '../../ui/format.ts';
import { EmptyState } from '../../ui/states.tsx';
import { formatOffset, formatTime, msToNs } from '../../ui/time.ts';
import { useLatest } from '../../ui/use-latest.ts';
import { countBandRows } from './band-rows.ts';
import { BrushLayer } from './brush-layer.tsx';
import { IncidentBands } from './incident-bands.tsx';
import { layoutLanes } from '../../charts/lanes-model.ts';
import { ScoreLane } from './score-lane.tsx';
import { ThresholdLine } from './threshold-line.tsx';
import { TimelineTooltip } from './timeline-tooltip.tsx';
import type { ThresholdControl } from './use-threshold.ts';
import { type ScoreData, type TimelineData, useIncidentBands } from './use-timeline.ts';

interface TimelineCanvasProps {
  readonly data: TimelineData;
  readonly scores: ScoreData;
  readonly threshold: ThresholdControl;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly plotWidth: number;
}

/** The plot: one echarts canvas for the counts, SVG lanes over it, and the pointer's work. */
export function TimelineCanvas(props: TimelineCanvasProps) {
  const { data, scores, threshold, width, height, left, plotWidth } = props;
  const { domain, limits } = data;
  const zone = usePreferences((state) => state.zone);
  const setDomain = useTimelineView((state) => state.setDomain);
  const [hoverPx, setHoverPx] = useState<{ x: number; y: number } | null>(null);
  const [root, setRoot] = useState<HTMLDivElement | null>(null);
  const bandRows = countBandRows(useIncidentBands());
  const lanes = layoutLanes(height, scores.units !== null && scores.hasTimes, bandRows);
  const scale = useMemo<TimeScale | null>(
    () => (domain === null || plotWidth <= 0 ? null : { domain, leftPx: left, widthPx: plotWidth }),
    [domain, left, plotWidth],
  );

  const latest = useLatest({ scale, limits });
  useEffect(() => {
    if (root === null) return;
    const onWheel = (event: WheelEvent) => {
      const { scale: now, limits: whole } = latest.current;
      if (now === null || whole === null) return;
      event.preventDefault();
      const isPan = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const at = pxToTime(now, event.clientX - root.getBoundingClientRect().left);
      const next = isPan
        ? panBy(now.domain, (event.deltaX || event.deltaY) / now.widthPx, whole)
        : zoomAt(now.domain, at, Math.exp(Math.max(-120, Math.min(120, event.deltaY)) / 300), whole);
      setDomain(next.endMs - next.startMs >= whole.endMs - whole.startMs ? null : next);
    };
    root.addEventListener('wheel', onWheel, { passive: false });
    return () => root.removeEventListener('wheel', onWheel);
  }, [root, latest, setDomain]);

  if (limits === null && !data.isLoading) return <NoTimes />;
  const onPointerMove = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    setHoverPx({ x: event.clientX - box.left, y: event.clientY - box.top });
  };
  return (
    <div
      ref={setRoot}
      className="ls-timeline-canvas"
      onPointerMove={onPointerMove}
      onPointerLeave={() => setHoverPx(null)}
    >
      {scale !== null && (
        <>
          <Counts data={data} scale={scale} top={lanes.countsTop} width={width} height={lanes.countsHeight} />
          <svg className="ls-timeline-svg" width={width} height={height} aria-hidden>
            <Frame data={data} scale={scale} lanes={lanes} zone={zone} />
            {lanes.scoreHeight > 0 && (
              <ScoreLane scores={scores} threshold={threshold.value} scale={scale} lanes={lanes} />
            )}
          </svg>
          {lanes.bandHeight > 0 && <IncidentBands scale={scale} top={lanes.bandTop} height={lanes.bandHeight} />}
          <BrushLayer
            scale={scale}
            top={lanes.countsTop}
            height={lanes.axisTop - lanes.countsTop}
            bands={{ top: lanes.bandTop - lanes.countsTop, height: lanes.bandHeight }}
          />
          {lanes.scoreHeight > 0 && (
            <ThresholdLine
              threshold={threshold}
              left={left}
              width={plotWidth}
              top={lanes.scoreTop}
              height={lanes.scoreHeight}
            />
          )}
          {hoverPx !== null && <TimelineTooltip data={data} scores={scores} scale={scale} at={hoverPx} zone={zone} />}
          <span className="ls-timeline-zone" style={{ top: lanes.axisTop }}>
            {formatOffset(msToNs(scale.domain.startMs), zone)}
          </span>
        </>
      )}
    </div>
  );
}

/** While reading goes on a time may still come; afterwards the log has none that was recognised. */
function NoTimes() {
  const info = useCaseInfo().data;
  const showDialog = useWorkspace((state) => state.showDialog);
  if (info === undefined || info.readShare < 1)
    return (
      <EmptyState title="No event has a time yet">The timeline appears with the first event that has one.</EmptyState>
    );
  return (
    <EmptyState title="No event has a time" action={{ label: 'Read it differently', run: () => showDialog('reread') }}>
      The events stand in the order of their files. If their lines do have times, say how they are written.
    </EmptyState>
  );
}

const Counts = memo(function Counts(props: {
  data: TimelineData;
  scale: TimeScale;
  top: number;
  width: number;
  height: number;
}) {
  const { data, scale, top, width, height } = props;
  const palette = useCountsPalette();
  const { histogram, ghost, maxCount } = data;
  const option = useMemo(
    () =>
      histogram === undefined
        ? null
        : countsOption({
            ...histogram,
            ghost,
            domain: scale.domain,
            left: scale.leftPx,
            width: scale.widthPx,
            height,
            palette,
            maxCount,
          }),
    [histogram, ghost, maxCount, scale, height, palette],
  );
  return (
    <div className="ls-timeline-counts" style={{ top }}>
      {option !== null && <Echart option={option} width={width} height={height} />}
    </div>
  );
});

function Frame(props: {
  data: TimelineData;
  scale: TimeScale;
  lanes: ReturnType<typeof layoutLanes>;
  zone: 'utc' | 'local';
}) {
  const { data, scale, lanes, zone } = props;
  const ticks = timeTicks(scale.domain, Math.max(2, Math.floor(scale.widthPx / 110)), zone);
  const edge = edgeText(scale, ticks[0]?.ms, zone);
  const right = scale.leftPx + scale.widthPx;
  const base = lanes.countsTop + lanes.countsHeight;
  return (
    <g className="ls-timeline-frame">
      <defs>
        <pattern id="ls-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--ls-border-strong)" strokeWidth="1.2" opacity="0.55" />
        </pattern>
      </defs>
      {data.gaps.map((gap) => {
        const x0 = Math.max(scale.leftPx, timeToPx(scale, gap.startMs));
        const x1 = Math.min(right, timeToPx(scale, gap.endMs));
        return x1 - x0 < 2 ? null : (
          <rect
            key={gap.startMs}
            x={x0}
            y={lanes.countsTop}
            width={x1 - x0}
            height={lanes.countsHeight}
            fill="url(#ls-hatch)"
          />
        );
      })}
      <line x1={scale.leftPx} x2={right} y1={base} y2={base} />
      <text x={scale.leftPx - 6} y={lanes.countsTop + 9} textAnchor="end">
        {formatCompact(data.maxCount)}
      </text>
      <text x={scale.leftPx - 6} y={base - 1} textAnchor="end">
        events
      </text>
      {lanes.scoreHeight > 0 && (
        <>
          <line
            x1={scale.leftPx}
            x2={right}
            y1={lanes.scoreTop + lanes.scoreHeight}
            y2={lanes.scoreTop + lanes.scoreHeight}
          />
          <text x={scale.leftPx - 6} y={lanes.scoreTop + 9} textAnchor="end">
            1
          </text>
          <text x={scale.leftPx - 6} y={lanes.scoreTop + lanes.scoreHeight - 1} textAnchor="end">
            score
          </text>
        </>
      )}
      {edge !== null && (
        <text x={scale.leftPx + 3} y={lanes.axisTop + 13} className="ls-tick-date">
          {edge}
        </text>
      )}
      {ticks.map((tick) => {
        const x = timeToPx(scale, tick.ms);
        if (x < scale.leftPx - 1 || x > right - 24) return null;
        // The date stands at the edge already.
        const isSaid = edge !== null && tick.label.length > 10 && tick.label.startsWith(edge.slice(0, 10));
        return (
          <g key={tick.ms}>
            <line x1={x} x2={x} y1={lanes.axisTop} y2={lanes.axisTop + 4} />
            <text x={x + 3} y={lanes.axisTop + 13} className={tick.isDate && !isSaid ? 'ls-tick-date' : undefined}>
              {isSaid ? tick.label.slice(11) : tick.label}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** Where the axis starts, when its first round time comes only later; null when there is no room to say it. */
function edgeText(scale: TimeScale, firstTickMs: number | undefined, zone: 'utc' | 'local'): string | null {
  const room = firstTickMs === undefined ? scale.widthPx : timeToPx(scale, firstTickMs) - scale.leftPx;
  return room < 150 ? null : formatTime(msToNs(scale.domain.startMs), zone, 'second');
}
