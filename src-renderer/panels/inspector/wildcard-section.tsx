import { Select } from '@mantine/core';
import { useState } from 'react';
import type { ParameterStatistics } from '#shared/contract/template-statistics.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useTemplateDraft } from '../../state/template-draft.ts';
import { useParameterStatistics, type ValueOrder } from '../../state/template-statistics.ts';
import { formatCount, formatPlural, formatQuantity, formatShare } from '../../ui/format.ts';
import { LogText } from '../../ui/log-text.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { formatTime } from '../../ui/time.ts';
import { ValueHistogram } from './value-histogram.tsx';

interface WildcardSectionProps {
  readonly templateId: string;
  readonly wildcard: number;
  readonly maskName: string;
  readonly distinct: number;
  /** Shown beside the title while the section is closed. */
  readonly example: string | undefined;
  readonly isOpenAtFirst: boolean;
}

/** What one wildcard of a template holds, counted over all its events once the section is opened. */
export function WildcardSection(props: WildcardSectionProps) {
  const { templateId, wildcard, maskName, distinct, example, isOpenAtFirst } = props;
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const id = `wildcard-${wildcard}`;
  return (
    <section aria-labelledby={id}>
      <h3>
        <button type="button" className="ls-fold" id={id} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Wildcard {wildcard + 1} <span className="ls-dim">{maskName}</span>
        </button>
        <span className="ls-why-check ls-dim ls-num">{formatPlural(distinct, 'value')}</span>
      </h3>
      {isOpen ? (
        <WildcardBody templateId={templateId} wildcard={wildcard} />
      ) : (
        example !== undefined && (
          <p className="ls-wildcard-example ls-cut ls-dim">
            <LogText content={example} parts={null} words={NONE} />
          </p>
        )
      )}
    </section>
  );
}

const NONE: readonly string[] = [];

const ORDER_TEXT: Readonly<Record<ValueOrder, string>> = {
  frequent: 'Frequent',
  rare: 'Rare',
  newest: 'Newest',
};

/** So many numbers are codes more often than sizes: the list of them says more than a picture. */
const FEW_NUMBERS = 12;

function WildcardBody(props: { readonly templateId: string; readonly wildcard: number }) {
  const { templateId, wildcard } = props;
  const [order, setOrder] = useState<ValueOrder>('frequent');
  const start = useTemplateDraft((state) => state.start);
  const found = useParameterStatistics({ templateId, wildcard, order });
  if (found.data === undefined)
    return found.error === null ? (
      <LoadingState label="Counting values…" />
    ) : (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    );
  const { data } = found;
  return (
    <>
      {data.numbers !== null && data.distinct > FEW_NUMBERS && <Numbers statistics={data} numbers={data.numbers} />}
      <div className="ls-why-actions">
        <Select
          size="xs"
          w={104}
          aria-label={`Values of wildcard ${wildcard + 1}`}
          allowDeselect={false}
          value={order}
          data={Object.entries(ORDER_TEXT).map(([value, label]) => ({ value, label }))}
          onChange={(value) => value !== null && setOrder(value as ValueOrder)}
        />
        <button type="button" className="ls-action" onClick={() => start({ kind: 'split', templateId, wildcard })}>
          Split by it…
        </button>
        <button
          type="button"
          className="ls-action"
          onClick={() => start({ kind: 'mask', templateId, mode: 'kind', wildcard })}
        >
          What it holds…
        </button>
      </div>
      <Values statistics={data} />
    </>
  );
}

function Numbers(props: {
  readonly statistics: ParameterStatistics;
  readonly numbers: NonNullable<ParameterStatistics['numbers']>;
}) {
  const { statistics, numbers } = props;
  const { min, median, p95, max, count } = numbers;
  const unit = statistics.unit === null ? '' : ` ${statistics.unit}`;
  const figures = [
    ['least', min],
    ['median', median],
    ['p95', p95],
    ['most', max],
  ] as const;
  return (
    <>
      <ValueHistogram numbers={numbers} unit={unit} />
      <dl className="ls-figures ls-value-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="ls-num">
              {formatQuantity(value)}
              {unit}
            </dd>
          </div>
        ))}
      </dl>
      {count < statistics.events && (
        <p className="ls-dim">
          {formatCount(statistics.events - count)} of {formatCount(statistics.events)} are no numbers.
        </p>
      )}
    </>
  );
}

function Values(props: { readonly statistics: ParameterStatistics }) {
  const { top, events, distinct, empty } = props.statistics;
  const zone = usePreferences((state) => state.zone);
  return (
    <>
      <table className="ls-claims ls-values-seen">
        <thead className="ls-visually-hidden">
          <tr>
            <th scope="col">Value</th>
            <th scope="col">First seen</th>
            <th scope="col">Events</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {top.map(({ value, count, firstTimeNs }) => (
            <tr key={value}>
              <th scope="row" className="ls-wrap">
                {value === '' ? <i className="ls-dim">empty</i> : <LogText content={value} parts={null} words={NONE} />}
                <span className="ls-value-first ls-dim ls-num">first {formatTime(firstTimeNs, zone, 'second')}</span>
              </th>
              <td className="ls-num">{formatCount(count)}</td>
              <td className="ls-num ls-dim">{formatShare(events === 0 ? 0 : count / events)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {(distinct > top.length || empty > 0) && (
        <p className="ls-dim">
          {distinct > top.length && `${formatPlural(distinct - top.length, 'other value')} besides. `}
          {empty > 0 && `Empty in ${formatPlural(empty, 'event')}.`}
        </p>
      )}
    </>
  );
}
