import { IngestError } from '#shared/base/errors.ts';
import type { AnomalyKind } from '#shared/domain/anomaly-kind.ts';
import { MINUTES_PER_DAY, seasonAt } from './calendar.ts';
import type { Catalogue } from './catalogue.ts';
import { EffectChooser } from './choose-effect.ts';
import type { Planting } from './effect.ts';
import { Random } from './random.ts';

export interface PlantOptions {
  readonly catalogue: Catalogue;
  readonly seed: number;
  readonly minutes: number;
  readonly linesPerMinute: number;
  readonly kinds: readonly AnomalyKind[];
  /** True: fail when not every kind fits; false: plant what fits. */
  readonly isStrict: boolean;
}

const SHORTEST = 5;
const LONGEST = 20;
/** Quiet minutes between two anomalies, and at both ends of the log. */
const GAP = 12;
/** Traffic in the small hours is too thin for anomalies of single flows to be clear. */
const BUSY_SEASON = 0.8;
const PLANTING_STREAM = 1;

/**
 * Chooses where anomalies are: whole minutes, 5 to 20 long, never overlapping, in busy hours where the span has them.
 * Each kind comes max(2, 0.75 a day) times in spans of a day or more, once in shorter ones.
 * @returns In time order; empty when `kinds` is.
 * @throws IngestError `generator.span-too-short` when strict and a kind would be left out.
 */
export function plantAnomalies(options: PlantOptions): Planting[] {
  const { kinds, minutes, seed } = options;
  const random = new Random(seed, PLANTING_STREAM);
  const capacity = Math.floor((minutes * 0.55) / ((SHORTEST + LONGEST) / 2 + GAP));
  const isShort = minutes < MINUTES_PER_DAY;
  const rounds = isShort ? 1 : Math.max(2, Math.round((minutes / MINUTES_PER_DAY) * 0.75));
  const affordable = kinds.length === 0 ? 0 : Math.min(rounds * kinds.length, capacity);
  const spans = placeSpans(random, minutes, affordable);
  if (options.isStrict && spans.length < kinds.length) {
    throw new IngestError(
      'generator.span-too-short',
      `${kinds.length} kinds of anomalies do not fit into ${minutes} minutes: ask for more --days or fewer --anomalies.`,
      { details: { minutes, kinds: kinds.length, fitting: spans.length } },
    );
  }
  const wanted = spans.map((_, i) => kinds[i % kinds.length] as AnomalyKind);
  random.shuffle(wanted);
  const chooser = new EffectChooser(options.catalogue, random, options.linesPerMinute);
  return spans.map((span, i) => {
    const kind = wanted[i] as AnomalyKind;
    return { kind, ...span, ...chooser.choose(kind) };
  });
}

interface Span {
  readonly startMinute: number;
  readonly endMinute: number;
}

/** Non-overlapping spans in time order; busy hours first, any hour when they are full. */
function placeSpans(random: Random, minutes: number, count: number): Span[] {
  const spans: Span[] = [];
  const isFree = ({ startMinute, endMinute }: Span): boolean =>
    spans.every((other) => endMinute + GAP <= other.startMinute || other.endMinute + GAP <= startMinute);
  const longest = minutes < 4 * 60 ? 10 : LONGEST;
  for (let attempt = 0; spans.length < count && attempt < count * 400; attempt++) {
    const length = random.between(SHORTEST, longest);
    const last = minutes - GAP - length;
    if (last < GAP) break;
    const startMinute = random.between(GAP, last);
    const span = { startMinute, endMinute: startMinute + length };
    const isBusy = seasonAt(startMinute) >= BUSY_SEASON && seasonAt(span.endMinute) >= BUSY_SEASON;
    if ((isBusy || attempt > count * 200) && isFree(span)) spans.push(span);
  }
  return spans.sort((a, b) => a.startMinute - b.startMinute);
}
