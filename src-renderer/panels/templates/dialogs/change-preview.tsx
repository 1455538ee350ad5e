import type { TemplateChange, TemplateCount } from '#shared/contract/template-edits.ts';
import { formatCount, formatPlural } from '../../../ui/format.ts';
import { errorMessage } from '../../../ui/states.tsx';
import { type ChangeRow, changeSides, changeSummary, hasEffect } from '../change-model.ts';
import { TemplateText } from '../template-text.tsx';

/** Rows drawn a side; the counts above are of all. */
const MAX_ROWS = 50;

interface ChangePreviewProps {
  readonly change: TemplateChange | undefined;
  readonly error: unknown;
  /** False while a newer answer is on its way. */
  readonly isCurrent: boolean;
  /** What is still to be chosen; null when nothing is. */
  readonly hint: string | null;
  /** The templates that fit as well come along. */
  readonly takesAlike: boolean;
}

/** What an edit would do before it is stored: templates before and after, with their events. */
export function ChangePreview(props: ChangePreviewProps) {
  const { change, error, isCurrent, hint, takesAlike } = props;
  const isKnown = hint === null && error === null && change !== undefined;
  return (
    <section className="ls-change" aria-label="Preview" aria-busy={hint === null && !isCurrent}>
      <p role="status">
        {hint !== null ? (
          <span className="ls-dim">{hint}</span>
        ) : error !== null ? (
          <span className="ls-failure">{errorMessage(error)}</span>
        ) : change === undefined ? (
          <span className="ls-dim">Working out what changes…</span>
        ) : (
          <b data-testid="change-summary">{changeSummary(change)}</b>
        )}
      </p>
      {isKnown && hasEffect(change) && <Sides change={change} />}
      {isKnown && change.alike.length > 0 && (
        <Alike alike={change.alike} total={change.totals.alike} isTaken={takesAlike} />
      )}
      {isKnown && change.scoresAreStale && hasEffect(change) && (
        <p className="ls-dim">
          Scores and incidents stay those of the templates before until the case is scored again.
        </p>
      )}
    </section>
  );
}

function Sides(props: { readonly change: TemplateChange }) {
  const { change } = props;
  const sides = changeSides(change);
  return (
    <div className="ls-change-sides">
      <Side title="Before" rows={sides.before} total={change.totals.before} />
      <Side title="After" rows={sides.after} total={change.totals.after} />
    </div>
  );
}

function Side(props: { readonly title: string; readonly rows: readonly ChangeRow[]; readonly total: number }) {
  const { title, rows, total } = props;
  return (
    <div>
      <h3>
        {title} <span className="ls-dim">{formatPlural(total, 'template')}</span>
      </h3>
      <ul className="ls-change-rows" aria-label={title} tabIndex={0}>
        {rows.slice(0, MAX_ROWS).map((row) => (
          <li key={row.template.templateId}>
            <span className="ls-num">{formatCount(row.template.count)}</span>
            <span className="ls-change-text">
              <TemplateText text={row.template.text} name={row.template.name} />
              <RowNote row={row} />
            </span>
          </li>
        ))}
        {total > MAX_ROWS && <li className="ls-dim">and {formatCount(total - MAX_ROWS)} more</li>}
      </ul>
    </div>
  );
}

function RowNote(props: { readonly row: ChangeRow }) {
  const { state, countBefore, template, isRenamed } = props.row;
  if (state === 'ends') return null;
  const text =
    state === 'new'
      ? 'new'
      : isRenamed
        ? 'renamed'
        : countBefore === null || countBefore === template.count
          ? null
          : `was ${formatCount(countBefore)}`;
  return text === null ? null : <span className="ls-tag ls-tag-accent">{text}</span>;
}

function Alike(props: { readonly alike: readonly TemplateCount[]; readonly total: number; readonly isTaken: boolean }) {
  const { alike, total, isTaken } = props;
  const events = alike.reduce((sum, { count }) => sum + count, 0);
  return (
    <details className="ls-change-alike">
      <summary>
        {formatPlural(total, 'other template')} {total === 1 ? 'fits' : 'fit'} as well ({formatPlural(events, 'event')}){' '}
        and {isTaken ? (total === 1 ? 'comes along' : 'come along') : total === 1 ? 'is left alone' : 'are left alone'}
      </summary>
      <ul className="ls-change-rows" aria-label="Templates that fit as well" tabIndex={0}>
        {alike.slice(0, MAX_ROWS).map((template) => (
          <li key={template.templateId}>
            <span className="ls-num">{formatCount(template.count)}</span>
            <span className="ls-change-text">
              <TemplateText text={template.text} name={template.name} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
