import type { NamedTemplate } from '#shared/domain/lake-manifest.ts';
import type { ParameterPiece, ShapeAlignment, ShapeVariant, TemplateTable } from '#shared/domain/template.ts';
import { parseJson } from '../json.ts';
import { queries, type Sqlite } from '../sqlite.ts';

const INSERT_TEMPLATE =
  'INSERT INTO templates (template_id, ordinal, text, parts_json, masks_json) VALUES (?, ?, ?, ?, ?)';
const INSERT_VARIANT = 'INSERT INTO shape_variants (ordinal, variant_id, shape_id, when_json) VALUES (?, ?, ?, ?)';
const INSERT_ALIGNMENT = 'INSERT INTO alignments (shape_id, template_id, wildcards_json) VALUES (?, ?, ?)';

/** Templates, how shapes and their variants map to them, and the names people gave them. */
export class TemplateRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** Replaces the whole mapping by a new mining; its names too, if it says any. */
  replace(table: TemplateTable, nowMs: number): void {
    this.#sqlite.transaction(() => {
      this.#sqlite.run(queries.deleteFrom('templates'));
      this.#sqlite.run(queries.deleteFrom('alignments'));
      const insert = this.#sqlite.prepareRun(INSERT_TEMPLATE);
      for (const [ordinal, { templateId, text, parts, maskNames }] of table.templates.entries()) {
        insert(templateId, ordinal, text, JSON.stringify(parts), JSON.stringify(maskNames));
      }
      const align = this.#sqlite.prepareRun(INSERT_ALIGNMENT);
      for (const { shapeId, templateId, wildcards } of table.alignments) {
        align(shapeId, templateId, JSON.stringify(wildcards));
      }
      this.#replaceVariants(table.variants ?? []);
      if (table.names !== undefined) this.#replaceNames(table.names, nowMs);
    });
  }

  /** In order of first appearance. */
  list(): NamedTemplate[] {
    const rows = this.#sqlite.all(
      queries
        .selectFrom('templates')
        .leftJoin('template_names', 'template_names.template_id', 'templates.template_id')
        .select([
          'templates.template_id as template_id',
          'templates.text as text',
          'templates.parts_json as parts_json',
          'templates.masks_json as masks_json',
          'template_names.name as name',
        ])
        .orderBy('templates.ordinal'),
    );
    return rows.map((row) => ({
      templateId: row.template_id,
      text: row.text,
      parts: parseJson(row.parts_json) as string[],
      maskNames: parseJson(row.masks_json) as string[],
      name: row.name,
    }));
  }

  listAlignments(): ShapeAlignment[] {
    return this.#sqlite.all(queries.selectFrom('alignments').selectAll().orderBy('shape_id')).map((row) => ({
      shapeId: row.shape_id,
      templateId: row.template_id,
      wildcards: parseJson(row.wildcards_json) as ParameterPiece[][],
    }));
  }

  count(): number {
    return this.#sqlite.first(queries.selectFrom('templates').select((e) => e.fn.countAll<number>().as('n')))?.n ?? 0;
  }

  /** In the order they are tried. */
  listVariants(): ShapeVariant[] {
    return this.#sqlite.all(queries.selectFrom('shape_variants').selectAll().orderBy('ordinal')).map((row) => ({
      variantId: row.variant_id,
      shapeId: row.shape_id,
      when: parseJson(row.when_json) as ShapeVariant['when'],
    }));
  }

  #replaceVariants(variants: readonly ShapeVariant[]): void {
    this.#sqlite.run(queries.deleteFrom('shape_variants'));
    const insert = this.#sqlite.prepareRun(INSERT_VARIANT);
    for (const [ordinal, { variantId, shapeId, when }] of variants.entries()) {
      insert(ordinal, variantId, shapeId, JSON.stringify(when));
    }
  }

  #replaceNames(names: ReadonlyMap<string, string>, nowMs: number): void {
    this.#sqlite.run(queries.deleteFrom('template_names'));
    for (const [templateId, name] of names) {
      this.#sqlite.run(
        queries.insertInto('template_names').values({ template_id: templateId, name, updated_ms: nowMs }),
      );
    }
  }
}
