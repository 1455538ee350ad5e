import { parseJson } from '../json.ts';
import { queries, type Sqlite } from '../sqlite.ts';

/** JSON values by key: settings of the case, and the state of its view. */
export class KeyValueRepository {
  readonly #sqlite: Sqlite;
  readonly #table: 'settings' | 'view_state';

  constructor(sqlite: Sqlite, table: 'settings' | 'view_state') {
    this.#sqlite = sqlite;
    this.#table = table;
  }

  /** Undefined when the key was never set. */
  get(key: string): unknown {
    const row = this.#sqlite.first(queries.selectFrom(this.#table).select('value_json').where('key', '=', key));
    return row === undefined ? undefined : parseJson(row.value_json);
  }

  /** @param value Plain JSON data; undefined removes the key. */
  set(key: string, value: unknown): void {
    if (value === undefined) {
      this.#sqlite.run(queries.deleteFrom(this.#table).where('key', '=', key));
      return;
    }
    const row = { key, value_json: JSON.stringify(value) };
    this.#sqlite.run(
      queries
        .insertInto(this.#table)
        .values(row)
        .onConflict((c) => c.column('key').doUpdateSet(row)),
    );
  }

  all(): Record<string, unknown> {
    const rows = this.#sqlite.all(queries.selectFrom(this.#table).selectAll().orderBy('key'));
    return Object.fromEntries(rows.map((row) => [row.key, parseJson(row.value_json)]));
  }
}
