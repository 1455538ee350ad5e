import { useState } from 'react';
import { alarmsPerHour, countAbove } from '#shared/metrics/apply-threshold.ts';
import { useIncidents } from '../../state/case-queries.ts';
import { useTimelineView } from '../../state/timeline-view.ts';
import { formatCount, formatPlural, formatQuantity, formatScore } from '../../ui/format.ts';
import {
  alarmRate,
  cleanThreshold,
  POLICY_UNITS,
  policyOf,
  type PolicyUnit,
  qualityAt,
  quantityAt,
  thresholdOf,
  usualPolicyUnit,
} from './threshold-model.ts';
import type { ThresholdControl } from './use-threshold.ts';
import type { ScoreData } from './use-timeline.ts';

interface ThresholdControlsProps {
  readonly scores: ScoreData;
  readonly threshold: ThresholdControl;
}

/** The threshold as a score and in a unit of the user's, with what it does right now. */
export function ThresholdControls(props: ThresholdControlsProps) {
  const { scores, threshold } = props;
  const incidents = useIncidents().data;
  const flagged = countAbove(scores.index.sorted, threshold.value);
  const perHour = alarmsPerHour(scores.index, threshold.value);
  const quality = qualityAt(scores.index, threshold.value);
  const folded = threshold.isDirty ? threshold.effect?.incidents : incidents?.length;
  return (
    <div className="ls-threshold" role="group" aria-label="Threshold">
      <output className="ls-threshold-effect" aria-live="off" data-testid="threshold-effect">
        <b className="ls-anomaly-text">{formatCount(flagged)}</b> flagged
        {folded === undefined ? threshold.isDirty && ', folding…' : <> in {formatPlural(folded, 'incident')}</>}
        {perHour !== null && <ExpectedAlarms perHour={perHour} />}
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
      <PolicyField scores={scores} threshold={threshold} />
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

/** How often to expect an alarm of more like what was scored. */
function ExpectedAlarms(props: { readonly perHour: number }) {
  const { amount, per } = alarmRate(props.perHour);
  return (
    <span
      title={`Units above the threshold in the time of one ${per} of what was scored: what to expect of more like it`}
    >
      {' '}
      · {formatQuantity(amount)}{' '}
      <Wording full={`expected alarms per ${per}`} short={`alarms/${per === 'hour' ? 'h' : per}`} />
    </span>
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

/** The threshold in alarms, as a share or as a quantile: what it amounts to, and typed, what it is to amount to. */
function PolicyField({ scores, threshold }: ThresholdControlsProps) {
  const chosen = useTimelineView((state) => state.policyUnit) ?? usualPolicyUnit(scores.index);
  const choose = useTimelineView((state) => state.setPolicyUnit);
  const offered = POLICY_UNITS.filter(({ unit }) => scores.index.hours > 0 || unit === 'share' || unit === 'quantile');
  const { unit, label, step } = offered.find((one) => one.unit === chosen) ?? offered[0]!;
  const amount = quantityAt(scores.index, unit, threshold.value);
  const keep = (typed: number) => {
    const policy = policyOf(unit, typed);
    const wanted = policy === null ? null : thresholdOf(scores.index, policy);
    if (wanted !== null) threshold.keep(wanted);
  };
  if (amount === null) return null;
  return (
    <span className="ls-field">
      <NumberField
        label={label}
        isLabelHidden
        text={unit === 'quantile' ? String(Number(amount.toFixed(6))) : formatQuantity(amount)}
        onCommit={keep}
        step={step}
      />
      <select
        className="ls-policy-unit"
        aria-label="Threshold unit"
        title="What the threshold is said in: alarms, a share of the units, or a quantile of their scores"
        value={unit}
        onChange={(event) => choose(event.currentTarget.value as PolicyUnit)}
      >
        {offered.map((one) => (
          <option key={one.unit} value={one.unit}>
            {one.short}
          </option>
        ))}
      </select>
    </span>
  );
}

interface NumberFieldProps {
  readonly label: string;
  /** Something beside the field says what it is. */
  readonly isLabelHidden?: boolean;
  readonly text: string;
  readonly step: number;
  readonly max?: number;
  readonly onCommit: (value: number) => void;
}

/** A number that is taken on Enter or when leaving; Escape brings the old one back. Arrow keys step at once. */
function NumberField(props: NumberFieldProps) {
  const { label, isLabelHidden = false, text, step, max, onCommit } = props;
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
      {!isLabelHidden && <span>{label}</span>}
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
