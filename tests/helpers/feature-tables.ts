import { type FeatureColumn, type FeatureTable, NO_LINEAGE, type UnitSequences } from '#shared/domain/feature-table.ts';
import { SequenceTree } from '../../src-main/features/sequence-tree.ts';

/** Builders of small feature tables; names are `count`, `mean`, `share` plus what makes them unique. */
export function countColumn(
  templateId: string,
  values: readonly number[],
  lineage: Partial<FeatureColumn['spec']['lineage']> = {},
): FeatureColumn {
  return {
    spec: {
      name: `events template=${templateId}${lineage.previousTemplateId ? ` after=${lineage.previousTemplateId}` : ''}`,
      unit: 'events',
      measure: 'count',
      scale: 0,
      lineage: { ...NO_LINEAGE, templateId, ...lineage },
    },
    rows: null,
    values: Float64Array.from(values),
    weights: null,
  };
}

export function sampleColumn(
  measure: 'mean' | 'share',
  parameter: string,
  values: readonly number[],
  weights: readonly number[],
): FeatureColumn {
  return {
    spec: {
      name: `${measure} ${parameter}`,
      unit: measure === 'mean' ? 'ms' : '1',
      measure,
      scale: 0,
      lineage: { ...NO_LINEAGE, templateId: 't', service: 'api', parameter },
    },
    rows: null,
    values: Float64Array.from(values),
    weights: Float64Array.from(weights),
  };
}

/** Beats of a heartbeat that are overdue in some windows, of so many that came. */
export function overdueColumn(overdue: ReadonlyMap<number, number>, beats: number, service = 'api'): FeatureColumn {
  const rows = Int32Array.from(overdue.keys());
  return {
    spec: {
      name: `overdue service=${service} template=beat`,
      unit: 'beats',
      measure: 'missed',
      scale: 0,
      lineage: { ...NO_LINEAGE, templateId: 'beat', service, parameter: 'every 300 s' },
    },
    rows,
    values: Float64Array.from(overdue.values()),
    weights: new Float64Array(rows.length).fill(beats),
  };
}

/** Sessions s0, s1, ... that start a minute apart. */
export function sessionTable(columns: readonly FeatureColumn[]): FeatureTable {
  const length = columns[0]?.values.length ?? 0;
  const startSeconds = Float64Array.from({ length }, (_, i) => i * 60);
  return {
    units: {
      kind: 'session',
      length,
      startSeconds,
      endSeconds: startSeconds.map((start) => start + 30),
      events: new Float64Array(length).fill(1),
      keys: Array.from({ length }, (_, i) => `s${i}`),
      windowSeconds: null,
      stepSeconds: null,
    },
    columns,
  };
}

/** One-minute windows from the epoch on. */
export function windowTable(columns: readonly FeatureColumn[], events?: readonly number[]): FeatureTable {
  const length = columns[0]?.values.length ?? 0;
  const startSeconds = Float64Array.from({ length }, (_, i) => i * 60);
  return {
    units: {
      kind: 'window',
      length,
      startSeconds,
      endSeconds: startSeconds.map((start) => start + 60),
      events: events === undefined ? new Float64Array(length).fill(100) : Float64Array.from(events),
      keys: null,
      windowSeconds: 60,
      stepSeconds: 60,
    },
    columns,
  };
}

/** The order of templates in each unit, given as indices into `templateIds`. */
export function sequencesOf(units: readonly (readonly number[])[], templateIds: readonly string[]): UnitSequences {
  const tree = new SequenceTree();
  const nodes = units.map((templates) => templates.reduce((node, template) => tree.follow(node, template), 0));
  return tree.finish(Int32Array.from(nodes), templateIds)!;
}
