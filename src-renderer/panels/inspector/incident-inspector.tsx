import type { IncidentDetail } from '#shared/contract/incidents.ts';
import { useIncident } from '../../state/case-queries.ts';
import { usePreferences } from '../../state/preferences.ts';
import { formatSpan } from '../../ui/format.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { formatOffset, formatTimeRange } from '../../ui/time.ts';
import { ClaimList } from './claim-list.tsx';
import { CounterfactualSection } from './counterfactual-section.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { IncidentActions } from './incident-actions.tsx';
import { IncidentChips } from './incident-chips.tsx';
import { IncidentSentence, PartialIncidentSentence } from './incident-sentence.tsx';
import { Judgement } from './judgement.tsx';
import { SimilarIncidents } from './similar-incidents.tsx';
import { UnitExplanation } from './unit-explanation.tsx';

/** Why an incident is one: sentence, numbers, contributions, votes, evidence, verdict and note. */
export function IncidentInspector(props: { readonly incidentId: string }) {
  const incident = useIncident(props.incidentId);
  if (incident.data === undefined) {
    if (incident.error !== null) return <ErrorState error={incident.error} onRetry={() => void incident.refetch()} />;
    return <LoadingState label="Asking why…" />;
  }
  return <IncidentBody incident={incident.data} />;
}

/** Of a partial incident nothing is offered that would be kept: it is gone with the next ones. */
function IncidentBody(props: { readonly incident: IncidentDetail }) {
  const { incident } = props;
  const isExact = incident.isPartial !== true;
  return (
    <article className="ls-why" aria-labelledby="why-title">
      {isExact ? <IncidentSentence incident={incident} /> : <PartialIncidentSentence incident={incident} />}
      <When incident={incident} />
      <IncidentActions incident={incident} isExact={isExact} />
      <IncidentChips entities={incident.entities} kinds={incident.kinds} />
      <UnitExplanation anomalies={incident.anomalies} unitCount={incident.units} threshold={incident.threshold} />
      {isExact && <Numbers incident={incident} />}
      <EvidenceList incident={incident} />
      <SimilarIncidents ids={incident.similarIncidentIds} />
      {isExact && <Judgement incidentId={incident.incidentId} />}
    </article>
  );
}

function When(props: { readonly incident: IncidentDetail }) {
  const { startNs, endNs } = props.incident;
  const zone = usePreferences((state) => state.zone);
  const seconds = startNs === null || endNs === null ? 0 : Number(endNs - startNs) / 1e9;
  return (
    <p className="ls-why-when ls-num">
      <span>
        {formatTimeRange(startNs, endNs, zone)}{' '}
        {startNs !== null && <span className="ls-dim">{formatOffset(startNs, zone)}</span>}
      </span>
      {seconds > 0 && <span className="ls-dim ls-why-whole">{formatSpan(seconds)}</span>}
    </p>
  );
}

function Numbers(props: { readonly incident: IncidentDetail }) {
  const { incident } = props;
  return (
    <>
      <CounterfactualSection key={`what-if ${incident.incidentId}`} incidentId={incident.incidentId} />
      <ClaimList incident={incident} />
    </>
  );
}
