import type { KnownTemplates, ShapeAlignment, ShapeUse, Template, TemplateTable } from '#shared/domain/template.ts';
import { matchTemplate, TemplateMatcher } from './match-template.ts';

/**
 * Gives the shapes of a case the templates that are known from elsewhere (a model's training data), where they fit.
 * A shape seen there keeps its template; an unseen one takes the known template with the most constant text that it
 * matches. All others keep what was mined from the case itself, so that what is new stays new. Values that hand edits
 * of the case split off stay split off.
 * @param shapes In order of first appearance; exactly those `mined` was made of.
 */
export function adoptTemplates(
  shapes: readonly ShapeUse[],
  mined: TemplateTable,
  known: KnownTemplates,
): TemplateTable {
  const own = new Map(mined.alignments.map((alignment) => [alignment.shapeId, alignment]));
  const ownTemplates = new Map(mined.templates.map((template) => [template.templateId, template]));
  const matcher = new TemplateMatcher(known.templates);
  const templates = new Map<string, Template>();
  const alignments: ShapeAlignment[] = [];
  const take = (alignment: ShapeAlignment | undefined, adopted: Template | undefined): void => {
    const template = adopted ?? ownTemplates.get(alignment?.templateId ?? '');
    if (alignment === undefined || template === undefined) return;
    if (!templates.has(template.templateId)) templates.set(template.templateId, template);
    alignments.push(alignment);
  };
  for (const shape of shapes) {
    const adopted = adopt(shape, known, matcher);
    take(adopted?.alignment ?? own.get(shape.shapeId), adopted?.template);
  }
  const { variants = [] } = mined;
  for (const { variantId } of variants) take(own.get(variantId), undefined);
  const table = { templates: [...templates.values()], alignments };
  return variants.length === 0 ? table : { ...table, variants };
}

function adopt(
  shape: ShapeUse,
  known: KnownTemplates,
  matcher: TemplateMatcher,
): { template: Template; alignment: ShapeAlignment } | null {
  const seen = known.shapes.get(shape.shapeId);
  const named = seen === undefined ? undefined : known.templates[seen];
  const wildcards = named === undefined ? null : matchTemplate(shape, named);
  const found = named !== undefined && wildcards !== null ? { template: named, wildcards } : matcher.match(shape);
  if (found === null) return null;
  const { template } = found;
  return {
    template,
    alignment: { shapeId: shape.shapeId, templateId: template.templateId, wildcards: found.wildcards },
  };
}
