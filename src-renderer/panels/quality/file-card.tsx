import type { FileReport } from '#shared/contract/analysis-document.ts';
import { useCaseInfo } from '../../state/case-queries.ts';
import { useRereadDraft } from '../../state/reread-draft.ts';
import { AccountText } from '../../ui/account-text.tsx';
import { formatBytes, formatCount, formatPercent } from '../../ui/format.ts';
import { orderNotes, repairTexts, shortTime, sourceOf, warningPlace } from './file-text.ts';

const STATUS_TEXT: Readonly<Record<FileReport['status'], string>> = {
  whole: 'read whole',
  partial: 'read in part',
  rejected: 'not read',
  skipped: 'skipped',
};
const STATUS_TONE: typeof STATUS_TEXT = {
  whole: '',
  partial: 'ls-tag-warning',
  rejected: 'ls-tag-error',
  skipped: 'ls-tag-warning',
};

/** One file: its account, how it was read, what was wrong with it, and the way to read it otherwise. */
export function FileCard(props: { readonly file: FileReport }) {
  const { file } = props;
  const source = sourceOf(useCaseInfo().data?.sources ?? [], file);
  const start = useRereadDraft((state) => state.start);
  const repairs = repairTexts(file.repair ?? null);
  const name = file.member === null ? file.path : `${file.path} › ${file.member}`;
  return (
    <section className="ls-file" aria-label={name}>
      <header>
        <span className="ls-file-path ls-mono">{name}</span>
        <span className={`ls-tag ls-tag-large ${STATUS_TONE[file.status]}`}>{STATUS_TEXT[file.status]}</span>
        {source !== undefined && (
          <button
            type="button"
            className="ls-link ls-file-reread"
            onClick={() => start({ sourceId: source.sourceId })}
            title="Format, encoding, zone, clock: read again into a new case"
          >
            Read differently…
          </button>
        )}
      </header>
      <p>
        <AccountText account={file} />
      </p>
      <p className="ls-dim ls-num ls-file-facts">
        {[
          file.format === null
            ? 'no format'
            : `${file.format}${file.formatConfidence === null ? '' : ` (${formatPercent(file.formatConfidence)})`}`,
          file.encoding ?? 'unknown encoding',
          file.bytesOut === file.bytesIn
            ? formatBytes(file.bytesIn)
            : `${formatBytes(file.bytesIn)} stored, ${formatBytes(file.bytesOut)} unpacked`,
          file.firstTime === null
            ? 'no time'
            : `${shortTime(file.firstTime)} – ${shortTime(file.lastTime ?? file.firstTime)}`,
        ].join(' · ')}
      </p>
      {repairs.length > 0 && (
        <p className="ls-file-repairs">
          <span className="ls-dim">Fixed by hand:</span>
          {repairs.map((text) => (
            <span key={text} className="ls-tag ls-tag-large ls-tag-accent">
              {text}
            </span>
          ))}
        </p>
      )}
      {orderNotes(file).map((note) => (
        <p key={note} className="ls-dim ls-num ls-file-facts">
          {note}
        </p>
      ))}
      {file.errors.map((error) => (
        <p key={`${error.class}-${error.offset}`} className="ls-issue ls-issue-error">
          <code>{error.class}</code> {error.message}
          {error.line !== null && <span className="ls-dim"> line {formatCount(error.line)}</span>}
          {error.offset !== null && <span className="ls-dim"> byte {formatCount(error.offset)}</span>}
        </p>
      ))}
      {file.warnings.map((warning) => (
        <p key={`${warning.class}-${warning.firstLine}`} className="ls-issue ls-issue-warning">
          <code>{warning.class}</code> {warning.message}
          <span className="ls-dim"> {warningPlace(warning.count, warning.firstLine)}</span>
        </p>
      ))}
    </section>
  );
}
