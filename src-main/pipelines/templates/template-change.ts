import type { NamedTemplate } from '#shared/domain/lake-manifest.ts';
import type { ShapeAlignment, ShapeUse, ShapeVariant, TemplateTable } from '#shared/domain/template.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import { variantCountsSql } from '../../lake/variant-counts.ts';

/** Templates and mapping of a case at one time. */
export interface TemplateState {
  readonly templates: readonly NamedTemplate[];
  readonly alignments: readonly ShapeAlignment[];
  readonly variants: readonly ShapeVariant[];
}

export interface CountedTemplate {
  readonly templateId: string;
  readonly text: string;
  readonly name: string | null;
  readonly count: number;
}

/** What is different between two states of one case. */
export interface TemplateDifference {
  /** Templates that end or change, as they were; most events first. */
  readonly before: readonly CountedTemplate[];
  /** New and changed ones, as they are. */
  readonly after: readonly CountedTemplate[];
  readonly movedEvents: number;
  /** Templates with events afterwards. */
  readonly templates: number;
}

const NO_EVENTS = { before: 0, after: 0 };

export function stateOf({ templates, alignments, variants = [], names }: TemplateTable): TemplateState {
  return {
    templates: templates.map((template) => ({ ...template, name: names?.get(template.templateId) ?? null })),
    alignments,
    variants,
  };
}

/** Compares two states, with events counted exactly: by shape, and by value where a shape has variants. */
export async function compareStates(
  reader: CaseReader,
  shapes: readonly ShapeUse[],
  before: TemplateState,
  after: TemplateState,
  signal?: AbortSignal,
): Promise<TemplateDifference> {
  const counts = await countEvents(reader, shapes, before, after, signal);
  const describe = (state: TemplateState, other: TemplateState, side: 'before' | 'after'): CountedTemplate[] => {
    const others = new Map(other.templates.map((template) => [template.templateId, template]));
    return state.templates
      .filter((template) => {
        const count = counts.byTemplate.get(template.templateId) ?? NO_EVENTS;
        const isSame = isEqual(template, others.get(template.templateId)) && count.before === count.after;
        // Values may be split off that no event has: a template without events is not there.
        return count[side] > 0 && !isSame;
      })
      .map(({ templateId, text, name }) => {
        return { templateId, text, name, count: counts.byTemplate.get(templateId)?.[side] ?? 0 };
      })
      .toSorted((a, b) => b.count - a.count);
  };
  return {
    before: describe(before, after, 'before'),
    after: describe(after, before, 'after'),
    movedEvents: counts.moved,
    templates: counts.byTemplate.values().reduce((sum, { after: count }) => sum + (count > 0 ? 1 : 0), 0),
  };
}

/** Events of each template of a state. */
export async function countTemplates(
  reader: CaseReader,
  shapes: readonly ShapeUse[],
  state: TemplateState,
  signal?: AbortSignal,
): Promise<Map<string, number>> {
  const { byTemplate } = await countEvents(reader, shapes, state, state, signal);
  return new Map(Array.from(byTemplate, ([templateId, { after }]) => [templateId, after]));
}

interface EventCounts {
  readonly byTemplate: ReadonlyMap<string, { readonly before: number; readonly after: number }>;
  readonly moved: number;
}

async function countEvents(
  reader: CaseReader,
  shapes: readonly ShapeUse[],
  before: TemplateState,
  after: TemplateState,
  signal?: AbortSignal,
): Promise<EventCounts> {
  const byTemplate = new Map<string, { before: number; after: number }>();
  const templateBefore = templateOfShape(before);
  const templateAfter = templateOfShape(after);
  let moved = 0;
  const add = (shapeBefore: string, shapeAfter: string, count: number): void => {
    const from = templateBefore.get(shapeBefore);
    const to = templateAfter.get(shapeAfter);
    if (from !== to) moved += count;
    for (const [templateId, side] of [
      [from, 'before'],
      [to, 'after'],
    ] as const) {
      if (templateId === undefined) continue;
      const counts = byTemplate.get(templateId) ?? { before: 0, after: 0 };
      counts[side] += count;
      byTemplate.set(templateId, counts);
    }
  };
  const split = new Set([...before.variants, ...after.variants].map(({ shapeId }) => shapeId));
  for (const { shapeId, count } of shapes) if (!split.has(shapeId)) add(shapeId, shapeId, count);
  if (split.size > 0) {
    const sql = variantCountsSql(reader.lakeDir, reader.manifest, [...split], before.variants, after.variants);
    for (const row of await reader.query(sql, { signal })) {
      add(String(row['before']), String(row['after']), Number(row['count']));
    }
  }
  return { byTemplate, moved };
}

function templateOfShape({ alignments }: TemplateState): Map<string, string> {
  return new Map(alignments.map(({ shapeId, templateId }) => [shapeId, templateId]));
}

function isEqual(a: NamedTemplate, b: NamedTemplate | undefined): boolean {
  return b !== undefined && a.name === b.name && a.maskNames.join() === b.maskNames.join();
}
