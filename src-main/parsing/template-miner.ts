import { hash } from 'node:crypto';
import type { ShapeAlignment, ShapeUse, Template, TemplateTable } from '#shared/domain/template.ts';
import { WILDCARD } from './mask.ts';

/**
 * Mines templates from the distinct shapes of a case.
 * @param shapes In order of first appearance; the result depends on nothing else.
 */
export function mineTemplates(shapes: readonly ShapeUse[]): TemplateTable {
  const templates = new Map<string, Template>();
  const alignments: ShapeAlignment[] = [];
  for (const shape of shapes) {
    const text = shape.parts.join(WILDCARD);
    const templateId = hash('sha256', text, 'hex').slice(0, 16);
    if (!templates.has(templateId)) {
      templates.set(templateId, { templateId, text, parts: shape.parts, maskNames: shape.maskNames });
    }
    alignments.push({ shapeId: shape.shapeId, templateId, wildcards: shape.maskNames.map((_, index) => [{ index }]) });
  }
  return { templates: [...templates.values()], alignments };
}
