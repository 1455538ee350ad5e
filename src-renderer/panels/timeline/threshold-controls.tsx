import { useState } from 'react';
import { useIncidents } from '../../state/case-queries.ts';
import { formatCount, formatPlural, formatQuantity, formatScore } from '../../ui/format.ts';
import { alarmsPerHour, cleanThreshold, countAbove, qualityAt, thresholdForBudget } from './threshold-model.ts';
import type { ThresholdControl } from './use-threshold.ts';
import type { ScoreData } from './use-timeline.ts';

interface ThresholdControlsProps {
  readonly scores: ScoreData;
  readonly threshold: ThresholdControl;
}

/** The threshold as a number and as an alarm budget, with what it does right now. */
export function ThresholdControls(props: ThresholdControlsProps) {
  const { scores, threshold } = props;
  const incidents = useIncidents().data;
  const flagged = countAbove(scores.index, threshold.value);
  const perHour = alarmsPerHour(scores.index, threshold.value);
  const quality = qualityAt(scores.index, threshold.value);
  const folded = threshold.isDirty ? threshold.effect?.incidents : incidents?.length;
  return (
    <div className="ls-threshold" role="group" aria-label="Threshold">
      <output className="ls-threshold-effect" aria-live="off" data-testid="threshold-effect">
        <b className="ls-anomaly-text">{formatCount(flagged)}</b> flagged
        {folded === undefined ? threshold.isDirty && ', folding…' : <> in {formatPlural(folded, 'incident')}</>}
        {quality !== null && (
          <span title="Precision, recall and F1, measured on the labels of this case">
            {' '}
            · <Wording full="precision" short="P" /> {quality.precision.toFixed(2)} ·{' '}
            <Wording full="recall" short="R" /> {quality.recall.toFixed(2)} · F1 {quality.f1.toFixed(2)}
          </span>
        )}
      </output>
      <NumberField
        label="Threshold"
        text={formatScore(threshold.value)}
        onCommit={(typed) => threshold.keep(cleanThreshold(typed, threshold.value))}
        step={0.005}
        max={1}
      />
      {perHour !== null && (
        <NumberField
          label="Alarms per hour"
          short="Alarms/h"
          text={formatQuantity(perHour)}
          onCommit={(typed) =>
            threshold.keep(cleanThreshold(roundUp(thresholdForBudget(scores.index, typed)), threshold.value))
          }
          step={1}
        />
      )}
      {scores.autoThreshold !== null && Math.abs(scores.autoThreshold - threshold.value) > 0.0005 && (
        <button
          type="button"
          className="ls-link"
          onClick={() => threshold.keep(scores.autoThreshold ?? threshold.value)}
        >
          Auto {formatScore(scores.autoThreshold)}
        </button>
      )}
      {threshold.error !== null && (
        <span className="ls-threshold-error" role="alert">
          not stored
        </span>
      )}
    </div>
  );
}

/** One of two texts, by the room there is. */
function Wording(props: { readonly full: string; readonly short: string }) {
  return (
    <>
      <span className="ls-roomy">{props.full}</span>
      <span className="ls-tight">{props.short}</span>
    </>
  );
}

/** Thousandths upwards, so a budget is never exceeded by rounding. */
function roundUp(threshold: number): number {
  return Math.min(1, Math.ceil(threshold * 1000 - 1e-9) / 1000);
}

interface NumberFieldProps {
  readonly label: string;
  /** What stands before the field where room is short; default the label. */
  readonly short?: string;
  readonly text: string;
  readonly step: number;
  readonly max?: number;
  readonly onCommit: (value: number) => void;
}

/** A number that is taken on Enter or when leaving; Escape brings the old one back. Arrow keys step at once. */
function NumberField(props: NumberFieldProps) {
  const { label, short = label, text, step, max, onCommit } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    const value = Number((typed ?? '').replaceAll(',', ''));
    if (typed !== null && typed.trim() !== '' && Number.isFinite(value)) onCommit(value);
    setTyped(null);
  };
  const nudge = (direction: number) => {
    const now = Number((typed ?? text).replaceAll(',', ''));
    if (Number.isFinite(now)) onCommit(Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(0, now + direction * step)));
  };
  return (
    <label className="ls-field">
      <span>
        <Wording full={label} short={short} />
      </span>
      <input
        aria-label={label}
        className="ls-field-input ls-mono"
        inputMode="decimal"
        size={6}
        value={typed ?? text}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          else if (event.key === 'Escape') setTyped(null);
          else if (event.key === 'ArrowUp') nudge(1);
          else if (event.key === 'ArrowDown') nudge(-1);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </label>
  );
}
