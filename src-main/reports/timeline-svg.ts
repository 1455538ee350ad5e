import { formatCount } from '#shared/base/number-text.ts';
import { SEVERITY_NAMES } from '#shared/domain/severity.ts';
import { Html, html } from './html.ts';
import { formatTime } from './numbers.ts';
import type { ReportInput, TimelineBucket } from './report-input.ts';

const WIDTH = 1000;
const BARS = 120;
const BANDS = 14;
const MIN_BAND = 3;
/** Bands drawn from the bottom up: what matters most stands on the axis. */
const DRAWN_BANDS = [6, 5, 4, 3, 2, 1, 0] as const;

/** Severity counts over time with the incidents as bands above, and a shade behind the bars wherever one was; empty when the case has no times. */
export function timelineSvg(input: Pick<ReportInput, 'timeline' | 'incidents'>): Html {
  const { timeline, incidents } = input;
  const [first, last] = [timeline[0], timeline.at(-1)];
  if (first === undefined || last === undefined)
    return html`<p class="quiet">No event has a time, so there is no timeline.</p>`;
  const spanNs = Number(last.endNs - first.startNs) || 1;
  const x = (timeNs: bigint) => clamp((Number(timeNs - first.startNs) / spanNs) * WIDTH);
  const highest = Math.max(1, ...timeline.map(totalOf));
  const bars = timeline.flatMap((bucket) => barsOf(bucket, x, highest));
  const spans = incidents.flatMap(({ startNs, endNs, summary }) => {
    if (startNs === null || endNs === null) return [];
    const left = x(startNs);
    return [{ left, right: Math.max(left + MIN_BAND, x(endNs)), summary }];
  });
  const shades = unionOf(spans).map(
    ({ left, right }) =>
      html`<rect class="during" x="${fixed(left)}" y="0" width="${fixed(right - left)}" height="${BANDS + BARS}"/>`,
  );
  const bands = spans.map(
    ({ left, right, summary }) =>
      html`<rect class="band" x="${fixed(left)}" y="0" width="${fixed(right - left)}" height="${BANDS - 4}"><title>${summary}</title></rect>`,
  );
  const label = `Events over time, at most ${formatCount(highest)} a bar, with ${incidents.length} incidents`;
  return html`<svg class="timeline" viewBox="0 0 ${WIDTH} ${BARS + BANDS + 18}" role="img" aria-label="${label}">${shades}${bands}${bars}
<text x="0" y="${BARS + BANDS + 14}">${formatTime(first.startNs)}</text>
<text x="${WIDTH}" y="${BARS + BANDS + 14}" text-anchor="end">${formatTime(last.endNs)}</text></svg>`;
}

function barsOf(bucket: TimelineBucket, x: (timeNs: bigint) => number, highest: number): Html[] {
  const left = x(bucket.startNs);
  const width = Math.max(0.5, x(bucket.endNs) - left - 0.5);
  let y = BANDS + BARS;
  return DRAWN_BANDS.flatMap((band) => {
    const count = bucket.counts[band] ?? 0;
    if (count === 0) return [];
    const height = (count / highest) * BARS;
    y -= height;
    const title = `${formatTime(bucket.startNs)}: ${formatCount(count)} ${SEVERITY_NAMES[band]!}`;
    return [
      html`<rect class="s${band}" x="${fixed(left)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}"><title>${title}</title></rect>`,
    ];
  });
}

interface Stretch {
  readonly left: number;
  readonly right: number;
}

/** Stretches that overlap become one: shades that lie over one another would hide the bars. */
function unionOf(stretches: readonly Stretch[]): readonly Stretch[] {
  const union: Stretch[] = [];
  for (const { left, right } of stretches.toSorted((a, b) => a.left - b.left)) {
    const last = union.at(-1);
    if (last !== undefined && left <= last.right) {
      union[union.length - 1] = { left: last.left, right: Math.max(last.right, right) };
    } else union.push({ left, right });
  }
  return union;
}

function totalOf(bucket: TimelineBucket): number {
  return bucket.counts.reduce((sum, count) => sum + count, 0);
}

function clamp(value: number): number {
  return Math.min(WIDTH, Math.max(0, value));
}

function fixed(value: number): string {
  return value.toFixed(2);
}
