import { createHash } from 'node:crypto';
import type { KnownTemplates } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { adoptTemplates } from '../../parsing/adopt-templates.ts';
import { mineCase } from '../templates/case-miner.ts';

/** Where a case remembers whose templates it has adopted; absent for its own. */
const ADOPTED_KEY = 'templates.adoptedFrom';

/** Templates of both; a shape or template of the first keeps what it has there. */
export function mergeKnownTemplates(first: KnownTemplates, second: KnownTemplates): KnownTemplates {
  const templates = [...first.templates];
  const index = new Map(templates.map(({ templateId }, i) => [templateId, i]));
  for (const template of second.templates) {
    if (index.has(template.templateId)) continue;
    index.set(template.templateId, templates.length);
    templates.push(template);
  }
  const shapes = new Map(first.shapes);
  for (const [shapeId, at] of second.shapes) {
    const place = index.get(second.templates[at]!.templateId);
    if (!shapes.has(shapeId) && place !== undefined) shapes.set(shapeId, place);
  }
  return { templates, shapes };
}

/**
 * Brings the case's templates to those a model knows, or back to its own; nothing is done when they are that already.
 * Reading more files mines the case's own templates anew: what was adopted is recognised by the list it gave.
 * @param model Null: the case's own templates. @throws CancelledError: nothing is changed then.
 */
export async function bringTemplates(
  catalog: CaseCatalog,
  model: { readonly hash: string; readonly templates: KnownTemplates } | null,
  signal: AbortSignal,
): Promise<void> {
  const isAdopted = catalog.settings.get(ADOPTED_KEY) === markOf(catalog, model?.hash ?? null);
  if (isAdopted || (model === null && catalog.settings.get(ADOPTED_KEY) === undefined)) return;
  const shapes = catalog.shapes.list();
  const mined = await mineCase(shapes, catalog.templateEdits.list(), signal);
  catalog.saveTemplates(model === null ? mined : adoptTemplates(shapes, mined, model.templates));
  catalog.settings.set(ADOPTED_KEY, model === null ? undefined : markOf(catalog, model.hash));
}

/** Whose templates they are, and which they are now. */
function markOf(catalog: CaseCatalog, hash: string | null): string | undefined {
  if (hash === null) return undefined;
  const digest = createHash('sha256');
  for (const { shapeId, templateId } of catalog.templates.listAlignments()) digest.update(`${shapeId} ${templateId}\n`);
  return `${hash} ${digest.digest('hex')}`;
}
