import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useParameterStatistics } from '../../../state/template-statistics.ts';
import { formatCount, formatPlural, formatShare } from '../../../ui/format.ts';
import { LogText } from '../../../ui/log-text.tsx';
import { ErrorState, LoadingState } from '../../../ui/states.tsx';

/** Values offered; the rarest of more stay with the template. */
const MAX_VALUES = 200;

interface ValuePickerProps {
  readonly templateId: string;
  readonly wildcard: number;
  readonly picked: readonly string[];
  readonly onPick: (values: readonly string[]) => void;
}

/** What a wildcard holds, most frequent first, each value a checkbox with its events. */
export function ValuePicker(props: ValuePickerProps) {
  const { templateId, wildcard, picked, onPick } = props;
  const [search, setSearch] = useState('');
  const found = useParameterStatistics({ templateId, wildcard, values: MAX_VALUES });
  const shown = useMemo(
    () => (found.data?.top ?? []).filter(({ value }) => value.toLowerCase().includes(search.toLowerCase())),
    [found.data, search],
  );
  if (found.data === undefined)
    return found.error === null ? (
      <LoadingState label="Counting values…" />
    ) : (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    );
  const { events, distinct } = found.data;
  const toggle = (value: string) =>
    onPick(picked.includes(value) ? picked.filter((one) => one !== value) : [...picked, value]);
  const areAllPicked = shown.length > 0 && shown.every(({ value }) => picked.includes(value));
  const toggleAll = () => {
    const values = shown.map(({ value }) => value);
    onPick(areAllPicked ? picked.filter((one) => !values.includes(one)) : [...new Set([...picked, ...values])]);
  };
  return (
    <fieldset className="ls-values">
      <legend>
        {formatPlural(distinct, 'value')}
        {distinct > MAX_VALUES && <span className="ls-dim">, the {MAX_VALUES} most frequent</span>}
      </legend>
      <div className="ls-values-head">
        <TextInput
          size="xs"
          aria-label="Search values"
          placeholder="Search values"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
        <button type="button" className="ls-link" disabled={shown.length === 0} onClick={toggleAll}>
          {areAllPicked ? 'Choose none' : search === '' ? 'Choose all' : `Choose these ${formatCount(shown.length)}`}
        </button>
        <span className="ls-dim ls-num">{formatCount(picked.length)} chosen</span>
      </div>
      <ul className="ls-values-list" aria-label="Values">
        {shown.map(({ value, count }) => (
          <li key={value}>
            <label>
              <input type="checkbox" checked={picked.includes(value)} onChange={() => toggle(value)} />
              <span className="ls-cut">
                {value === '' ? <i className="ls-dim">empty</i> : <LogText content={value} parts={null} words={NONE} />}
              </span>
              <span className="ls-num">{formatCount(count)}</span>
              <span className="ls-num ls-dim">{formatShare(count / Math.max(1, events))}</span>
            </label>
          </li>
        ))}
        {shown.length === 0 && <li className="ls-dim">No value holds “{search}”.</li>}
      </ul>
    </fieldset>
  );
}

const NONE: readonly string[] = [];
