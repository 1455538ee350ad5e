import { useState } from 'react';
import type { AnomalyView } from '#shared/contract/incidents.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { useTemplateIndex } from '../../state/template-table.ts';
import { detectorText } from '../../ui/detector-text.ts';
import { formatCount, formatPercent, formatScore } from '../../ui/format.ts';
import { formatTimeRange } from '../../ui/time.ts';
import {
  comparedText,
  compareText,
  type FeatureGroup,
  mergeContributions,
  quantityText,
  rangeMarks,
} from './contribution-model.ts';
import { measureText, parseFeature, placeText } from '../../ui/feature-label.ts';

interface UnitExplanationProps {
  /** Highest score first. */
  readonly anomalies: readonly AnomalyView[];
  /** Units of the incident; more than `anomalies` when the list was cut. */
  readonly unitCount: number;
  readonly threshold: number;
}

const MAX_FEATURES = 6;

/** What the worst unit did differently: actual against typical with the usual range, and how the detectors voted. */
export function UnitExplanation(props: UnitExplanationProps) {
  const { anomalies, unitCount, threshold } = props;
  const zone = usePreferences((state) => state.zone);
  const [at, setAt] = useState(0);
  const position = Math.min(at, anomalies.length - 1);
  const unit = anomalies[position];
  if (unit === undefined) return null;
  const features = mergeContributions(unit.votes, MAX_FEATURES);
  const label = unit.startNs === null ? unit.unitId : formatTimeRange(unit.startNs, unit.endNs, zone);
  return (
    <>
      <section aria-labelledby="why-usual">
        <h3 id="why-usual">
          <span>Actual against usual</span>
          {anomalies.length > 1 && (
            <span className="ls-unit-steps">
              <button
                type="button"
                className="ls-link"
                disabled={position === 0}
                aria-label="Worse unit"
                onClick={() => setAt(position - 1)}
              >
                ‹
              </button>
              <span className="ls-num">
                {position + 1} of {formatCount(unitCount)}
              </span>
              <button
                type="button"
                className="ls-link"
                disabled={position === anomalies.length - 1}
                aria-label="Next unit"
                onClick={() => setAt(position + 1)}
              >
                ›
              </button>
            </span>
          )}
        </h3>
        <p className="ls-unit-label ls-cut ls-mono" title={unit.unitId}>
          {label}
        </p>
        {features.length === 0 ? (
          <p className="ls-dim">No single feature stands out.</p>
        ) : (
          <ul>
            {features.map((feature) => (
              <Feature key={feature.features.join(' ')} feature={feature} />
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="why-votes">
        <h3 id="why-votes">Votes</h3>
        <ul className="ls-votes">
          {unit.votes.map((vote) => (
            <li key={vote.detector}>
              <span className="ls-cut">{detectorText(vote.detector)}</span>
              <span className="ls-vote-bar" aria-hidden>
                <span
                  className={vote.isAnomaly ? 'ls-vote-yes' : ''}
                  style={{ width: `${Math.min(1, vote.score) * 100}%` }}
                />
                <span className="ls-vote-threshold" style={{ left: `${Math.min(1, threshold) * 100}%` }} />
              </span>
              <span className="ls-num">{formatScore(vote.score)}</span>
              <span className={vote.isAnomaly ? 'ls-anomaly-text' : 'ls-dim'}>
                {vote.isAnomaly ? 'unusual' : 'usual'}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Feature(props: { readonly feature: FeatureGroup }) {
  const { feature } = props;
  const templates = useTemplateIndex();
  const pickTemplate = useSelection((state) => state.pickTemplate);
  const patchFilter = useSelection((state) => state.patchFilter);
  const marks = rangeMarks(feature);
  const textOf = (templateId: string) => templates.get(templateId)?.text ?? templateId;
  const parts = feature.features.map(parseFeature);
  const measures = parts.map((part) => measureText(part, textOf));
  const place = parts[0] === undefined ? '' : placeText(parts[0]) || (feature.entity ?? '');
  const isTemplate = feature.templateId !== null;
  const caption = [place, ...(isTemplate ? measures : measures.slice(1))].filter((text) => text !== '').join(' · ');
  const openTemplate = () => {
    if (feature.templateId === null) return;
    patchFilter({ templateIds: [feature.templateId] });
    pickTemplate(feature.templateId);
  };
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  const said = (value: number) => quantityText(value, feature);
  return (
    <li className="ls-feature">
      <div className="ls-feature-head">
        <span className="ls-feature-what ls-cut" title={feature.features.join('\n')}>
          {feature.templateId === null ? (
            measures[0]
          ) : (
            <button
              type="button"
              className="ls-link ls-mono"
              onClick={openTemplate}
              title={`${textOf(feature.templateId)}\nFilter the events to this template`}
            >
              {textOf(feature.templateId)}
            </button>
          )}
        </span>
        <span
          className="ls-feature-share ls-num"
          title={`Share of the score, by ${feature.detectors.map(detectorText).join(', ')}`}
        >
          {formatPercent(feature.share)}
        </span>
      </div>
      <div className="ls-share-bar" aria-hidden>
        <span style={{ width: percent(Math.min(1, Math.max(0, feature.share))) }} />
      </div>
      <div className="ls-feature-numbers ls-num">
        <b className="ls-anomaly-text">{said(feature.actual)}</b>
        <span className="ls-dim">
          {feature.typical !== 0 && ` · typical ${comparedText(feature.typical, feature)}`}
          {` · ${compareText(feature.actual, feature.typical)}`}
        </span>
      </div>
      <div
        className="ls-range"
        role="img"
        aria-label={`actual ${said(feature.actual)}, typical ${said(feature.typical)}, usual ${boundText(feature)}`}
        title={`Usual: ${boundText(feature)}`}
      >
        <span className="ls-range-usual" style={{ left: percent(marks.low), right: percent(1 - marks.high) }} />
        <span className="ls-range-typical" style={{ left: percent(marks.typical) }} />
        <span className="ls-range-actual" style={{ left: percent(marks.actual) }} />
      </div>
      {caption !== '' && (
        <div className="ls-dim ls-feature-caption" title={caption}>
          {caption}
        </div>
      )}
    </li>
  );
}

function boundText(feature: FeatureGroup): string {
  const { low, high } = feature;
  if (low === null && high === null) return 'no usual range';
  if (low === null) return `at most ${quantityText(high ?? 0, feature)}`;
  if (high === null) return `at least ${quantityText(low, feature)}`;
  return `${comparedText(low, feature)} to ${quantityText(high, feature)}`;
}
