import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { digestAlignments } from '../templates-digest.ts';

const json = 'text' as const;

/** What this migration reads and writes, as it was then. */
interface Tables {
  meta: { key: string; value: string };
  templates: { template_id: string; text: string };
  template_names: { template_id: string; name: string; updated_ms: number };
  template_edits: { ordinal: number; edit_id: string; body_json: string };
  alignments: { shape_id: string; template_id: string };
  runs: { is_current: number; templates_digest: string | null };
}

/** Hand edits of templates as data, templates by the values of parameters, and which templates a run was made with. */
export const templateEdits: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('template_edits')
      .addColumn('ordinal', 'integer', (c) => c.primaryKey())
      .addColumn('edit_id', 'text', (c) => c.notNull().unique())
      .addColumn('body_json', json, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('shape_variants')
      .addColumn('ordinal', 'integer', (c) => c.primaryKey())
      .addColumn('variant_id', 'text', (c) => c.notNull().unique())
      .addColumn('shape_id', 'text', (c) => c.notNull())
      .addColumn('when_json', json, (c) => c.notNull())
      .execute();
    await db.schema.alterTable('runs').addColumn('templates_digest', 'text').execute();
    const tables = db as Kysely<Tables>;
    await keepNames(tables);
    await noteDigest(tables);
  },
};

/** A name becomes an edit of the template's text. */
async function keepNames(db: Kysely<Tables>): Promise<void> {
  const named = await db
    .selectFrom('template_names')
    .innerJoin('templates', 'templates.template_id', 'template_names.template_id')
    .select(['templates.template_id', 'templates.text', 'template_names.name', 'template_names.updated_ms'])
    .orderBy('template_names.updated_ms')
    .orderBy('templates.template_id')
    .execute();
  for (const [ordinal, { template_id: templateId, text, name, updated_ms: createdMs }] of named.entries()) {
    const edit = { editId: `name-${templateId}`.slice(0, 64), createdMs, kind: 'rename', template: text, name };
    await db
      .insertInto('template_edits')
      .values({ ordinal, edit_id: edit.editId, body_json: JSON.stringify(edit) })
      .execute();
  }
}

/** The templates have not changed since the last run: until now nothing could change them. */
async function noteDigest(db: Kysely<Tables>): Promise<void> {
  const rows = await db.selectFrom('alignments').select(['shape_id', 'template_id']).execute();
  if (rows.length === 0) return;
  const digest = digestAlignments(rows.map((row) => ({ shapeId: row.shape_id, templateId: row.template_id })));
  await db.insertInto('meta').values({ key: 'templates_digest', value: digest }).execute();
  await db.updateTable('runs').set({ templates_digest: digest }).where('is_current', '=', 1).execute();
}
