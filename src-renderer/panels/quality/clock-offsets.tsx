import type { ClockOffset, FileReport } from '#shared/contract/analysis-document.ts';
import { useCaseInfo } from '../../state/case-queries.ts';
import { useRereadDraft } from '../../state/reread-draft.ts';
import { clockText, correctedOffset, sourceOf } from './file-text.ts';

/** Files whose clocks seem to be apart, each with the way to lay it on the other. */
export function ClockOffsets(props: {
  readonly offsets: readonly ClockOffset[];
  readonly files: readonly FileReport[];
}) {
  const { offsets, files } = props;
  const sources = useCaseInfo().data?.sources ?? [];
  const start = useRereadDraft((state) => state.start);
  if (offsets.length === 0) return null;
  return (
    <>
      <h3>Clocks</h3>
      <ul className="ls-clocks">
        {offsets.map((offset) => {
          const source = sourceOf(sources, offset);
          return (
            <li key={`${offset.path}|${offset.member ?? ''}|${offset.againstPath}|${offset.againstMember ?? ''}`}>
              <p>
                <span className="ls-file-path ls-mono">
                  {offset.member === null ? offset.path : `${offset.path} › ${offset.member}`}
                </span>{' '}
                shows the same {clockText(offset)}.
              </p>
              {source !== undefined && (
                <button
                  type="button"
                  className="ls-link"
                  onClick={() => start({ sourceId: source.sourceId, offsetSeconds: correctedOffset(offset, files) })}
                >
                  Lay it on the other…
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
