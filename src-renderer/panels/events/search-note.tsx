import type { SearchProgress } from '#shared/contract/events.ts';
import { formatCount, formatPercent } from '../../ui/format.ts';

/** How far a search is, and the way to stop it. The list before stays on screen meanwhile. */
export function SearchNote(props: { readonly progress: SearchProgress; readonly onStop: () => void }) {
  const { share, found } = props.progress;
  return (
    <span className="ls-events-search">
      <span className="ls-num" role="status">
        Searching, {formatPercent(share)}: {formatCount(found)} found
      </span>
      <progress className="ls-events-search-bar" aria-label="Search" value={share} max={1} />
      <button type="button" className="ls-link" title="Stop the search (Esc)" onClick={props.onStop}>
        Stop
      </button>
    </span>
  );
}
