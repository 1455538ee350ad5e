import type { FeatureTable } from '#shared/domain/feature-table.ts';
import { severityBand } from '#shared/domain/severity.ts';
import type { EventBatch, EventDimensions } from './event-batch.ts';
import { Grow } from './grow.ts';
import { PairIndex } from './pair-index.ts';
import { OpenEnds } from './open-ends.ts';
import { PaneCounter } from './pane-counter.ts';
import { RhythmTracker } from './rhythm-tracker.ts';
import { SlotIndex } from './slot-index.ts';
import { TopValueCounter } from './top-value-counter.ts';
import { buildWindowColumns } from './window-columns.ts';
import type { WindowCounters } from './window-counters.ts';
import type { WindowPlan } from './window-plan.ts';

const WARN_BAND = 4;
const ERROR_BAND = 5;
/** Events of one key that lie farther apart do not follow one another: some keys (articles, users) come again. */
export const LINKED_SECONDS = 1800;
/** Statements of a service and host that are followed in time; beyond them rhythms are not looked for. */
const MAX_SERIES = 20_001;

/**
 * Builds the features of time windows from ordered batches.
 * Counts per service, service and host, service and template, severity, transition within a session; mean logarithm of
 * each numeric slot; share of the most frequent value of each key slot; longest gap. Windows without events exist too.
 */
export class WindowAccumulator {
  private readonly plan: WindowPlan;
  private readonly dimensions: EventDimensions;
  private readonly counters: WindowCounters;
  private readonly numberSlots: SlotIndex;
  private readonly keySlots: SlotIndex;
  private readonly lastTemplate = new Grow(-1);
  private readonly lastSeconds = new Grow();
  private pane = -1;
  private firstTime = Number.NaN;
  private lastTime = Number.NaN;

  constructor(plan: WindowPlan, dimensions: EventDimensions) {
    const { services, hosts, templateIds } = dimensions;
    this.plan = plan;
    this.dimensions = dimensions;
    this.numberSlots = new SlotIndex(dimensions.numberSlots, templateIds.length);
    this.keySlots = new SlotIndex(dimensions.keySlots, templateIds.length);
    this.counters = {
      events: new Float64Array(plan.count),
      services: new PaneCounter(),
      hosts: new PaneCounter(),
      hostIndex: new PairIndex(services.length + 1, hosts.length + 1),
      templates: new PaneCounter(),
      templateIndex: new PairIndex(services.length + 1, templateIds.length),
      severities: new PaneCounter(),
      transitions: new PaneCounter(),
      transitionIndex: new PairIndex(templateIds.length, templateIds.length),
      numbers: new PaneCounter(),
      ratios: new PaneCounter(),
      ratioIndex: new PairIndex(services.length + 1, this.numberSlots.units.length),
      topValues: new TopValueCounter(dimensions.keySlots.length),
      rhythms: new RhythmTracker(),
      rhythmIndex: new PairIndex(MAX_SERIES, hosts.length + 1, MAX_SERIES),
      openEnds: new OpenEnds(),
      gaps: new Grow(),
    };
  }

  /** @param batch Rows in ascending time order after all batches before; rows outside the plan are left out. */
  add(batch: EventBatch): void {
    const { startSeconds, stepSeconds, count } = this.plan;
    for (let i = 0; i < batch.length; i++) {
      const time = batch.timeSeconds[i]!;
      const pane = Math.floor((time - startSeconds) / stepSeconds);
      if (!(pane >= 0 && pane < count)) continue;
      if (pane !== this.pane) this.openPane(pane);
      this.addEvent(batch, i, time);
    }
  }

  finish(): FeatureTable {
    this.flush();
    const span = { from: this.firstTime, to: this.lastTime, paneOf: (seconds: number) => this.paneOf(seconds) };
    this.counters.openEnds.addLast(this.lastTemplate, this.lastSeconds, span);
    return buildWindowColumns(this.plan, this.dimensions, this.counters, span);
  }

  private paneOf(seconds: number): number {
    return Math.floor((seconds - this.plan.startSeconds) / this.plan.stepSeconds);
  }

  private openPane(pane: number): void {
    this.flush();
    // A row that is late (time order broken) is counted in the pane that is open: panes never go back.
    this.pane = Math.max(pane, this.pane);
  }

  private flush(): void {
    if (this.pane < 0) return;
    const { services, hosts, templates, severities, transitions, numbers, ratios, topValues } = this.counters;
    for (const counter of [services, hosts, templates, severities, transitions, numbers, ratios, topValues])
      counter.flush(this.pane);
  }

  private addEvent(batch: EventBatch, i: number, time: number): void {
    const { counters } = this;
    const service = batch.service[i]! + 1;
    const template = batch.template[i]!;
    counters.events[this.pane]!++;
    counters.services.add(service, 1);
    const host = batch.host[i]! + 1;
    if (host > 0) counters.hosts.add(counters.hostIndex.indexOf(service, host), 1);
    const band = severityBand(batch.severity[i]!);
    if (band >= WARN_BAND) counters.severities.add(service * 2, 1);
    if (band >= ERROR_BAND) counters.severities.add(service * 2 + 1, 1);
    if (time - this.lastTime > counters.gaps.get(this.pane)) counters.gaps.set(this.pane, time - this.lastTime);
    if (Number.isNaN(this.lastTime)) this.firstTime = time;
    this.lastTime = time;
    if (template < 0) return;
    const ofService = counters.templateIndex.indexOf(service, template);
    counters.templates.add(ofService, 1);
    if (ofService > 0) {
      const series = counters.rhythmIndex.indexOf(ofService, host);
      if (series > 0) counters.rhythms.add(series, time);
    }
    this.addTransition(batch.session[i]!, template, time);
    this.addParameters(batch, i, template, service);
  }

  private addTransition(session: number, template: number, time: number): void {
    if (session < 0) return;
    const previous = this.lastTemplate.get(session);
    const before = this.lastSeconds.get(session);
    const isNear = time - before <= LINKED_SECONDS;
    this.lastTemplate.set(session, template);
    this.lastSeconds.set(session, time);
    if (previous < 0) return;
    const { transitions, transitionIndex, openEnds } = this.counters;
    if (isNear) transitions.add(transitionIndex.indexOf(previous, template), 1);
    else openEnds.add(this.paneOf(before), previous);
  }

  private addParameters(batch: EventBatch, i: number, template: number, service: number): void {
    const { numberSlots, keySlots } = this;
    const { numbers, ratios, ratioIndex, topValues } = this.counters;
    for (let at = numberSlots.first(template); at < numberSlots.first(template + 1); at++) {
      const value = batch.numbers[numberSlots.columns[at]!]![i]!;
      if (!(value >= 0)) continue;
      const log = Math.log(value + numberSlots.scales[at]!);
      numbers.add(at, log);
      ratios.add(ratioIndex.indexOf(service, numberSlots.unitOf[at]!), log - numberSlots.typicalLogs[at]!);
    }
    for (let at = keySlots.first(template); at < keySlots.first(template + 1); at++) {
      const hash = batch.keys[keySlots.columns[at]!]![i]!;
      if (hash !== 0) topValues.add(at, hash);
    }
  }
}
