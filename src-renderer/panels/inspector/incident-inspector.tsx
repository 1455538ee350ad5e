import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { IncidentDetail } from '#shared/contract/incidents.ts';
import { useIncident, useIncidents, usePartial } from '../../state/case-queries.ts';
import { entryOf, useCaseView, type Verdict } from '../../state/case-view.ts';
import { useNormalDraft } from '../../state/normal-draft.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { useTemplateIndex } from '../../state/template-table.ts';
import { useTimelineView } from '../../state/timeline-view.ts';
import { formatCount, formatPlural, formatScore, formatSpan } from '../../ui/format.ts';
import { LogText } from '../../ui/log-text.tsx';
import { partialSentence } from '../../ui/partial-text.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { formatOffset, formatTimeRange, nsToMs } from '../../ui/time.ts';
import { linkClaims } from './claim-links.ts';
import { ClaimList } from './claim-list.tsx';
import { CounterfactualSection } from './counterfactual-section.tsx';
import { evidenceText } from './evidence-text.ts';
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

function IncidentBody(props: { readonly incident: IncidentDetail }) {
  const { incident } = props;
  const zone = usePreferences((state) => state.zone);
  const filter = useSelection((state) => state.filter);
  const patchFilter = useSelection((state) => state.patchFilter);
  const setDomain = useTimelineView((state) => state.setDomain);
  const show = usePanelRequests((state) => state.show);
  const startRule = useNormalDraft((state) => state.start);
  const partial = usePartial();
  const isOnly = filter.incidentId === incident.incidentId;
  const seconds =
    incident.startNs === null || incident.endNs === null ? 0 : Number(incident.endNs - incident.startNs) / 1e9;
  const zoomTo = () => {
    if (incident.startNs === null) return;
    const startMs = nsToMs(incident.startNs);
    const endMs = nsToMs(incident.endNs ?? incident.startNs);
    const margin = Math.max(1000, (endMs - startMs) * 0.75);
    setDomain({ startMs: startMs - margin, endMs: endMs + margin });
  };
  return (
    <article className="ls-why" aria-labelledby="why-title">
      {incident.isPartial === true ? (
        <>
          <h2 className="ls-why-title" id="why-title" data-testid="incident-sentence">
            {incident.summary}
          </h2>
          <p className="ls-dim">
            {partial === null ? 'Partial.' : partialSentence(partial)} Numbers, verdicts and notes come with them.
          </p>
        </>
      ) : (
        <Sentence incident={incident} />
      )}
      <p className="ls-why-when ls-num">
        <span>
          {formatTimeRange(incident.startNs, incident.endNs, zone)}{' '}
          {incident.startNs !== null && <span className="ls-dim">{formatOffset(incident.startNs, zone)}</span>}
        </span>
        {seconds > 0 && <span className="ls-dim ls-why-whole">{formatSpan(seconds)}</span>}
      </p>
      <div className="ls-why-actions">
        {incident.isPartial !== true && (
          <button
            type="button"
            className="ls-action"
            aria-pressed={isOnly}
            onClick={() => {
              patchFilter({ incidentId: isOnly ? undefined : incident.incidentId });
              show('events');
            }}
          >
            {isOnly ? 'Show all events' : 'Only its events'}
          </button>
        )}
        {incident.startNs !== null && (
          <button type="button" className="ls-action" onClick={zoomTo}>
            Zoom to it
          </button>
        )}
        {incident.isPartial !== true && (
          <button type="button" className="ls-action" onClick={() => startRule({ incidentId: incident.incidentId })}>
            This is normal… <kbd className="ls-kbd">x</kbd>
          </button>
        )}
      </div>
      <Entities entities={incident.entities} kinds={incident.kinds} />
      <UnitExplanation anomalies={incident.anomalies} unitCount={incident.units} threshold={incident.threshold} />
      {incident.isPartial !== true && (
        <>
          <CounterfactualSection key={`what-if ${incident.incidentId}`} incidentId={incident.incidentId} />
          <ClaimList incident={incident} />
        </>
      )}
      <Evidence incident={incident} />
      <Similar ids={incident.similarIncidentIds} />
      {incident.isPartial !== true && <Judgement incidentId={incident.incidentId} />}
    </article>
  );
}

function Sentence(props: { readonly incident: IncidentDetail }) {
  const { incident } = props;
  const openSql = usePanelRequests((state) => state.openSql);
  return (
    <h2 className="ls-why-title" id="why-title" data-testid="incident-sentence">
      {linkClaims(incident.summary, incident.claims).map((piece, index) => {
        const claim = piece.claim === null ? undefined : incident.claims[piece.claim];
        if (claim === undefined) return piece.text;
        return (
          // Pieces of one sentence: their place is their identity.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className="ls-why-whole">
            <button
              type="button"
              className="ls-link ls-why-number"
              title={`${claim.label}: open its query`}
              onClick={() => openSql(claim.sql)}
            >
              {piece.text}
            </button>
            {piece.tail}
          </span>
        );
      })}
    </h2>
  );
}

function Entities(props: { readonly entities: readonly string[]; readonly kinds: readonly string[] }) {
  const patchFilter = useSelection((state) => state.patchFilter);
  const show = usePanelRequests((state) => state.show);
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? props.entities : props.entities.slice(0, 6);
  const rest = props.entities.length - shown.length;
  if (props.entities.length === 0 && props.kinds.length === 0) return null;
  const search = (entity: string) => {
    const value = entity.slice(entity.indexOf(':') + 1);
    patchFilter({ query: /\s/.test(value) ? `"${value}"` : value });
    show('events');
  };
  return (
    <div className="ls-why-chips">
      {props.kinds.map((kind) => (
        <span className="ls-tag ls-tag-large ls-tag-anomaly" key={kind}>
          {kindText(kind)}
        </span>
      ))}
      {shown.map((entity) => (
        <button
          type="button"
          className="ls-entity-button ls-cut"
          key={entity}
          title={`Search the events for ${entity}`}
          onClick={() => search(entity)}
        >
          {entity}
        </button>
      ))}
      {rest > 0 && (
        <button type="button" className="ls-link" onClick={() => setOpen(true)}>
          {formatCount(rest)} more
        </button>
      )}
    </div>
  );
}

/** `newTemplate` reads `new template`. */
function kindText(kind: string): string {
  return kind
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();
}

function Evidence(props: { readonly incident: IncidentDetail }) {
  const { evidence, templateIds } = props.incident;
  const templates = useTemplateIndex();
  const statements = templateIds.flatMap((id) => [templates.get(id)?.parts ?? []]);
  const jumpTo = usePanelRequests((state) => state.jumpTo);
  const [isOpen, setOpen] = useState(false);
  if (evidence.length === 0) return null;
  const shown = isOpen ? evidence : evidence.slice(0, 5);
  return (
    <section aria-labelledby="why-evidence">
      <h3 id="why-evidence">Evidence</h3>
      <ul className="ls-evidence">
        {shown.map((line) => (
          <li key={`${line.path}:${line.line}`}>
            <button
              type="button"
              onClick={() => jumpTo({ kind: 'event', eventId: line.eventId })}
              title={`${line.text}\nOpen in the events list`}
            >
              <span className="ls-evidence-where">
                {line.member ?? line.path.split(/[\\/]/).at(-1)}:{formatCount(line.line)}
              </span>
              <span className="ls-evidence-text">
                <LogText {...evidenceText(line.text, statements)} words={NO_WORDS} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length < evidence.length && (
        <button type="button" className="ls-link" onClick={() => setOpen(true)}>
          All {formatPlural(evidence.length, 'line')}
        </button>
      )}
    </section>
  );
}

const NO_WORDS: readonly string[] = [];

function Similar(props: { readonly ids: readonly string[] }) {
  const incidents = useIncidents().data ?? [];
  const pickIncident = useSelection((state) => state.pickIncident);
  const similar = props.ids
    .map((id) => incidents.find((one) => one.incidentId === id))
    .filter((one) => one !== undefined);
  if (similar.length === 0) return null;
  return (
    <section aria-labelledby="why-similar">
      <h3 id="why-similar">Similar incidents</h3>
      <ul className="ls-similar">
        {similar.slice(0, 5).map((one) => (
          <li key={one.incidentId}>
            <button type="button" className="ls-link" onClick={() => pickIncident(one.incidentId)}>
              {one.summary}
            </button>
            <span className="ls-dim ls-num"> {formatScore(one.score)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const VERDICTS: readonly { readonly value: Verdict; readonly label: string; readonly key: string }[] = [
  { value: 'real', label: 'Real', key: 'y' },
  { value: 'noise', label: 'Noise', key: 'n' },
  { value: 'other', label: 'Other team', key: 'o' },
];

function Judgement(props: { readonly incidentId: string }) {
  const { incidentId } = props;
  const entry = entryOf(
    useCaseView((state) => state.triage),
    incidentId,
  );
  const setVerdict = useCaseView((state) => state.setVerdict);
  const setNote = useCaseView((state) => state.setNote);
  return (
    <section aria-labelledby="why-verdict">
      <h3 id="why-verdict">Verdict and note</h3>
      <div className="ls-why-actions" role="group" aria-label="Verdict">
        {VERDICTS.map(({ value, label, key }) => (
          <button
            key={value}
            type="button"
            className="ls-action"
            aria-pressed={entry.verdict === value}
            onClick={() => setVerdict(incidentId, entry.verdict === value ? null : value)}
          >
            {label} <kbd className="ls-kbd">{key}</kbd>
          </button>
        ))}
      </div>
      <Textarea
        size="xs"
        aria-label="Note"
        placeholder="What you found out; kept in the case"
        minRows={2}
        autosize
        maxRows={8}
        value={entry.note}
        onChange={(event) => setNote(incidentId, event.currentTarget.value)}
      />
    </section>
  );
}
