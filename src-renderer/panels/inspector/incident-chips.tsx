import { useState } from 'react';
import { anomalyKindText } from '#shared/domain/anomaly-kind.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { useSelection } from '../../state/selection.ts';
import { formatCount } from '../../ui/format.ts';

/** Of what kinds an incident is, and whom it concerns: a click searches the events for the entity. */
export function IncidentChips(props: { readonly entities: readonly string[]; readonly kinds: readonly string[] }) {
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
          {anomalyKindText(kind)}
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
