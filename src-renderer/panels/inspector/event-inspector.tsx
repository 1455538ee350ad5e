import type { EventDetail } from '#shared/contract/events.ts';
import { SEVERITY_NAMES, severityBand } from '#shared/domain/severity.ts';
import { useEvent } from '../../state/case-queries.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { LogText } from '../../ui/log-text.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { formatOffset, formatTime } from '../../ui/time.ts';

/** One event taken apart: where it stands, its fields, its template and parameters, the lines as read. */
export function EventInspector(props: { readonly eventId: number }) {
  const event = useEvent(props.eventId);
  if (event.data === undefined) {
    if (event.error !== null) return <ErrorState error={event.error} onRetry={() => void event.refetch()} />;
    return <LoadingState label="Reading the event…" />;
  }
  return <EventBody event={event.data} />;
}

function EventBody(props: { readonly event: EventDetail }) {
  const { event } = props;
  const zone = usePreferences((state) => state.zone);
  const patchFilter = useSelection((state) => state.patchFilter);
  const pickTemplate = useSelection((state) => state.pickTemplate);
  const band = severityBand(event.severity);
  const facts: readonly (readonly [string, string | null, (() => void)?])[] = [
    [
      'Time',
      event.timeNs === null ? null : `${formatTime(event.timeNs, zone, 'nano')} ${formatOffset(event.timeNs, zone)}`,
    ],
    [
      'Level',
      event.severityText ?? (band === 0 ? null : (SEVERITY_NAMES[band] ?? null)),
      () => patchFilter({ severityBands: [band] }),
    ],
    ['Service', event.service, () => patchFilter({ services: [event.service ?? ''] })],
    ['Host', event.host, () => patchFilter({ hosts: [event.host ?? ''] })],
    ['Component', event.component, () => patchFilter({ components: [event.component ?? ''] })],
    ['File', event.member === null ? event.path : `${event.path} › ${event.member}`],
    [
      'Line',
      `${formatCount(event.line)}${event.lineCount > 1 ? ` to ${formatCount(event.line + event.lineCount - 1)}` : ''}, byte ${formatCount(event.byteOffset)}`,
    ],
  ];
  return (
    <article className="ls-why" aria-labelledby="event-title">
      <h2 className="ls-why-title" id="event-title">
        Event {formatCount(event.eventId)}
      </h2>
      <dl className="ls-facts">
        {facts.map(([label, value, filter]) =>
          value === null || value === '' ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                {filter === undefined ? (
                  <span className="ls-mono">{value}</span>
                ) : (
                  <button type="button" className="ls-link ls-mono" title="Filter the events to this" onClick={filter}>
                    {value}
                  </button>
                )}
              </dd>
            </div>
          ),
        )}
      </dl>
      {event.template !== null && (
        <section aria-labelledby="event-template">
          <h3 id="event-template">Template</h3>
          <button
            type="button"
            className="ls-link ls-mono ls-wrap"
            onClick={() => {
              patchFilter({ templateIds: [event.templateId ?? ''] });
              pickTemplate(event.templateId);
            }}
          >
            {event.template}
          </button>
          {event.parameters.length > 0 && (
            <ol className="ls-parameters">
              {event.parameters.map((parameter, index) => (
                // Parameters are known by their place.
                // oxlint-disable-next-line react/no-array-index-key
                <li key={index}>
                  <LogText content={parameter} parts={null} words={NO_WORDS} />
                </li>
              ))}
            </ol>
          )}
        </section>
      )}
      {event.attributes !== null && (
        <section aria-labelledby="event-attributes">
          <h3 id="event-attributes">Further fields</h3>
          <dl className="ls-facts">
            {attributeRows(event.attributes).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <LogText content={value} parts={null} words={NO_WORDS} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section aria-labelledby="event-lines">
        <h3 id="event-lines">
          {event.lineCount === 1 ? 'The line as read' : `The ${formatPlural(event.lineCount, 'line')} as read`}
          <button
            type="button"
            className="ls-link ls-why-check"
            onClick={() => void navigator.clipboard.writeText(event.rawLines.join('\n'))}
          >
            Copy
          </button>
        </h3>
        <div className="ls-raw" tabIndex={0} role="group" aria-label="Lines as read">
          {event.rawLines.map((line, index) => (
            // Lines are known by their place.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={index}>
              <LogText content={line} parts={null} words={NO_WORDS} />
            </div>
          ))}
        </div>
      </section>
    </article>
  );
}

const NO_WORDS: readonly string[] = [];

/** Fields of the attributes' JSON object as text; unreadable JSON is shown as it is. */
function attributeRows(json: string): readonly (readonly [string, string])[] {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return [['value', json]];
    return Object.entries(value).map(([name, field]) => [
      name,
      typeof field === 'string' ? field : JSON.stringify(field),
    ]);
  } catch {
    return [['value', json]];
  }
}
