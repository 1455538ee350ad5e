import type { IncidentDetail } from '#shared/contract/incidents.ts';
import { usePartial } from '../../state/case-queries.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { partialSentence } from '../../ui/partial-text.ts';
import { linkClaims } from './claim-links.ts';

/** What happened; every number opens the query that counts it. */
export function IncidentSentence(props: { readonly incident: IncidentDetail }) {
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

/** The same of what is read so far, whose numbers are still to change. */
export function PartialIncidentSentence(props: { readonly incident: IncidentDetail }) {
  const partial = usePartial();
  return (
    <>
      <h2 className="ls-why-title" id="why-title" data-testid="incident-sentence">
        {props.incident.summary}
      </h2>
      <p className="ls-dim">
        {partial === null ? 'Partial.' : partialSentence(partial)} Numbers, verdicts and notes come with them.
      </p>
    </>
  );
}
