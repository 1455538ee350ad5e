import type { NamedTemplate } from '#shared/domain/lake-manifest.ts';
import type { ParameterPiece, ShapeAlignment, TemplateTable } from '#shared/domain/template.ts';
import { parseJson } from '../json.ts';
import { queries, type Sqlite } from '../sqlite.ts';

const INSERT_TEMPLATE =
  'INSERT INTO templates (template_id, ordinal, text, parts_json, masks_json) VALUES (?, ?, ?, ?, ?)';
const INSERT_ALIGNMENT = 'INSERT INTO alignments (shape_id, template_id, wildcards_json) VALUES (?, ?, ?)';

/** Templates, how shapes map to them, and the names people gave them. */
export class TemplateRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** Replaces the whole mapping by a new mining. Names stay with the template ids they were given to. */
  replace(table: TemplateTable): void {
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

  /** @param name Null takes the name away. */
  rename(templateId: string, name: string | null, nowMs: number): void {
    if (name === null) {
      this.#sqlite.run(queries.deleteFrom('template_names').where('template_id', '=', templateId));
      return;
    }
    const values = { template_id: templateId, name, updated_ms: nowMs };
    this.#sqlite.run(
      queries
        .insertInto('template_names')
        .values(values)
        .onConflict((c) => c.column('template_id').doUpdateSet(values)),
    );
  }
}
