import { useIncidents } from '../../state/case-queries.ts';
import { useSelection } from '../../state/selection.ts';
import { formatScore } from '../../ui/format.ts';

const SHOWN = 5;

/** Other incidents of the case that look like this one. */
export function SimilarIncidents(props: { readonly ids: readonly string[] }) {
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
        {similar.slice(0, SHOWN).map((one) => (
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
