import { assertNever } from '#shared/base/assert-never.ts';
import type { PlantedKind } from '#shared/domain/planted-fault.ts';
import type { EventDimensions } from '../../features/event-batch.ts';
import type { Random } from '../../models/random.ts';
import type { PlantableEvent } from './event-buffer.ts';

/** How much more a template is logged while it spikes. */
const SPIKE_FACTOR = 8;
/** Share of a template's events that a drop leaves. */
const DROP_LEAVES = 0.1;
/** How much longer things take while they are slow. */
const SLOW_FACTOR = 8;
/** A new template comes this often among the events of its span, and at least so many times. */
const NEW_SHARE = 0.04;
const MIN_NEW = 8;
/** A template has to have this many events in a span to be worth a spike. */
const MIN_EVENTS = 10;
/** And this many to be worth a drop: fewer may be missing by chance somewhere in any log. */
const MIN_DROPPED = 25;
/** One of so many of the most frequent templates is chosen. */
const CHOICES = 5;

export interface PlantContext {
  readonly dimensions: EventDimensions;
  /** Index of the template that no event has. */
  readonly newTemplate: number;
  readonly random: Random;
}

/**
 * Plants a fault into the events of a span, in time order.
 * @returns The events as they would be; null when the log gives nothing to plant it on (no durations to lengthen, no linked
 * events to reorder, too few events).
 */
export function plantFault(
  kind: PlantedKind,
  events: readonly PlantableEvent[],
  context: PlantContext,
): PlantableEvent[] | null {
  switch (kind) {
    case 'spike':
      return spike(events, context);
    case 'drop':
      return drop(events, context);
    case 'newTemplate':
      return addTemplate(events, context);
    case 'reorder':
      return reorder(events);
    case 'slow':
      return slow(events, context.dimensions);
    case 'silence':
      return silence(events);
    default:
      return assertNever(kind);
  }
}

function spike(events: readonly PlantableEvent[], { random }: PlantContext): PlantableEvent[] | null {
  const template = frequentTemplate(events, random, MIN_EVENTS);
  if (template === null) return null;
  return events.flatMap((event) =>
    event.template === template ? Array.from({ length: SPIKE_FACTOR }, () => event) : [event],
  );
}

function drop(events: readonly PlantableEvent[], { random }: PlantContext): PlantableEvent[] | null {
  const template = frequentTemplate(events, random, MIN_DROPPED);
  if (template === null) return null;
  return events.filter((event) => event.template !== template || random.next() < DROP_LEAVES);
}

/** A message nobody has seen, from one service. */
function addTemplate(
  events: readonly PlantableEvent[],
  { newTemplate, random }: PlantContext,
): PlantableEvent[] | null {
  if (events.length < MIN_NEW) return null;
  const { service, host } = events[random.below(events.length)]!;
  const wanted = Math.max(MIN_NEW, Math.round(NEW_SHARE * events.length));
  let left = events.length;
  let due = wanted;
  return events.flatMap((event) => {
    if (random.next() * left-- >= due) return [event];
    due--;
    const numbers = event.numbers.map(() => Number.NaN);
    return [event, { ...event, template: newTemplate, service, host, numbers, keys: event.keys.map(() => 0) }];
  });
}

/** Turns the events of each session of the span around; times stay where they were. */
function reorder(events: readonly PlantableEvent[]): PlantableEvent[] | null {
  const places = new Map<number, number[]>();
  events.forEach(({ session }, at) => {
    if (session <= 0) return;
    const known = places.get(session);
    if (known === undefined) places.set(session, [at]);
    else known.push(at);
  });
  const turned = [...events];
  let moved = 0;
  for (const own of places.values()) {
    own.forEach((at, i) => {
      const from = events[own[own.length - 1 - i]!]!;
      if (from.template !== events[at]!.template) moved++;
      turned[at] = { ...from, timeSeconds: events[at]!.timeSeconds };
    });
  }
  return moved < MIN_EVENTS ? null : turned;
}

const TIME_UNITS = new Set(['ns', 'us', 'µs', 'ms', 's', 'sec', 'min']);

function slow(events: readonly PlantableEvent[], { numberSlots }: EventDimensions): PlantableEvent[] | null {
  const slots = new Map<number, Set<number>>();
  for (const { template, column, unit } of numberSlots) {
    if (TIME_UNITS.has(unit)) slots.set(template, (slots.get(template) ?? new Set()).add(column));
  }
  let slowed = 0;
  const planted = events.map((event) => {
    const columns = slots.get(event.template);
    if (columns === undefined) return event;
    slowed++;
    return { ...event, numbers: event.numbers.map((value, i) => (columns.has(i) ? value * SLOW_FACTOR : value)) };
  });
  return slowed < MIN_EVENTS ? null : planted;
}

/** Silences the service that says most; a log without services falls silent altogether. */
function silence(events: readonly PlantableEvent[]): PlantableEvent[] | null {
  if (events.length < MIN_EVENTS) return null;
  const loudest = mostFrequent(events.map(({ service }) => service).filter((service) => service >= 0));
  return loudest === null ? [] : events.filter(({ service }) => service !== loudest);
}

function frequentTemplate(events: readonly PlantableEvent[], random: Random, least: number): number | null {
  const counts = countsOf(events.map(({ template }) => template).filter((template) => template >= 0));
  const ranked = [...counts].filter(([, count]) => count >= least).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  if (ranked.length === 0) return null;
  return ranked[random.below(Math.min(CHOICES, ranked.length))]![0];
}

function mostFrequent(values: readonly number[]): number | null {
  const ranked = [...countsOf(values)].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return ranked[0]?.[0] ?? null;
}

function countsOf(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
