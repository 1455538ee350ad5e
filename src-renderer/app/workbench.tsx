import { useCallback, useRef } from 'react';
import { TimelinePanel } from '../panels/timeline/timeline-panel.tsx';
import { useCaseView } from '../state/case-view.ts';
import { Dock } from './dock.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { StaleBar } from './stale-bar.tsx';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar/top-bar.tsx';
import { useCaseSession } from './use-case-session.ts';
import './styles/workbench.css';

const MIN_TIMELINE_PX = 120;

/** An open case: bar, timeline, panels, status. */
export function Workbench(props: { readonly caseId: string }) {
  useCaseSession(props.caseId);
  const height = useCaseView((state) => state.timelineHeight);
  return (
    <>
      <TopBar />
      <StaleBar />
      <main className="ls-main">
        <ErrorBoundary label="The timeline">
          <TimelinePanel height={height} />
        </ErrorBoundary>
        <TimelineSash />
        <div className="ls-dock-host">
          <Dock />
        </div>
      </main>
      <StatusBar />
    </>
  );
}

/** Between timeline and panels: drag it, or focus it and use the arrow keys. */
function TimelineSash() {
  const height = useCaseView((state) => state.timelineHeight);
  const setHeight = useCaseView((state) => state.setTimelineHeight);
  const drag = useRef<{ y: number; height: number } | null>(null);
  const resize = useCallback(
    (px: number) => setHeight(Math.round(Math.min(window.innerHeight * 0.6, Math.max(MIN_TIMELINE_PX, px)))),
    [setHeight],
  );
  return (
    <div
      className="ls-sash"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the timeline"
      aria-valuenow={height}
      aria-valuemin={MIN_TIMELINE_PX}
      aria-valuemax={600}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { y: event.clientY, height };
      }}
      onPointerMove={(event) => drag.current !== null && resize(drag.current.height + event.clientY - drag.current.y)}
      onPointerUp={() => {
        drag.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowUp') resize(height - 12);
        else if (event.key === 'ArrowDown') resize(height + 12);
        else return;
        event.preventDefault();
      }}
    />
  );
}
