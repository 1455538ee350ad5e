import type { TemplateRow } from '../../state/template-table.ts';
import { SPARK_BUCKETS } from '../../state/template-table.ts';
import { formatCount } from '../../ui/format.ts';
import { Spark } from '../../ui/spark.tsx';
import { civilTime, formatTime, shortDate, type TimeZoneMode } from '../../ui/time.ts';
import { TemplateText } from './template-text.tsx';

interface TemplateLineProps {
  readonly template: TemplateRow;
  readonly spark: Float64Array | undefined;
  readonly zone: TimeZoneMode;
  /** Dates go without their year. */
  readonly isOneYear: boolean;
  readonly isFiltered: boolean;
  readonly isHidden: boolean;
  readonly isMarked: boolean;
  readonly onToggleMark: () => void;
}

/** One template of the list: a box to mark it for merging, its text, its count and course. */
export function TemplateLine(props: TemplateLineProps) {
  const { template, spark, zone, isOneYear, isFiltered, isHidden, isMarked, onToggleMark } = props;
  const when = whenTexts(template, zone, isOneYear);
  return (
    <div className={isFiltered ? 'ls-template ls-template-on' : 'ls-template'} role="gridcell">
      <input
        type="checkbox"
        className="ls-template-box"
        tabIndex={-1}
        aria-label={`Mark ${template.name ?? template.text}`}
        checked={isMarked}
        // The focus stays with the list, so that its keys go on working.
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => event.stopPropagation()}
        onChange={onToggleMark}
      />
      <div className="ls-template-text ls-cut" title={template.text}>
        <TemplateText text={template.text} name={template.name} />
      </div>
      <div className="ls-template-facts">
        <Spark values={spark ?? EMPTY} width={72} height={14} label="Count over time" />
        <span className="ls-template-count ls-num">{formatCount(template.count)}</span>
        <span
          className="ls-template-when ls-num"
          title={`First ${formatTime(template.firstNs, zone)}, last ${formatTime(template.lastNs, zone)}`}
        >
          {when.first}
          {when.last !== '' && <span className="ls-template-last"> – {when.last}</span>}
        </span>
        {isHidden && <span className="ls-tag ls-tag-accent">hidden</span>}
      </div>
    </div>
  );
}

const EMPTY = new Float64Array(SPARK_BUCKETS);

/** First and last time, as short as the two can be told apart; the last is empty when they are one. */
function whenTexts(
  template: TemplateRow,
  zone: TimeZoneMode,
  isOneYear: boolean,
): { readonly first: string; readonly last: string } {
  if (template.firstNs === null || template.lastNs === null) return { first: 'no time', last: '' };
  const first = civilTime(template.firstNs, zone);
  const last = civilTime(template.lastNs, zone);
  const firstDay = shortDate(first.date, isOneYear);
  if (template.firstNs === template.lastNs) return { first: `${firstDay} ${first.clock}`, last: '' };
  if (first.date === last.date) return { first: `${firstDay} ${first.clock}`, last: last.clock };
  const lastDay = shortDate(last.date, isOneYear);
  // Across years the days say enough, and more does not fit.
  return isOneYear
    ? { first: `${firstDay} ${first.clock.slice(0, 5)}`, last: `${lastDay} ${last.clock.slice(0, 5)}` }
    : { first: firstDay, last: lastDay };
}
