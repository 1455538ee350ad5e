import type { ParameterStatistics } from '#shared/contract/template-statistics.ts';
import { formatCount, formatPercent, formatQuantity } from '../../ui/format.ts';
import { sparkPath } from '../../ui/spark.tsx';

type Numbers = NonNullable<ParameterStatistics['numbers']>;

const WIDTH = 280;
const HEIGHT = 56;

interface ValueHistogramProps {
  readonly numbers: Numbers;
  /** With a space before it; empty for plain numbers. */
  readonly unit: string;
}

/** How often a wildcard holds numbers of each size; the last bar also counts everything above. */
export function ValueHistogram(props: ValueHistogramProps) {
  const { numbers, unit } = props;
  const { buckets, median } = numbers;
  const first = buckets[0];
  const last = buckets.at(-1);
  if (first === undefined || last === undefined) return null;
  const counts = buckets.map(({ count }) => count);
  return (
    <figure className="ls-value-plot">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={histogramText(numbers, unit)}
      >
        <path d={sparkPath(counts, WIDTH, HEIGHT)} className="ls-value-bars" />
        <path d={`M${placeOf(median, first.from, last.to, WIDTH)} 0V${HEIGHT}`} className="ls-value-median" />
      </svg>
      <figcaption className="ls-num ls-dim">
        <span>
          {formatQuantity(first.from)}
          {unit}
        </span>
        <span>
          {formatQuantity(last.to)}
          {unit}
        </span>
      </figcaption>
    </figure>
  );
}

/** The picture in words: `52 ms in the middle, most between 4 and 13.5 ms (18 %)`. */
export function histogramText({ buckets, median, count }: Numbers, unit: string): string {
  const most = buckets.reduce<Numbers['buckets'][number] | null>(
    (best, bucket) => (best !== null && best.count >= bucket.count ? best : bucket),
    null,
  );
  if (most === null) return 'No numbers';
  const share = formatPercent(count === 0 ? 0 : most.count / count);
  const range = `${formatQuantity(most.from)} and ${formatQuantity(most.to)}${unit}`;
  return `Half below ${formatQuantity(median)}${unit}; most often between ${range} (${share}, ${formatCount(most.count)} events)`;
}

/** Where a value stands across the plot, in its units; values outside stand at the edge. */
export function placeOf(value: number, from: number, to: number, width: number): number {
  if (to <= from) return width / 2;
  return Math.min(width, Math.max(0, ((value - from) / (to - from)) * width));
}
