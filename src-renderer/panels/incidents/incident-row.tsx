import { memo, useMemo } from 'react';
import type { IncidentSummary } from '#shared/contract/incidents.ts';
import { binScores } from '../../charts/lanes-model.ts';
import type { ScoreTable } from '../../state/case-tables.ts';
import { type Verdict, VERDICT_TEXT } from '../../state/case-view.ts';
import { formatPlural, formatScore, formatSpan } from '../../ui/format.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { Spark } from '../../ui/spark.tsx';
import { civilTime, nsToMs, type TimeZoneMode } from '../../ui/time.ts';

interface IncidentRowProps {
  readonly incident: IncidentSummary;
  readonly verdict: Verdict | null;
  readonly scores: ScoreTable | null;
  readonly zone: TimeZoneMode;
}

const MAX_CHIPS = 3;

/** Severity stripe, sentence, when and how long, entities, votes, and the score around it. */
export const IncidentRow = memo(function IncidentRow(props: IncidentRowProps) {
  const { incident, verdict, scores, zone } = props;
  const spark = useMemo(() => sparkAround(incident, scores), [incident, scores]);
  const chips = incident.entities.slice(0, MAX_CHIPS);
  return (
    <div className="ls-incident" role="gridcell">
      <span className={`ls-incident-stripe ls-stripe-${incident.severityBand}`} />
      <div className="ls-incident-main">
        <p className="ls-incident-sentence" title={incident.summary}>
          {incident.summary}
        </p>
        <div className="ls-incident-meta">
          <SeverityMark band={incident.severityBand} />
          <span className="ls-incident-when ls-num">{whenText(incident, zone)}</span>
          {verdict !== null && <span className={`ls-verdict ls-verdict-${verdict}`}>{VERDICT_TEXT[verdict]}</span>}
        </div>
        <div className="ls-incident-meta">
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
        <Spark values={spark} width={48} height={18} tone="score" label="Score around the incident" />
        <span className="ls-dim" title={incident.detectors.join(', ')}>
          {formatPlural(incident.detectors.length, 'vote')}
        </span>
      </div>
    </div>
  );
});

const SPARK_COLUMNS = 24;

/** Worst score by time around the incident: its own length on each side, at least a minute. */
function sparkAround(incident: IncidentSummary, scores: ScoreTable | null): Float64Array {
  if (scores === null || incident.startNs === null) return new Float64Array();
  const startMs = nsToMs(incident.startNs);
  const endMs = nsToMs(incident.endNs ?? incident.startNs);
  const margin = Math.max(60_000, endMs - startMs);
  return binScores(scores, { startMs: startMs - margin, endMs: endMs + margin }, SPARK_COLUMNS).worst;
}

function whenText(incident: IncidentSummary, zone: TimeZoneMode): string {
  if (incident.startNs === null) return 'no time';
  const { date, clock } = civilTime(incident.startNs, zone);
  const seconds = incident.endNs === null ? 0 : Number(incident.endNs - incident.startNs) / 1e9;
  return `${date.slice(5)} ${clock}${seconds > 0 ? ` · ${formatSpan(seconds)}` : ''}`;
}

/** `service:payments` reads `payments`; other texts stay whole. */
function entityLabel(entity: string): string {
  return entity.replace(/^(service|host|component|session|parameter):/, '');
}
