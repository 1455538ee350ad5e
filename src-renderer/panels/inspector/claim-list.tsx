import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { IncidentDetail } from '#shared/contract/incidents.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId } from '../../state/case-queries.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { formatQuantity } from '../../ui/format.ts';

/** Every number of the sentence with its query; "check" runs them all again and compares. */
export function ClaimList(props: { readonly incident: IncidentDetail }) {
  const { incident } = props;
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const openSql = usePanelRequests((state) => state.openSql);
  const [isChecking, setChecking] = useState(false);
  const checks = useQuery({
    queryKey: ['case', caseId, 'claims', incident.incidentId, incident.claims],
    enabled: isChecking && caseId !== null,
    queryFn: ({ signal }) =>
      Promise.all(
        incident.claims.map((_, claim) =>
          rpc.incidents.checkClaim({ caseId: caseId ?? '', incidentId: incident.incidentId, claim }, { signal }),
        ),
      ),
  });
  if (incident.claims.length === 0) return null;
  return (
    <section aria-labelledby="why-claims">
      <h3 id="why-claims">
        Numbers
        <button
          type="button"
          className="ls-link ls-why-check"
          onClick={() => (isChecking ? void checks.refetch() : setChecking(true))}
        >
          {checks.isFetching ? 'Checking…' : 'Recount'}
        </button>
      </h3>
      <table className="ls-claims">
        <tbody>
          {incident.claims.map((claim, index) => {
            const check = checks.data?.[index];
            return (
              <tr key={claim.label}>
                <th scope="row">{claim.label}</th>
                <td className="ls-num">
                  <button type="button" className="ls-link" title="Open the query" onClick={() => openSql(claim.sql)}>
                    {formatQuantity(claim.value)}
                  </button>{' '}
                  <span className="ls-dim">{claim.unit}</span>
                </td>
                <td className={check === undefined || check.isEqual ? 'ls-claim-ok' : 'ls-claim-bad'}>
                  {check === undefined
                    ? ''
                    : check.isEqual
                      ? '✓ same'
                      : `now ${check.recomputed === null ? 'nothing' : formatQuantity(check.recomputed)}`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {checks.error !== null && <p className="ls-dim">The numbers could not be counted again.</p>}
    </section>
  );
}
