import type { FeatureColumn, FeatureTable, UnitColumns } from '#shared/domain/feature-table.ts';
import { severityBand } from '#shared/domain/severity.ts';
import type { EventBatch, EventDimensions } from './event-batch.ts';
import { describeFeature, type PartialLineage } from './feature-names.ts';
import { Grow } from './grow.ts';
import { PairCounter, type SparseCounts } from './pair-counter.ts';
import { PairIndex } from './pair-index.ts';
import { SequenceTree } from './sequence-tree.ts';

const WARN_BAND = 4;
const ERROR_BAND = 5;

/**
 * Builds the features of sessions (events that share an identifier) from ordered batches.
 * Features: events, duration, longest gap, counts a template, counts a transition, events at or above warn and error.
 * The order of templates is kept beside them. Events without a session are left out. Sessions keep the index the caller gave them.
 */
export class SessionAccumulator {
  private readonly dimensions: EventDimensions;
  private readonly events = new Grow();
  private readonly first = new Grow(Number.NaN);
  private readonly last = new Grow(Number.NaN);
  private readonly longestGap = new Grow();
  private readonly lastTemplate = new Grow(-1);
  private readonly warnings = new Grow();
  private readonly errors = new Grow();
  private readonly templates = new PairCounter();
  private readonly transitions = new PairCounter();
  private readonly transitionIndex: PairIndex;
  private readonly tree = new SequenceTree();
  private readonly nodes = new Grow();

  constructor(dimensions: EventDimensions) {
    this.dimensions = dimensions;
    this.transitionIndex = new PairIndex(dimensions.templateIds.length, dimensions.templateIds.length);
  }

  add(batch: EventBatch): void {
    for (let i = 0; i < batch.length; i++) {
      const session = batch.session[i]!;
      if (session < 0) continue;
      this.addTime(session, batch.timeSeconds[i]!);
      this.addTemplate(session, batch.template[i]!);
      const band = severityBand(batch.severity[i]!);
      if (band >= WARN_BAND) this.warnings.add(session, 1);
      if (band >= ERROR_BAND) this.errors.add(session, 1);
    }
  }

  finish(): FeatureTable {
    const length = Math.max(this.events.length, this.dimensions.sessions.length);
    const units: UnitColumns = {
      kind: 'session',
      length,
      startSeconds: this.first.take(length),
      endSeconds: this.last.take(length),
      events: this.events.take(length),
      keys: this.dimensions.sessions,
      windowSeconds: null,
      stepSeconds: null,
    };
    return {
      units,
      columns: [...this.summaryColumns(units), ...this.templateColumns(length), ...this.transitionColumns(length)],
      sequences: this.tree.finish(Int32Array.from(this.nodes.take(length)), this.dimensions.templateIds),
    };
  }

  private addTime(session: number, time: number): void {
    this.events.add(session, 1);
    if (Number.isNaN(time)) return;
    const last = this.last.get(session);
    if (Number.isNaN(last)) this.first.set(session, time);
    else if (time - last > this.longestGap.get(session)) this.longestGap.set(session, time - last);
    this.last.set(session, time);
  }

  private addTemplate(session: number, template: number): void {
    if (template < 0) return;
    this.templates.add(session, template);
    this.nodes.set(session, this.tree.follow(this.nodes.get(session), template));
    const previous = this.lastTemplate.get(session);
    this.lastTemplate.set(session, template);
    if (previous >= 0) this.transitions.add(session, this.transitionIndex.indexOf(previous, template));
  }

  private summaryColumns(units: UnitColumns): FeatureColumn[] {
    const { length } = units;
    const duration = new Float64Array(length);
    for (let i = 0; i < length; i++) duration[i] = units.endSeconds[i]! - units.startSeconds[i]! || 0;
    return [
      dense('count', 'events', {}, units.events),
      dense('duration', 'duration', {}, duration),
      dense('duration', 'longest gap', {}, this.longestGap.take(length)),
      dense('count', 'events', { minimumBand: WARN_BAND }, this.warnings.take(length)),
      dense('count', 'events', { minimumBand: ERROR_BAND }, this.errors.take(length)),
    ];
  }

  private templateColumns(length: number): FeatureColumn[] {
    const ids = this.dimensions.templateIds;
    const columns = this.templates.toColumns(length, ids.length);
    return columns.flatMap((column, template) => sparse('events', { templateId: ids[template]! }, column));
  }

  private transitionColumns(length: number): FeatureColumn[] {
    const ids = this.dimensions.templateIds;
    const columns = this.transitions.toColumns(length, this.transitionIndex.size);
    return columns.flatMap((column, index) => {
      const [previous, next] = this.transitionIndex.pairAt(index);
      if (previous < 0) return sparse('other transitions', {}, column);
      return sparse('transitions', { previousTemplateId: ids[previous]!, templateId: ids[next]! }, column);
    });
  }
}

function dense(
  measure: 'count' | 'duration',
  subject: string,
  lineage: PartialLineage,
  values: Float64Array,
): FeatureColumn {
  return { spec: describeFeature(measure, subject, lineage), rows: null, values, weights: null };
}

function sparse(subject: string, lineage: PartialLineage, column: SparseCounts): FeatureColumn[] {
  if (column.rows.length === 0) return [];
  return [
    { spec: describeFeature('count', subject, lineage), rows: column.rows, values: column.counts, weights: null },
  ];
}
