import type { IncidentDetail } from '#shared/contract/incidents.ts';
import { useNormalDraft } from '../../state/normal-draft.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { useSelection } from '../../state/selection.ts';
import { useTimelineView } from '../../state/timeline-view.ts';
import { nsToMs } from '../../ui/time.ts';

interface IncidentActionsProps {
  readonly incident: IncidentDetail;
  /** Partial incidents can be looked at; nothing is filtered or ruled by what is gone with the next ones. */
  readonly isExact: boolean;
}

/** Time shown on either side of an incident, in its lengths and at least. */
const MARGIN_SHARE = 0.75;
const MIN_MARGIN_MS = 1000;

/** Narrows the window to an incident, or takes it for normal. */
export function IncidentActions({ incident, isExact }: IncidentActionsProps) {
  const { incidentId, startNs, endNs } = incident;
  const filtered = useSelection((state) => state.filter.incidentId);
  const patchFilter = useSelection((state) => state.patchFilter);
  const setDomain = useTimelineView((state) => state.setDomain);
  const show = usePanelRequests((state) => state.show);
  const startRule = useNormalDraft((state) => state.start);
  const isOnly = filtered === incidentId;
  const zoomTo = (start: bigint) => {
    const startMs = nsToMs(start);
    const endMs = nsToMs(endNs ?? start);
    const margin = Math.max(MIN_MARGIN_MS, (endMs - startMs) * MARGIN_SHARE);
    setDomain({ startMs: startMs - margin, endMs: endMs + margin });
  };
  return (
    <div className="ls-why-actions">
      {isExact && (
        <button
          type="button"
          className="ls-action"
          aria-pressed={isOnly}
          onClick={() => {
            patchFilter({ incidentId: isOnly ? undefined : incidentId });
            show('events');
          }}
        >
          {isOnly ? 'Show all events' : 'Only its events'}
        </button>
      )}
      {startNs !== null && (
        <button type="button" className="ls-action" onClick={() => zoomTo(startNs)}>
          Zoom to it
        </button>
      )}
      {isExact && (
        <button type="button" className="ls-action" onClick={() => startRule({ incidentId })}>
          This is normal… <kbd className="ls-kbd">x</kbd>
        </button>
      )}
    </div>
  );
}
