import { memo } from 'react';
import { formatCount } from '../../ui/format.ts';
import { LogText } from '../../ui/log-text.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { civilTime, formatTime, shortDate, type TimeZoneMode } from '../../ui/time.ts';
import { type EventRow, sourceLabel } from './event-rows.ts';

/** What the column of times shows: `clock` when all events lie on one day, `date` when in one year, nothing when none has a time. */
export type TimeColumn = 'none' | 'clock' | 'date' | 'year';

interface EventLineProps {
  readonly event: EventRow | undefined;
  readonly parts: readonly string[] | null;
  readonly words: readonly string[];
  readonly zone: TimeZoneMode;
  readonly times: TimeColumn;
  readonly isMarked: boolean;
  readonly isEvidence: boolean;
}

/** One row: time, level, source, message. */
export const EventLine = memo(function EventLine(props: EventLineProps) {
  const { event, parts, words, zone, times, isMarked, isEvidence } = props;
  if (event === undefined)
    return (
      <span role="gridcell" className="ls-event-wait">
        …
      </span>
    );
  const where = `${event.path}:${event.line}`;
  return (
    <>
      {times !== 'none' && (
        <span role="gridcell" className={timeClass(times)} title={formatTime(event.timeNs, zone, 'nano')}>
          {timeText(event.timeNs, zone, times)}
        </span>
      )}
      <span role="gridcell" className="ls-event-level">
        <SeverityMark band={event.band} />
      </span>
      <span role="gridcell" className="ls-event-source ls-cut" title={where}>
        {sourceLabel(event)}
      </span>
      <span role="gridcell" className={isEvidence ? 'ls-event-message ls-event-evidence' : 'ls-event-message'}>
        {isMarked && <span className="ls-event-mark ls-tag ls-tag-accent">marked</span>}
        <LogText content={event.content} parts={parts} words={words} />
        {event.lineCount > 1 && (
          <span className="ls-event-more ls-tag" title={`${formatCount(event.lineCount)} lines`}>
            +{formatCount(event.lineCount - 1)} lines
          </span>
        )}
      </span>
    </>
  );
});

export function EventsHeader(props: { readonly times: TimeColumn }) {
  const { times } = props;
  return (
    <>
      {times !== 'none' && (
        <span role="columnheader" className={timeClass(times)}>
          Time
        </span>
      )}
      <span role="columnheader" className="ls-event-level" title="Level">
        L<span className="ls-visually-hidden">evel</span>
      </span>
      <span role="columnheader" className="ls-event-source ls-cut">
        Source
      </span>
      <span role="columnheader" className="ls-event-message">
        Message
      </span>
    </>
  );
}

function timeClass(times: TimeColumn): string {
  return times === 'clock' ? 'ls-event-time' : `ls-event-time ls-event-time-${times}`;
}

function timeText(timeNs: bigint | null, zone: TimeZoneMode, times: TimeColumn): string {
  if (timeNs === null) return 'no time';
  const { date, clock, fraction } = civilTime(timeNs, zone);
  const text = `${clock}.${fraction.slice(0, 3)}`;
  return times === 'clock' ? text : `${shortDate(date, times === 'date')} ${text}`;
}
