import type { KnownTemplates, TemplateTable } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import { CaseReader, type CaseReaderOptions } from '../../lake/case-reader.ts';
import { adoptTemplates } from '../../parsing/adopt-templates.ts';
import { mineCase } from './case-miner.ts';

/** A reader of a case as a model sees it: with the model's templates where they fit. Null: the case's own. */
export async function openWithTemplates(
  catalog: CaseCatalog,
  known: KnownTemplates | null,
  signal: AbortSignal,
  options: CaseReaderOptions = {},
): Promise<CaseReader> {
  const manifest = catalog.manifest();
  const shapes = catalog.shapes.list();
  const mined: TemplateTable = await mineCase(shapes, catalog.templateEdits.list(), signal);
  const table = known === null ? mined : adoptTemplates(shapes, mined, known);
  const templates = table.templates.map((template) => ({ ...template, name: null }));
  const view = { ...manifest, alignments: table.alignments, variants: table.variants ?? [], templates };
  return CaseReader.open({ manifest: () => view, revision: manifest.revision }, catalog.lakeDir, options);
}
