import { useSelection } from '../../state/selection.ts';
import { EmptyState } from '../../ui/states.tsx';
import { EventInspector } from './event-inspector.tsx';
import { IncidentInspector } from './incident-inspector.tsx';
import { ReadingCard, useReadingJob } from './reading-card.tsx';
import { TemplateInspector } from './template-inspector.tsx';
import './inspector-panel.css';

/** Shows why: the thing picked last, or how reading goes while there is nothing to pick yet. */
export function InspectorPanel() {
  const { inspected, incidentId, eventId, templateId } = useSelection();
  const job = useReadingJob();
  return (
    <section className="ls-panel ls-inspector" aria-label="Inspector">
      <div className="ls-panel-scroll" tabIndex={0} role="group" aria-label="Why">
        {inspected === 'incident' && incidentId !== null ? (
          <IncidentInspector incidentId={incidentId} />
        ) : inspected === 'event' && eventId !== null ? (
          <EventInspector eventId={eventId} />
        ) : inspected === 'template' && templateId !== null ? (
          <TemplateInspector templateId={templateId} />
        ) : job !== null ? (
          <ReadingCard job={job} />
        ) : (
          <EmptyState title="Pick an incident, an event or a template">
            Here stands why it is unusual and where to look next.
          </EmptyState>
        )}
      </div>
    </section>
  );
}
