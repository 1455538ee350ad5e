import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const json = 'text' as const;

/** The first catalog: sources with their account, segments, templates, runs and what people say about them. */
export const initial: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createLakeTables(db);
    await createTemplateTables(db);
    await createAnalysisTables(db);
    await createPeopleTables(db);
  },
};

async function createLakeTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('meta')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('sources')
    .addColumn('source_id', 'integer', (c) => c.primaryKey())
    .addColumn('job_id', 'text')
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('member', 'text')
    .addColumn('absolute_path', 'text', (c) => c.notNull())
    .addColumn('path_hex', 'text')
    .addColumn('size_bytes', 'integer')
    .addColumn('modified_ms', 'real')
    .addColumn('compression', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('encoding', 'text')
    .addColumn('encoding_confidence', 'real')
    .addColumn('format', 'text')
    .addColumn('format_confidence', 'real')
    .addColumn('format_reason', 'text')
    .addColumn('detection_json', json)
    .addColumn('lines', 'integer', (c) => c.notNull())
    .addColumn('events', 'integer', (c) => c.notNull())
    .addColumn('event_lines', 'integer', (c) => c.notNull())
    .addColumn('continuation_lines', 'integer', (c) => c.notNull())
    .addColumn('blank_lines', 'integer', (c) => c.notNull())
    .addColumn('rejected_lines', 'integer', (c) => c.notNull())
    .addColumn('bytes_in', 'integer', (c) => c.notNull())
    .addColumn('bytes_out', 'integer', (c) => c.notNull())
    .addColumn('errors_json', json, (c) => c.notNull())
    .addColumn('warnings_json', json, (c) => c.notNull())
    .addColumn('counters_json', json, (c) => c.notNull())
    .addColumn('first_time_ns', 'integer')
    .addColumn('last_time_ns', 'integer')
    .addColumn('resume_json', json)
    // The proof that nothing is lost is kept by the store itself.
    .addCheckConstraint(
      'account_is_balanced',
      sql`lines = event_lines + continuation_lines + blank_lines + rejected_lines`,
    )
    .execute();
  await db.schema
    .createTable('segments')
    .addColumn('relative_path', 'text', (c) => c.primaryKey())
    .addColumn('layer', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('source_id', 'integer', (c) => c.notNull().references('sources.source_id'))
    .addColumn('rows', 'integer', (c) => c.notNull())
    .addColumn('size_bytes', 'integer', (c) => c.notNull())
    .addColumn('crc32', 'integer', (c) => c.notNull())
    .addColumn('min_time_ns', 'integer')
    .addColumn('max_time_ns', 'integer')
    .addColumn('first_event_id', 'integer', (c) => c.notNull())
    .addColumn('last_event_id', 'integer', (c) => c.notNull())
    .addColumn('first_line', 'integer', (c) => c.notNull())
    .addColumn('last_line', 'integer', (c) => c.notNull())
    .addColumn('untimed_rows', 'integer', (c) => c.notNull())
    .addColumn('is_time_ordered', 'integer', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('segments_by_event').on('segments').columns(['layer', 'first_event_id']).execute();
  await db.schema
    .createTable('extra_lines')
    .addColumn('event_id', 'integer', (c) => c.primaryKey())
    .addColumn('lines', 'integer', (c) => c.notNull())
    .execute();
}

async function createTemplateTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('shapes')
    .addColumn('shape_id', 'text', (c) => c.primaryKey())
    .addColumn('parts_json', json, (c) => c.notNull())
    .addColumn('masks_json', json, (c) => c.notNull())
    .addColumn('count', 'integer', (c) => c.notNull())
    .addColumn('first_event_id', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('templates')
    .addColumn('template_id', 'text', (c) => c.primaryKey())
    .addColumn('ordinal', 'integer', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('parts_json', json, (c) => c.notNull())
    .addColumn('masks_json', json, (c) => c.notNull())
    .execute();
  // Names live apart from templates: a new mining replaces those, never what a person wrote.
  await db.schema
    .createTable('template_names')
    .addColumn('template_id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('updated_ms', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('alignments')
    .addColumn('shape_id', 'text', (c) => c.primaryKey())
    .addColumn('template_id', 'text', (c) => c.notNull())
    .addColumn('wildcards_json', json, (c) => c.notNull())
    .execute();
}

async function createAnalysisTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('jobs')
    .addColumn('job_id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('input_json', json, (c) => c.notNull())
    .addColumn('progress_json', json)
    .addColumn('result_json', json)
    .addColumn('error_json', json)
    .addColumn('created_ms', 'integer', (c) => c.notNull())
    .addColumn('updated_ms', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('runs')
    .addColumn('ordinal', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('run_id', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('options_json', json, (c) => c.notNull())
    .addColumn('result_json', json, (c) => c.notNull())
    .addColumn('threshold', 'real')
    .addColumn('created_ms', 'integer', (c) => c.notNull())
    .addColumn('is_current', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('gold_files')
    .addColumn('relative_path', 'text', (c) => c.primaryKey())
    .addColumn('run_id', 'text', (c) => c.notNull().references('runs.run_id').onDelete('cascade'))
    .addColumn('table_name', 'text', (c) => c.notNull())
    .addColumn('rows', 'integer', (c) => c.notNull())
    .addColumn('size_bytes', 'integer', (c) => c.notNull())
    .execute();
  await createFindings(db, 'anomalies', 'unit_id');
  await createFindings(db, 'incidents', 'incident_id');
  await db.schema
    .createTable('thresholds')
    .addColumn('detector', 'text', (c) => c.primaryKey())
    .addColumn('value', 'real', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('updated_ms', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('quality_checks')
    .addColumn('check_id', 'text', (c) => c.primaryKey())
    .addColumn('layer', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('observed', 'text', (c) => c.notNull())
    .addColumn('expected', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .addColumn('checked_ms', 'integer', (c) => c.notNull())
    .execute();
}

async function createFindings(db: Kysely<unknown>, table: string, idColumn: string): Promise<void> {
  await db.schema
    .createTable(table)
    .addColumn('run_id', 'text', (c) => c.notNull().references('runs.run_id').onDelete('cascade'))
    .addColumn(idColumn, 'text', (c) => c.notNull())
    .addColumn('ordinal', 'integer', (c) => c.notNull())
    .addColumn('start_ns', 'integer')
    .addColumn('end_ns', 'integer')
    .addColumn('score', 'real', (c) => c.notNull())
    .addColumn('body_json', json, (c) => c.notNull())
    .addPrimaryKeyConstraint(`${table}_key`, ['run_id', 'ordinal'] as never)
    .execute();
}

async function createPeopleTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notes')
    .addColumn('note_id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('target_kind', 'text', (c) => c.notNull())
    .addColumn('target_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('author', 'text')
    .addColumn('created_ms', 'integer', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('notes_by_target').on('notes').columns(['target_kind', 'target_id']).execute();
  for (const table of ['view_state', 'settings']) {
    await db.schema
      .createTable(table)
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('value_json', json, (c) => c.notNull())
      .execute();
  }
}
