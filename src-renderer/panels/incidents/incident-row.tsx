import { memo } from 'react';
import type { IncidentSummary } from '#shared/contract/incidents.ts';
import { type Verdict, VERDICT_TEXT } from '../../state/case-view.ts';
import { detectorText } from '../../ui/detector-text.ts';
import { formatScore, formatSpan } from '../../ui/format.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { Spark } from '../../ui/spark.tsx';
import { civilTime, shortDate, type TimeZoneMode } from '../../ui/time.ts';
import type { IncidentSpark } from './incident-spark.ts';

interface IncidentRowProps {
  readonly incident: IncidentSummary;
  readonly verdict: Verdict | null;
  readonly spark: IncidentSpark | null;
  readonly zone: TimeZoneMode;
  /** Dates go without their year. */
  readonly isOneYear: boolean;
}

const MAX_CHIPS = 3;

/** Severity stripe, sentence, when and how long, entities, score, its statement over time, and who voted. */
export const IncidentRow = memo(function IncidentRow(props: IncidentRowProps) {
  const { incident, verdict, spark, zone, isOneYear } = props;
  const [first, ...others] = incident.detectors;
  const chips = incident.entities.slice(0, MAX_CHIPS);
  return (
    <div className="ls-incident-box" role="gridcell">
      <div className="ls-incident">
        <span className={`ls-incident-stripe ls-stripe-${incident.severityBand}`} />
        <div className="ls-incident-main">
          <p className="ls-incident-sentence" title={incident.summary}>
            {incident.summary}
          </p>
          <div className="ls-incident-meta">
            <SeverityMark band={incident.severityBand} />
            <span className="ls-incident-when ls-num">{whenText(incident, zone, isOneYear)}</span>
            {verdict !== null && (
              <span className={verdict === 'real' ? 'ls-tag ls-tag-anomaly' : 'ls-tag'}>{VERDICT_TEXT[verdict]}</span>
            )}
            <span className="ls-incident-chips">
              {chips.map((entity) => (
                <span className="ls-entity" key={entity} title={entity}>
                  {entityLabel(entity)}
                </span>
              ))}
              {incident.entities.length > MAX_CHIPS && (
                <span className="ls-dim">+{incident.entities.length - MAX_CHIPS}</span>
              )}
            </span>
          </div>
        </div>
        <div className="ls-incident-side">
          <span className="ls-incident-score ls-num" title="Worst calibrated score of its units, 0 to 1">
            {formatScore(incident.score)}
          </span>
          {spark !== null && (
            <Spark values={spark.values} marked={spark.marked} width={64} height={24} label={spark.label} />
          )}
          <span
            className="ls-incident-votes ls-cut ls-dim"
            title={`Called unusual by ${incident.detectors.map(detectorText).join(', ') || 'the detectors together only'}`}
          >
            {first === undefined ? 'together' : detectorText(first)}
            {others.length > 0 && ` +${others.length}`}
          </span>
        </div>
      </div>
    </div>
  );
});

function whenText(incident: IncidentSummary, zone: TimeZoneMode, isOneYear: boolean): string {
  if (incident.startNs === null) return 'no time';
  const { date, clock } = civilTime(incident.startNs, zone);
  const seconds = incident.endNs === null ? 0 : Number(incident.endNs - incident.startNs) / 1e9;
  return `${shortDate(date, isOneYear)} ${clock.slice(0, 5)}${seconds > 0 ? ` · ${formatSpan(seconds)}` : ''}`;
}

/** `service:payments` reads `payments`; other texts stay whole. */
function entityLabel(entity: string): string {
  return entity.replace(/^(service|host|component|session|parameter):/, '');
}
