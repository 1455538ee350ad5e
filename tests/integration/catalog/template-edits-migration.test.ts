import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseCatalog } from '../../../src-main/catalog/case-catalog.ts';
import { catalogPath, openCase } from '../../../src-main/catalog/open.ts';
import { migrateCatalog } from '../../../src-main/catalog/migrate.ts';
import { MIGRATIONS } from '../../../src-main/catalog/migrations/index.ts';

const template = { templateId: 't1', text: 'a <*>', parts: ['a ', ''], maskNames: ['number'] };
const alignments = [{ shapeId: 'aa', templateId: 't1', wildcards: [[{ index: 0 }]] }];

let folder: string;
let catalog: CaseCatalog;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'edits-migration-'));
  const database = new Database(catalogPath(folder));
  await migrateCatalog(database, { '0001-initial': MIGRATIONS['0001-initial']! });
  database.exec(`INSERT INTO meta VALUES ('revision', '7') ON CONFLICT DO NOTHING;
    INSERT INTO templates VALUES ('t1', 0, 'a <*>', '["a ",""]', '["number"]');
    INSERT INTO alignments VALUES ('aa', 't1', '[[{"index":0}]]');
    INSERT INTO template_names VALUES ('t1', 'Alpha', 12), ('gone', 'Lost', 13);
    INSERT INTO runs (run_id, kind, options_json, result_json, threshold, created_ms, is_current)
    VALUES ('r0001', 'analysis', 'null', 'null', 0.5, 1, 1);`);
  database.close();
  catalog = await openCase(folder, { mode: 'write' });
});
afterAll(async () => {
  catalog.close();
  await rm(folder, { recursive: true });
});

describe('a case of the first schema', () => {
  it('keeps names as edits, those of templates it has', () => {
    expect(catalog.templates.list()).toEqual([{ ...template, name: 'Alpha' }]);
    expect(catalog.templateEdits.list()).toEqual([
      { editId: 'name-t1', createdMs: 12, kind: 'rename', template: 'a <*>', name: 'Alpha' },
    ]);
  });

  it('has fresh scores until its templates change', () => {
    expect(catalog.areScoresStale).toBe(false);
    catalog.saveTemplates({ templates: [template], alignments });
    expect(catalog.areScoresStale).toBe(false);
    catalog.saveTemplates({
      templates: [{ ...template, templateId: 't2' }],
      alignments: [{ ...alignments[0]!, templateId: 't2' }],
    });
    expect(catalog.areScoresStale).toBe(true);
  });
});
