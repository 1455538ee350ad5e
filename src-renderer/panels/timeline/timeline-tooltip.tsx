import { SEVERITY_NAMES } from '#shared/domain/severity.ts';
import { pxToTime, type TimeScale } from '../../charts/time-scale.ts';
import { formatCount, formatScore } from '../../ui/format.ts';
import { formatTimeRange, msToNs, type TimeZoneMode } from '../../ui/time.ts';
import { bucketAt } from '../../charts/lanes-model.ts';
import { type ScoreData, type TimelineData, useIncidentBands } from './use-timeline.ts';

interface TimelineTooltipProps {
  readonly data: TimelineData;
  readonly scores: ScoreData;
  readonly scale: TimeScale;
  readonly at: { readonly x: number; readonly y: number };
  readonly zone: TimeZoneMode;
}

const WIDTH = 248;

/** Exact values under the pointer: the bucket's counts by level, the worst score, the incident. */
export function TimelineTooltip(props: TimelineTooltipProps) {
  const { data, scores, scale, at, zone } = props;
  const bands = useIncidentBands();
  const { histogram } = data;
  if (histogram === undefined || at.x < scale.leftPx || at.x > scale.leftPx + scale.widthPx) return null;
  const ms = pxToTime(scale, at.x);
  const bucket = bucketAt(histogram.startMs, histogram.endMs, ms);
  if (bucket < 0) return null;
  const start = histogram.startMs[bucket] ?? 0;
  const end = histogram.endMs[bucket] ?? 0;
  const score = worstScore(scores, start, end);
  const incident = bands.findLast((band) => band.startMs <= end && band.endMs >= start);
  const isRight = at.x + WIDTH + 24 > scale.leftPx + scale.widthPx;
  return (
    <>
      <div className="ls-crosshair" style={{ left: at.x }} />
      <div className="ls-tooltip" style={{ left: isRight ? at.x - WIDTH - 12 : at.x + 12, width: WIDTH }}>
        <div className="ls-mono ls-tooltip-time">{formatTimeRange(msToNs(start), msToNs(end), zone)}</div>
        {[6, 5, 4, 3, 2, 1, 0].map((band) => {
          const count = histogram.bands[band]?.[bucket] ?? 0;
          return count === 0 ? null : (
            <div className="ls-tooltip-row" key={band}>
              <span className="ls-legend-swatch" style={{ background: `var(--ls-sev-${band})` }} />
              <span>{SEVERITY_NAMES[band]}</span>
              <span className="ls-num">{formatCount(count)}</span>
            </div>
          );
        })}
        {data.totals[bucket] === 0 && <div className="ls-dim">no events</div>}
        {score !== null && (
          <div className="ls-tooltip-row">
            <span className="ls-legend-swatch ls-anomaly-swatch" />
            <span>worst score</span>
            <span className="ls-num">{formatScore(score)}</span>
          </div>
        )}
        {incident !== undefined && <div className="ls-tooltip-incident">{incident.summary}</div>}
      </div>
    </>
  );
}

/** Worst score of the units that overlap the bucket. Linear: at most once a pointer move, over typed arrays. */
function worstScore(scores: ScoreData, startMs: number, endMs: number): number | null {
  const { units } = scores;
  if (units === null) return null;
  let worst = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < units.scores.length; i++) {
    const start = units.startMs[i] ?? Number.NaN;
    const end = units.endMs[i] ?? Number.NaN;
    const score = units.scores[i] ?? Number.NaN;
    if (start < endMs && end >= startMs && score > worst) worst = score;
  }
  return worst === Number.NEGATIVE_INFINITY ? null : worst;
}
