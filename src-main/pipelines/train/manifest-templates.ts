import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { KnownTemplates } from '#shared/domain/template.ts';

/** The templates a reader sees, with their shapes, most used first: what other cases recognise them by. */
export function templatesOfManifest(manifest: LakeManifest): KnownTemplates {
  const templates = manifest.templates.map(({ templateId, text, parts, maskNames }) => {
    return { templateId, text, parts, maskNames };
  });
  const index = new Map(templates.map(({ templateId }, i) => [templateId, i]));
  const uses = new Map(manifest.shapes.map(({ shapeId, count }) => [shapeId, count]));
  const byUse = manifest.alignments.toSorted((a, b) => (uses.get(b.shapeId) ?? 0) - (uses.get(a.shapeId) ?? 0));
  const shapes = new Map<string, number>();
  for (const { shapeId, templateId } of byUse) {
    const template = index.get(templateId);
    if (template !== undefined) shapes.set(shapeId, template);
  }
  return { templates, shapes };
}
