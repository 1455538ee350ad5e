import type Database from 'better-sqlite3';
import { type Suppression, suppressionSchema } from '#shared/domain/suppression.ts';

export const HOME_RULES_SCHEMA = `
  CREATE TABLE IF NOT EXISTS suppression (
    rule_id TEXT PRIMARY KEY, rule TEXT NOT NULL, created_ms INTEGER NOT NULL) STRICT;
`;

/**
 * "This is normal" for every case of the home. Template ids come from the templates' texts, so a rule means the same message
 * in any dump. Read anew each time: another process may have changed them.
 */
export class HomeRules {
  readonly #database: Database.Database;

  /** @param database With `HOME_RULES_SCHEMA`; it stays the caller's. */
  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Oldest first. One written by a later version that cannot be read here is left out, and stays stored. */
  list(): readonly Suppression[] {
    const rows = this.#database
      .prepare<[], { rule: string }>('SELECT rule FROM suppression ORDER BY created_ms, rule_id')
      .all();
    return rows.flatMap(({ rule }) => {
      const parsed = suppressionSchema.safeParse(JSON.parse(rule));
      return parsed.success ? [parsed.data] : [];
    });
  }

  add(rule: Suppression): void {
    this.#database
      .prepare('INSERT INTO suppression VALUES (?, ?, ?)')
      .run(rule.ruleId, JSON.stringify(rule), rule.createdAtMs);
  }

  /** @returns False when there is no such rule. */
  remove(ruleId: string): boolean {
    return this.#database.prepare('DELETE FROM suppression WHERE rule_id = ?').run(ruleId).changes > 0;
  }
}
