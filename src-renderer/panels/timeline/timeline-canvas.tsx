import { memo, type PointerEvent, useEffect, useMemo, useState } from 'react';
import { countsOption } from '../../charts/counts-option.ts';
import { Echart } from '../../charts/echart.tsx';
import { panBy, pxToTime, type TimeScale, zoomAt } from '../../charts/time-scale.ts';
import { useCountsPalette } from '../../charts/use-palette.ts';
import { useCaseInfo } from '../../state/case-queries.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useTimelineView } from '../../state/timeline-view.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { EmptyState } from '../../ui/states.tsx';
import { formatOffset, msToNs } from '../../ui/time.ts';
import { useLatest } from '../../ui/use-latest.ts';
import { countBandRows } from './band-rows.ts';
import { BrushLayer } from './brush-layer.tsx';
import { IncidentBands } from './incident-bands.tsx';
import { layoutLanes } from '../../charts/lanes-model.ts';
import { ScoreLane } from './score-lane.tsx';
import { ThresholdLine } from './threshold-line.tsx';
import { TimelineFrame } from './timeline-frame.tsx';
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
            <TimelineFrame data={data} scale={scale} lanes={lanes} zone={zone} />
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
