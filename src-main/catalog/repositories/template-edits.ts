import { type TemplateEdit, templateEditSchema } from '#shared/domain/template-edit.ts';
import { parseJson } from '../json.ts';
import { queries, type Sqlite } from '../sqlite.ts';

/** What people changed of the templates, in the order it is applied. */
export class TemplateEditRepository {
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  list(): TemplateEdit[] {
    const rows = this.#sqlite.all(queries.selectFrom('template_edits').selectAll().orderBy('ordinal'));
    return rows.map((row) => templateEditSchema.parse(parseJson(row.body_json)));
  }

  count(): number {
    const query = queries.selectFrom('template_edits').select((e) => e.fn.countAll<number>().as('n'));
    return this.#sqlite.first(query)?.n ?? 0;
  }

  replace(edits: readonly TemplateEdit[]): void {
    this.#sqlite.transaction(() => {
      this.#sqlite.run(queries.deleteFrom('template_edits'));
      for (const [ordinal, edit] of edits.entries()) {
        this.#sqlite.run(
          queries
            .insertInto('template_edits')
            .values({ ordinal, edit_id: edit.editId, body_json: JSON.stringify(edit) }),
        );
      }
    });
  }
}
