import { useState } from 'react';
import type { IncidentDetail } from '#shared/contract/incidents.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { useTemplateIndex } from '../../state/template-table.ts';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { LogText } from '../../ui/log-text.tsx';
import { evidenceText } from './evidence-text.ts';

/** The lines behind an incident; each opens its place in the list of events. */
export function EvidenceList(props: { readonly incident: IncidentDetail }) {
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
