import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { panBy, zoomAt } from '../../charts/time-scale.ts';
import { useCaseInfo } from '../../state/case-queries.ts';
import { useCommands } from '../../state/commands.ts';
import { useSelection } from '../../state/selection.ts';
import { useTimelineView } from '../../state/timeline-view.ts';
import { ErrorState } from '../../ui/states.tsx';
import { formatPercent } from '../../ui/format.ts';
import { nsToMs } from '../../ui/time.ts';
import { useElementSize } from '../../ui/use-element-size.ts';
import { SeverityLegend } from './severity-legend.tsx';
import { ThresholdControls } from './threshold-controls.tsx';
import { TimelineCanvas } from './timeline-canvas.tsx';
import { useThreshold } from './use-threshold.ts';
import { useScoreData, useTimelineData } from './use-timeline.ts';
import './timeline-panel.css';

/** Left of the plot: room for the count axis. */
const LEFT = 52;
const RIGHT = 14;

/** One timeline over everything: counts by severity, the score lane with its threshold, incidents, the range. */
export function TimelinePanel(props: { readonly height: number }) {
  const [ref, size] = useElementSize<HTMLDivElement>();
  const plotWidth = Math.max(0, size.width - LEFT - RIGHT);
  const data = useTimelineData(plotWidth);
  const scores = useScoreData();
  const threshold = useThreshold(scores);
  const info = useCaseInfo().data;
  const client = useQueryClient();
  const setDomain = useTimelineView((state) => state.setDomain);
  const isZoomed = useTimelineView((state) => state.domain !== null);
  const filter = useSelection((state) => state.filter);

  const zoom = useCallback(
    (factor: number) => {
      const { domain, limits } = data;
      if (domain === null || limits === null) return;
      const next = zoomAt(domain, (domain.startMs + domain.endMs) / 2, factor, limits);
      setDomain(next === limits ? null : next);
    },
    [data, setDomain],
  );
  const pan = (share: number) => {
    if (data.domain !== null && data.limits !== null) setDomain(panBy(data.domain, share, data.limits));
  };
  const hasRange = filter.fromNs !== undefined && filter.toNs !== undefined;
  const zoomToRange = () => {
    if (filter.fromNs !== undefined && filter.toNs !== undefined)
      setDomain({ startMs: nsToMs(filter.fromNs), endMs: nsToMs(filter.toNs) });
  };
  useCommands([
    { id: 'timeline.zoom-in', title: 'Zoom in', group: 'Timeline', keys: ['[Shift]++'], run: () => zoom(0.5) },
    { id: 'timeline.zoom-out', title: 'Zoom out', group: 'Timeline', keys: ['-'], run: () => zoom(2) },
    {
      id: 'timeline.zoom-all',
      title: 'Show the whole time',
      group: 'Timeline',
      keys: ['0'],
      run: () => setDomain(null),
    },
    {
      id: 'timeline.zoom-range',
      title: 'Zoom to the range',
      group: 'Timeline',
      keys: ['z'],
      isEnabled: () => hasRange,
      run: zoomToRange,
    },
    {
      id: 'timeline.earlier',
      title: 'Move earlier',
      group: 'Timeline',
      keys: ['Shift+ArrowLeft'],
      run: () => pan(-0.25),
    },
    { id: 'timeline.later', title: 'Move later', group: 'Timeline', keys: ['Shift+ArrowRight'], run: () => pan(0.25) },
  ]);

  return (
    <section className="ls-timeline" aria-label="Timeline" style={{ height: props.height }}>
      <header className="ls-timeline-head">
        <SeverityLegend histogram={data.histogram} />
        {info !== undefined && info.readShare < 1 && (
          <span className="ls-tag ls-tag-large ls-tag-warning" title="More events appear while the rest is read">
            {formatPercent(info.readShare)} read
          </span>
        )}
        {isZoomed && (
          <button type="button" className="ls-link" onClick={() => setDomain(null)}>
            Show the whole time
          </button>
        )}
        {hasRange && (
          <button type="button" className="ls-link" onClick={zoomToRange}>
            Zoom to the range
          </button>
        )}
        <span className="ls-timeline-space" />
        {scores.units !== null && <ThresholdControls scores={scores} threshold={threshold} />}
      </header>
      <div className="ls-timeline-plot" ref={ref}>
        {data.error !== null && data.histogram === undefined && data.limits !== null ? (
          <ErrorState error={data.error} onRetry={() => void client.invalidateQueries({ queryKey: ['case'] })} />
        ) : (
          <TimelineCanvas
            data={data}
            scores={scores}
            threshold={threshold}
            width={size.width}
            height={size.height}
            left={LEFT}
            plotWidth={plotWidth}
          />
        )}
      </div>
    </section>
  );
}
