import type { LaneLayout } from '../../charts/lanes-model.ts';
import { type TimeScale, timeTicks, timeToPx } from '../../charts/time-scale.ts';
import { formatCompact } from '../../ui/format.ts';
import { formatTime, msToNs, type TimeZoneMode } from '../../ui/time.ts';
import type { TimelineData } from './use-timeline.ts';

interface TimelineFrameProps {
  readonly data: TimelineData;
  readonly scale: TimeScale;
  readonly lanes: LaneLayout;
  readonly zone: TimeZoneMode;
}

/** What the lanes stand in: their names and scales, hatched gaps, and the axis of time. */
export function TimelineFrame(props: TimelineFrameProps) {
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
function edgeText(scale: TimeScale, firstTickMs: number | undefined, zone: TimeZoneMode): string | null {
  const room = firstTickMs === undefined ? scale.widthPx : timeToPx(scale, firstTickMs) - scale.leftPx;
  return room < 150 ? null : formatTime(msToNs(scale.domain.startMs), zone, 'second');
}
