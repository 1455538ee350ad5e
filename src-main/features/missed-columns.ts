import type { FeatureColumn } from '#shared/domain/feature-table.ts';
import { describeFeature, type PartialLineage } from './feature-names.ts';
import type { EventDimensions } from './event-batch.ts';
import type { LogSpan, OpenStatement } from './open-ends.ts';
import type { RhythmFacts } from './rhythm.ts';
import { slide } from './sliding.ts';
import type { WindowCounters } from './window-counters.ts';

/** How panes lie. */
interface Panes {
  readonly count: number;
  /** Panes of a window. */
  readonly perWindow: number;
  readonly paneOf: (seconds: number) => number;
}

/** Beats that rhythms missed, and statements that were to be followed and were not; nothing when all came. */
export function missedColumns(
  dimensions: EventDimensions,
  counters: WindowCounters,
  services: readonly (string | undefined)[],
  { span, ...rest }: { readonly count: number; readonly perWindow: number; readonly span: LogSpan },
): FeatureColumn[] {
  const panes = { ...rest, paneOf: span.paneOf };
  const { templateIds, hosts } = dimensions;
  const overdue = counters.rhythms.finish(span.to).map(([series, facts]) => {
    const [ofService, host] = counters.rhythmIndex.pairAt(series);
    const [service, template] = counters.templateIndex.pairAt(ofService);
    const lineage = {
      service: dimensions.services[service - 1] ?? null,
      host: hosts[host - 1] ?? null,
      templateId: templateIds[template]!,
    };
    return overdueColumn(lineage, facts, panes);
  });
  const followed = countFollowed(templateIds.length, counters);
  const unanswered = counters.openEnds
    .finish(rest.count, followed)
    .map((open) =>
      unansweredColumn(
        { service: services[open.template] ?? null, templateId: templateIds[open.template]! },
        open,
        panes,
      ),
    );
  return [...overdue, ...unanswered];
}

/** How often each template was followed by another event of its session. */
function countFollowed(templateCount: number, { transitions, transitionIndex }: WindowCounters): Float64Array {
  const followed = new Float64Array(templateCount);
  transitions.finish(transitionIndex.size).forEach(({ values }, index) => {
    const [previous] = transitionIndex.pairAt(index);
    if (previous >= 0) followed[previous]! += values.reduce((sum, value) => sum + value, 0);
  });
  return followed;
}

/** Beats overdue in each window: from when the first of an outage was due to when the last one was, growing. */
function overdueColumn(lineage: PartialLineage, facts: RhythmFacts, panes: Panes): FeatureColumn {
  const overdue = new Map<number, number>();
  for (const outage of facts.outages) {
    outage.forEach((due, i) => {
      const next = outage[i + 1];
      const until = next === undefined ? panes.paneOf(due) : panes.paneOf(next) - 1;
      for (let pane = panes.paneOf(due); pane <= Math.max(until, panes.paneOf(due)); pane++) overdue.set(pane, i + 1);
    });
  }
  const parameter = `every ${Number(facts.periodSeconds.toPrecision(3))} s`;
  return missedColumn('overdue', { ...lineage, parameter }, 'beats', { counts: overdue, kept: facts.beats, panes });
}

/** Sessions that ended in each window with a statement that others go on after. */
function unansweredColumn(lineage: PartialLineage, statement: OpenStatement, panes: Panes): FeatureColumn {
  const { rows, counts } = statement.ends;
  const open = new Map(Array.from(rows, (pane, i) => [pane, counts[i]!] as const));
  return missedColumn('unanswered', lineage, 'events', { counts: open, kept: statement.followed, panes });
}

function missedColumn(
  subject: string,
  lineage: PartialLineage,
  unit: string,
  { counts, kept, panes }: { counts: ReadonlyMap<number, number>; kept: number; panes: Panes },
): FeatureColumn {
  const rows = Int32Array.from([...counts.keys()].filter((pane) => pane >= 0 && pane < panes.count)).sort();
  const values = Float64Array.from(rows, (row) => counts.get(row)!);
  const slid = slide({ rows, values, weights: values }, panes.perWindow, panes.count);
  return {
    spec: describeFeature('missed', subject, lineage, { unit }),
    rows: slid.rows,
    values: slid.values,
    weights: new Float64Array(slid.rows.length).fill(kept),
  };
}
