import type { FeatureColumn, FeatureMeasure, FeatureTable, UnitColumns } from '#shared/domain/feature-table.ts';
import type { EventDimensions, ParameterSlot } from './event-batch.ts';
import { describeFeature, type PartialLineage } from './feature-names.ts';
import { missedColumns } from './missed-columns.ts';
import type { LogSpan } from './open-ends.ts';
import type { PaneSeries } from './pane-counter.ts';
import { slide } from './sliding.ts';
import type { WindowCounters } from './window-counters.ts';
import type { WindowPlan } from './window-plan.ts';

export const TIME_UNITS: ReadonlySet<string> = new Set(['ns', 'us', 'µs', 'ms', 's', 'sec', 'min']);
const WARN_BAND = 4;
const ERROR_BAND = 5;

/** Turns pane counters into the feature table of the plan's windows. */
export function buildWindowColumns(
  plan: WindowPlan,
  dimensions: EventDimensions,
  counters: WindowCounters,
  span: LogSpan,
): FeatureTable {
  const panes = Math.round(plan.windowSeconds / plan.stepSeconds);
  const column = (
    measure: FeatureMeasure,
    subject: string,
    lineage: PartialLineage,
    series: PaneSeries,
    slot?: ParameterSlot,
  ) => toColumn(measure, subject, lineage, slide(series, panes, plan.count), slot);
  const allPanes = Int32Array.from(counters.events, (_, pane) => pane);
  const total = { rows: allPanes, values: counters.events, weights: counters.events };
  const slid = slide(total, panes, plan.count);
  const events = new Float64Array(plan.count);
  slid.rows.forEach((row, i) => (events[row] = slid.values[i]!));
  const gaps = counters.gaps.take(plan.count);
  const templates = counters.templates.finish(counters.templateIndex.size);
  const services = findMainServices(dimensions, counters, templates);
  return {
    units: windowUnits(plan, events),
    columns: [
      { spec: describeFeature('count', 'events', {}), rows: null, values: events, weights: null },
      { spec: describeFeature('duration', 'longest gap', {}), rows: null, values: gaps, weights: null },
      ...serviceColumns(dimensions, counters).map(([lineage, series]) => column('count', 'events', lineage, series)),
      ...templateColumns(dimensions, counters, templates).map(([lineage, series]) =>
        column('count', 'events', lineage, series),
      ),
      ...transitionColumns(dimensions, counters, services).map(([lineage, series]) =>
        column('count', 'transitions', lineage, series),
      ),
      ...slotColumns(
        dimensions.numberSlots,
        dimensions,
        services,
        counters.numbers.finish(dimensions.numberSlots.length),
      ).map(([lineage, series, slot]) => column('mean', 'mean', lineage, series, slot)),
      ...ratioColumns(dimensions, counters).map(([lineage, series]) => column('mean', 'ratio', lineage, series)),
      ...slotColumns(dimensions.keySlots, dimensions, services, counters.topValues.finish()).map(
        ([lineage, series, slot]) => column('share', 'top share', lineage, series, slot),
      ),
      ...missedColumns(dimensions, counters, services, {
        count: plan.count,
        perWindow: panes,
        span,
      }),
    ].filter(({ values }) => values.length > 0),
  };
}

/** The service that writes most of a template's events, by template index. */
type MainServices = readonly (string | undefined)[];

type Described = readonly [PartialLineage, PaneSeries];

function toColumn(
  measure: FeatureMeasure,
  subject: string,
  lineage: PartialLineage,
  { rows, values, weights }: PaneSeries,
  slot?: ParameterSlot,
): FeatureColumn {
  const unit = measure === 'mean' ? slot?.unit : undefined;
  const spec = describeFeature(measure, subject, lineage, { unit, scale: measure === 'mean' ? (slot?.scale ?? 0) : 0 });
  if (measure === 'count') return { spec, rows, values, weights: null };
  return { spec, rows, values: values.map((value, i) => value / weights[i]!), weights };
}

function serviceColumns(dimensions: EventDimensions, counters: WindowCounters): Described[] {
  const name = (index: number): string | null => dimensions.services[index - 1] ?? null;
  const hosts = counters.hosts.finish(counters.hostIndex.size);
  const described: Described[] = [];
  if (dimensions.services.length > 0) {
    counters.services.finish(dimensions.services.length + 1).forEach((series, service) => {
      if (service > 0) described.push([{ service: name(service) }, series]);
    });
  }
  hosts.forEach((series, index) => {
    const [service, host] = counters.hostIndex.pairAt(index);
    if (host > 0) described.push([{ service: name(service), host: dimensions.hosts[host - 1]! }, series]);
  });
  counters.severities.finish(2 * (dimensions.services.length + 1)).forEach((series, key) => {
    described.push([{ service: name(key >> 1), minimumBand: key % 2 === 0 ? WARN_BAND : ERROR_BAND }, series]);
  });
  return described;
}

function templateColumns(
  dimensions: EventDimensions,
  counters: WindowCounters,
  templates: readonly PaneSeries[],
): Described[] {
  return templates.flatMap((series, index): Described[] => {
    const [service, template] = counters.templateIndex.pairAt(index);
    if (template < 0) return [];
    return [
      [{ service: dimensions.services[service - 1] ?? null, templateId: dimensions.templateIds[template]! }, series],
    ];
  });
}

function transitionColumns(dimensions: EventDimensions, counters: WindowCounters, services: MainServices): Described[] {
  const ids = dimensions.templateIds;
  return counters.transitions.finish(counters.transitionIndex.size).flatMap((series, index): Described[] => {
    const [previous, next] = counters.transitionIndex.pairAt(index);
    return previous < 0
      ? []
      : [[{ service: services[next] ?? null, previousTemplateId: ids[previous]!, templateId: ids[next]! }, series]];
  });
}

/** Numbers of a service as ratios to what is usual for their template: one slow dependency moves all of them. */
function ratioColumns(dimensions: EventDimensions, counters: WindowCounters): Described[] {
  const units = [...new Set(dimensions.numberSlots.map((slot) => slot.unit))];
  return counters.ratios.finish(counters.ratioIndex.size).flatMap((series, index): Described[] => {
    const [service, unit] = counters.ratioIndex.pairAt(index);
    // Only times add up over statements; numbers without a unit have nothing in common.
    const name = units[unit] ?? '';
    if (service < 0 || !TIME_UNITS.has(name)) return [];
    return [[{ service: dimensions.services[service - 1] ?? null, parameter: `all ${name}` }, series]];
  });
}

/** Slots are kept per template; the service named is the one that writes most of its events. */
function slotColumns(
  slots: readonly ParameterSlot[],
  dimensions: EventDimensions,
  services: MainServices,
  series: readonly PaneSeries[],
): (readonly [PartialLineage, PaneSeries, ParameterSlot])[] {
  return slots.map((slot, i) => [
    {
      service: services[slot.template] ?? null,
      templateId: dimensions.templateIds[slot.template]!,
      parameter: slot.name,
    },
    series[i]!,
    slot,
  ]);
}

function findMainServices(
  dimensions: EventDimensions,
  counters: WindowCounters,
  templates: readonly PaneSeries[],
): MainServices {
  const most = new Float64Array(dimensions.templateIds.length);
  const main: (string | undefined)[] = [];
  templates.forEach((series, index) => {
    const [service, template] = counters.templateIndex.pairAt(index);
    if (template < 0) return;
    const events = series.values.reduce((sum, value) => sum + value, 0);
    if (events <= most[template]!) return;
    most[template] = events;
    main[template] = dimensions.services[service - 1];
  });
  return main;
}

/** The windows of a plan as units. */
function windowUnits(plan: WindowPlan, events: Float64Array): UnitColumns {
  const startSeconds = Float64Array.from({ length: plan.count }, (_, i) => plan.startSeconds + i * plan.stepSeconds);
  return {
    kind: 'window',
    length: plan.count,
    startSeconds,
    endSeconds: startSeconds.map((start) => start + plan.windowSeconds),
    events,
    keys: null,
    windowSeconds: plan.windowSeconds,
    stepSeconds: plan.stepSeconds,
  };
}
