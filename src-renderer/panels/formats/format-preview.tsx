import { NumberInput, Select, Textarea } from '@mantine/core';
import type { FormatPreview, PreviewedLine } from '#shared/contract/formats.ts';
import { useCaseInfo } from '../../state/case-queries.ts';
import { useFormatDraft } from '../../state/format-draft.ts';
import { LogText } from '../../ui/log-text.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { countsText, partsOf } from './format-model.ts';

interface FormatPreviewViewProps {
  readonly preview: FormatPreview | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
}

const PASTED = 'pasted';

/** Sample lines, and what the format above makes of each. */
export function FormatPreviewView(props: FormatPreviewViewProps) {
  const { preview, error, onRetry } = props;
  const lines = useFormatDraft((state) => state.lines);
  return (
    <section className="ls-format-preview" aria-label="Preview">
      <div className="ls-format-sample">
        <SampleChoice />
        <span className="ls-dim" role="status" data-testid="format-counts">
          {preview === undefined ? 'Trying it…' : countsText(preview)}
        </span>
      </div>
      {lines.kind === 'pasted' && <PastedLines />}
      {error !== null && preview === undefined ? (
        <ErrorState error={error} onRetry={onRetry} />
      ) : (
        <ol
          className="ls-format-lines"
          aria-label="Lines as the format reads them"
          tabIndex={0}
          start={lines.kind === 'source' ? lines.fromLine : 1}
        >
          {(preview?.lines ?? []).map((line, at) => (
            // Equal lines are told apart by their place only.
            // oxlint-disable-next-line react/no-array-index-key
            <PreviewRow
              key={at}
              line={line}
              number={at + (lines.kind === 'source' ? lines.fromLine : 1)}
              isRead={preview?.isReadable === true}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

function SampleChoice() {
  const sources = useCaseInfo().data?.sources ?? [];
  const { lines, setLines } = useFormatDraft();
  const first = sources[0]?.sourceId;
  const sourceId = lines.kind === 'source' ? (lines.sourceId ?? first ?? null) : null;
  return (
    <>
      <Select
        size="xs"
        className="ls-format-source"
        aria-label="Lines to try it on"
        allowDeselect={false}
        value={lines.kind === 'pasted' ? PASTED : sourceId === null ? null : String(sourceId)}
        data={[
          ...sources.map(({ sourceId: id, path, member }) => ({
            value: String(id),
            label: sourceLabel(path, member, sources),
          })),
          { value: PASTED, label: 'Pasted lines' },
        ]}
        onChange={(value) => {
          if (value === null) return;
          setLines(
            value === PASTED ? { kind: 'pasted', text: '' } : { kind: 'source', sourceId: Number(value), fromLine: 1 },
          );
        }}
      />
      {lines.kind === 'source' && (
        <NumberInput
          size="xs"
          className="ls-format-from"
          aria-label="From line"
          prefix="from line "
          min={1}
          allowDecimal={false}
          value={lines.fromLine}
          onChange={(value) => {
            if (typeof value === 'number' && value >= 1) setLines({ ...lines, fromLine: Math.floor(value) });
          }}
        />
      )}
    </>
  );
}

/** The file's own name; the whole path where two files share it. */
function sourceLabel(path: string, member: string | null, all: readonly { readonly path: string }[]): string {
  const nameOf = (full: string): string => full.split(/[\\/]/).at(-1) ?? full;
  const isShared = all.some((other) => other.path !== path && nameOf(other.path) === nameOf(path));
  const shown = isShared ? path : nameOf(path);
  return member === null ? shown : `${shown} › ${member}`;
}

function PastedLines() {
  const { lines, setLines } = useFormatDraft();
  if (lines.kind !== 'pasted') return null;
  return (
    <Textarea
      size="xs"
      className="ls-format-pasted"
      aria-label="Pasted lines"
      placeholder="Lines of a log, one a row"
      classNames={{ input: 'ls-mono' }}
      rows={3}
      wrap="off"
      value={lines.text}
      onChange={(event) => setLines({ kind: 'pasted', text: event.currentTarget.value })}
    />
  );
}

const KIND_TEXT: Readonly<Record<PreviewedLine['kind'], string | null>> = {
  event: null,
  continuation: 'continues the event above',
  unmatched: 'not matched',
  structural: 'structure of the file',
  blank: 'blank',
};

interface PreviewRowProps {
  readonly line: PreviewedLine;
  readonly number: number;
  /** False while the format is too wrong to read anything. */
  readonly isRead: boolean;
}

function PreviewRow({ line, number, isRead }: PreviewRowProps) {
  const state = KIND_TEXT[line.kind];
  const look = !isRead ? 'unread' : line.hasBadTime ? 'unmatched' : line.kind;
  return (
    <li className={`ls-format-line ls-format-line-${look}`}>
      <span className="ls-format-number ls-mono" aria-hidden>
        {number}
      </span>
      <div className="ls-format-raw ls-mono">
        <LogText content={line.line} parts={null} words={NO_WORDS} />
      </div>
      {!isRead ? null : state !== null ? (
        <div className="ls-format-parts ls-dim">{state}</div>
      ) : (
        <dl className="ls-format-parts">
          {partsOf(line).map(({ label, value }) => (
            <div key={label} className={`ls-format-part ls-format-part-${label}`}>
              <dt>{label}</dt>
              <dd className="ls-mono">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

const NO_WORDS: readonly string[] = [];
