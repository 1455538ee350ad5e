import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useBackend } from '../../../state/backend-context.tsx';
import { formatPercent } from '../../../ui/format.ts';
import { LogText } from '../../../ui/log-text.tsx';
import { errorMessage } from '../../../ui/states.tsx';
import { useDebounced } from '../../../ui/use-debounced.ts';
import { presentFields, type ReadingFields, type SourcePlace } from './reread-model.ts';

interface RereadPreviewProps {
  readonly place: SourcePlace;
  /** The case that has read it: it knows where in an archive a member is. */
  readonly caseId: string;
  /** In force for the file: what is fixed for it, over what is fixed for all. */
  readonly fields: ReadingFields;
  /** Told whether the file can be read so. */
  readonly onRefused: (isRefused: boolean) => void;
}

const TYPING_PAUSE_MS = 250;
const PARTS = ['time', 'severity', 'service', 'host', 'component', 'content'] as const;
const PART_TEXT: Readonly<Partial<Record<(typeof PARTS)[number], string>>> = { severity: 'level', content: 'message' };
const NONE: readonly string[] = [];

/** The head of a file as it would be read: how much of it fits, and a line taken apart. */
export function RereadPreview(props: RereadPreviewProps) {
  const { place, caseId, fields, onRefused } = props;
  const { rpc } = useBackend();
  const asked = useDebounced(JSON.stringify(presentFields(fields)), TYPING_PAUSE_MS);
  const member = place.member === null ? {} : { member: place.member, caseId };
  const guess = useQuery({
    queryKey: ['detect', place.path, place.member, asked],
    queryFn: ({ signal }) =>
      rpc.files.detect(
        { path: place.path, ...member, options: JSON.parse(asked) as ReturnType<typeof presentFields> },
        { signal },
      ),
    // This preview is of one place alone.
    placeholderData: keepPreviousData,
    retry: false,
  });
  const { data } = guess;
  const isRefused = guess.error !== null;
  useEffect(() => onRefused(isRefused), [onRefused, isRefused]);
  return (
    <section className="ls-reread-preview" aria-label="As it would be read" aria-busy={guess.isFetching}>
      <p role="status">
        {guess.error !== null ? (
          <span className="ls-failure">{errorMessage(guess.error)}</span>
        ) : data === undefined ? (
          <span className="ls-dim">Looking at the file…</span>
        ) : (
          <>
            <b>{data.title}</b>{' '}
            <span className="ls-dim">
              {formatPercent(data.confidence)} of the sampled lines fit · {data.encoding}
            </span>
          </>
        )}
      </p>
      {guess.error === null && data !== undefined && data.fields !== null && (
        <>
          <p className="ls-reread-line">
            <LogText content={data.fields.line} parts={null} words={NONE} />
          </p>
          <dl className="ls-facts ls-reread-parts">
            {PARTS.map((part) => {
              const text = data.fields?.[part] ?? null;
              return text === null ? null : (
                <div key={part}>
                  <dt>{PART_TEXT[part] ?? part}</dt>
                  <dd>
                    <LogText content={text} parts={null} words={NONE} />
                  </dd>
                </div>
              );
            })}
          </dl>
        </>
      )}
      {guess.error === null &&
        (data?.warnings ?? []).map((warning) => (
          <p key={warning.class} className="ls-issue ls-issue-warning">
            <code>{warning.class}</code> {warning.message}
          </p>
        ))}
    </section>
  );
}
