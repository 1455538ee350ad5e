import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import './panel-frame.css';

/** One narrowing of a panel, with the way to take it away. */
export interface FilterChip {
  readonly key: string;
  readonly label: string;
  readonly onClear: () => void;
}

interface PanelFrameProps {
  readonly label: string;
  /** Left of the header: counts, search. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly chips?: readonly FilterChip[];
  readonly children: ReactNode;
}

/** Frame of every docked panel: one header row, what it is filtered by, and the content. */
export function PanelFrame(props: PanelFrameProps) {
  const { label, lead, actions, chips = [], children } = props;
  return (
    <section className="ls-panel" aria-label={label}>
      {(lead !== undefined || actions !== undefined) && (
        <header className="ls-panel-head">
          <div className="ls-panel-lead">{lead}</div>
          <div className="ls-panel-actions">{actions}</div>
        </header>
      )}
      {chips.length > 0 && (
        <ul className="ls-chips" aria-label={`${label} filtered by`}>
          {chips.map((chip) => (
            <li key={chip.key} className="ls-chip">
              <span className="ls-chip-text ls-cut">{chip.label}</span>
              <button
                type="button"
                className="ls-icon-button"
                aria-label={`Clear filter: ${chip.label}`}
                onClick={chip.onClear}
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="ls-panel-body">{children}</div>
    </section>
  );
}
