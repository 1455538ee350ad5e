import { memo, useMemo } from 'react';
import type { TimeScale } from '../../charts/time-scale.ts';
import { binScores, type LaneLayout, scorePath } from '../../charts/lanes-model.ts';
import type { ScoreData } from './use-timeline.ts';

interface ScoreLaneProps {
  readonly scores: ScoreData;
  readonly threshold: number;
  readonly scale: TimeScale;
  readonly lanes: LaneLayout;
}

/** Worst score a pixel column; columns above the threshold take the anomaly colour in the same frame. */
export const ScoreLane = memo(function ScoreLane(props: ScoreLaneProps) {
  const { scores, threshold, scale, lanes } = props;
  const { units } = scores;
  const columns = useMemo(
    () => (units === null ? null : binScores(units, scale.domain, Math.floor(scale.widthPx))),
    [units, scale],
  );
  const all = useMemo(
    () => (columns === null ? '' : scorePath(columns, scale.leftPx, lanes.scoreHeight, () => true)),
    [columns, scale.leftPx, lanes.scoreHeight],
  );
  const flagged = useMemo(
    () => (columns === null ? '' : scorePath(columns, scale.leftPx, lanes.scoreHeight, (score) => score > threshold)),
    [columns, scale.leftPx, lanes.scoreHeight, threshold],
  );
  return (
    <g transform={`translate(0 ${lanes.scoreTop})`}>
      <path d={all} className="ls-score-all" />
      <path d={flagged} className="ls-score-flagged" />
    </g>
  );
});
