import { SegmentedControl } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { type CurvePoint, curveOption } from '../../charts/curve-option.ts';
import { Echart } from '../../charts/echart.tsx';
import { usePlotPalette } from '../../charts/use-palette.ts';
import { useRuns } from '../../state/case-queries.ts';
import { type ScoreTable, useScores } from '../../state/case-tables.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { useSelection } from '../../state/selection.ts';
import { useTimelineView } from '../../state/timeline-view.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { formatCount, formatScore } from '../../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { useElementSize } from '../../ui/use-element-size.ts';
import { VirtualGrid } from '../../ui/virtual-grid.tsx';
import {
  CONFUSION_KINDS,
  CONFUSION_TEXT,
  type ConfusionKind,
  confusionRows,
  type Curves,
  curvesOf,
  labelledUnits,
  qualityOf,
} from './evaluation-model.ts';
import { ratioText } from './version-text.ts';

/** The latest scoring of the case against its labels, at the threshold the timeline shows. */
export function EvaluationView() {
  const scores = useScores();
  const run = useRuns().data?.[0];
  const showDialog = useWorkspace((state) => state.showDialog);
  const live = useTimelineView((state) => state.liveThreshold);
  const table = scores.data;
  const units = useMemo(() => (table === undefined ? null : labelledUnits(table.scores, table.labels)), [table]);
  const curves = useMemo(() => (units === null ? null : curvesOf(units)), [units]);
  const threshold = live ?? run?.threshold ?? 1;
  const quality = useMemo(() => (units === null ? null : qualityOf(units, threshold)), [units, threshold]);
  if (scores.error !== null && table === undefined)
    return <ErrorState error={scores.error} onRetry={() => void scores.refetch()} />;
  if (table === undefined || run === undefined) return <LoadingState label="Reading the scores…" />;
  if (units === null || curves === null || quality === null)
    return (
      <EmptyState
        title="No labels in this case"
        action={{ label: 'Score with labels', run: () => showDialog('labels') }}
      >
        With a table of labels, precision, recall and both curves stand here, and every false alarm leads to its lines.
      </EmptyState>
    );
  return (
    <>
      <p>
        {run.options.model === undefined ? 'Scored by the case’s own detectors' : `Scored by ${run.options.model}`}, at
        threshold <b className="ls-anomaly-text">{formatScore(threshold)}</b>
      </p>
      <dl className="ls-figures" data-testid="evaluation">
        <Figure name="Precision" value={ratioText(quality.precision)} />
        <Figure name="Recall" value={ratioText(quality.recall)} />
        <Figure name="F1" value={ratioText(quality.f1)} />
        <Figure name="ROC area" value={ratioText(curves.rocAuc)} />
        <Figure name="PR area" value={ratioText(curves.prAuc)} />
      </dl>
      <CurvePair curves={curves} quality={quality} />
      <ConfusionList table={table} units={units} threshold={threshold} counts={quality} />
    </>
  );
}

function Figure(props: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className="ls-num">{props.value}</dd>
    </div>
  );
}

const CURVE_PX = 200;

function CurvePair(props: { readonly curves: Curves; readonly quality: ReturnType<typeof qualityOf> }) {
  const { curves, quality } = props;
  const { recall, precision, falsePositiveRate, truePositives, falsePositives } = quality;
  const hasFlagged = truePositives + falsePositives > 0;
  return (
    <div className="ls-curves">
      <Curve
        title={`ROC curve, area ${ratioText(curves.rocAuc)}`}
        points={curves.roc}
        at={{ x: falsePositiveRate, y: recall }}
        chance={ROC_CHANCE}
        names={ROC_NAMES}
      />
      <Curve
        title={`Precision and recall, area ${ratioText(curves.prAuc)}`}
        points={curves.pr}
        at={hasFlagged ? { x: recall, y: precision } : null}
        chance={[
          [0, curves.baseRate],
          [1, curves.baseRate],
        ]}
        names={PR_NAMES}
      />
    </div>
  );
}

type Chance = readonly [readonly [number, number], readonly [number, number]];
const ROC_CHANCE: Chance = [
  [0, 0],
  [1, 1],
];
const ROC_NAMES = ['false alarm rate', 'recall'] as const;
const PR_NAMES = ['recall', 'precision'] as const;

interface CurveProps {
  readonly title: string;
  readonly points: readonly CurvePoint[];
  readonly at: { readonly x: number; readonly y: number } | null;
  readonly chance: Chance;
  readonly names: readonly [string, string];
}

/** One curve with its caption: the figure in words, for those who do not see the canvas. */
function Curve(props: CurveProps) {
  const { title, points, at, chance, names } = props;
  const palette = usePlotPalette();
  const [ref, size] = useElementSize<HTMLDivElement>();
  const option = curveOption({ points, at, chance, xName: names[0], yName: names[1], palette });
  return (
    <figure className="ls-curve">
      <figcaption>{title}</figcaption>
      <div ref={ref} className="ls-curve-plot">
        {points.length === 0 ? (
          <p className="ls-dim">The labels hold one class only.</p>
        ) : (
          size.width > 0 && <Echart option={option} width={size.width} height={CURVE_PX} />
        )}
      </div>
    </figure>
  );
}

interface ConfusionListProps {
  readonly table: ScoreTable;
  readonly units: NonNullable<ReturnType<typeof labelledUnits>>;
  readonly threshold: number;
  readonly counts: Readonly<Record<ConfusionKind, number>>;
}

/** Units of one cell of the confusion; picking one shows its lines. */
function ConfusionList(props: ConfusionListProps) {
  const { table, units, threshold, counts } = props;
  const [kind, setKind] = useState<ConfusionKind>('falsePositives');
  const [cursor, setCursor] = useState(-1);
  const patchFilter = useSelection((state) => state.patchFilter);
  const show = usePanelRequests((state) => state.show);
  const rows = useMemo(() => confusionRows(units, threshold, kind), [units, threshold, kind]);
  const open = (place: number) => {
    const unitId = table.unitIds[rows[place] ?? -1];
    if (unitId === undefined) return;
    patchFilter({ unitIds: [unitId] });
    show('events');
  };
  const renderRow = useCallback(
    (place: number) => {
      const row = rows[place] ?? 0;
      return (
        <div className="ls-confusion-row" role="gridcell">
          <span className="ls-confusion-unit ls-cut ls-mono">{table.unitIds[row]}</span>
          <span className="ls-num ls-dim">{formatCount(table.events[row] ?? 0)} events</span>
          <span className="ls-num">{formatScore(table.scores[row] ?? Number.NaN)}</span>
        </div>
      );
    },
    [rows, table],
  );
  return (
    <section aria-labelledby="model-confusion">
      <h3 id="model-confusion">Units</h3>
      <SegmentedControl
        size="xs"
        aria-label="Which units"
        value={kind}
        onChange={(value) => {
          setKind(value);
          setCursor(-1);
        }}
        data={CONFUSION_KINDS.map((value) => ({
          value,
          label: `${CONFUSION_TEXT[value]} ${formatCount(counts[value])}`,
        }))}
      />
      <div className="ls-confusion">
        {rows.length === 0 ? (
          <p className="ls-dim">None at this threshold.</p>
        ) : (
          <VirtualGrid
            label="Labelled units"
            rowCount={rows.length}
            rowHeight={24}
            activeRow={cursor}
            onActiveRow={setCursor}
            onOpen={open}
            onClickRow={open}
            renderRow={renderRow}
          />
        )}
      </div>
    </section>
  );
}
