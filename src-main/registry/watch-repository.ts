import type { ModelAlert, ModelObservation } from '#shared/domain/model-version.ts';
import type { RegistryDatabase } from './registry-database.ts';

/** Observations kept a version; the oldest go. */
const MAX_OBSERVATIONS = 1000;

interface AlertRow {
  readonly alert_id: number;
  readonly name: string;
  readonly number: number;
  readonly at_ms: number;
  readonly kind: ModelAlert['kind'];
  readonly message: string;
  readonly is_read: number;
}

/** What was seen when versions scored something, and the alerts raised about it. */
export class WatchRepository {
  readonly #database: RegistryDatabase;

  constructor(database: RegistryDatabase) {
    this.#database = database;
  }

  addObservation(observation: ModelObservation): void {
    const { name, number, atMs } = observation;
    this.#database.transaction(() => {
      this.#database.run(
        'INSERT INTO observation (name, number, at_ms, body_json) VALUES (?, ?, ?, ?)',
        name,
        number,
        atMs,
        JSON.stringify(observation),
      );
      this.#database.run(
        `DELETE FROM observation WHERE name = ? AND number = ? AND observation_id NOT IN
          (SELECT observation_id FROM observation WHERE name = ? AND number = ? ORDER BY observation_id DESC LIMIT ?)`,
        name,
        number,
        name,
        number,
        MAX_OBSERVATIONS,
      );
    });
  }

  /** Newest first. */
  observations(name: string, number: number): ModelObservation[] {
    const sql = 'SELECT body_json AS body FROM observation WHERE name = ? AND number = ? ORDER BY observation_id DESC';
    return this.#database
      .all<{ body: string }>(sql, name, number)
      .map(({ body }) => JSON.parse(body) as ModelObservation);
  }

  addAlert(alert: Omit<ModelAlert, 'alertId' | 'isRead'>): void {
    const { name, number, atMs, kind, message } = alert;
    this.#database.run(
      'INSERT INTO alert (name, number, at_ms, kind, message, is_read) VALUES (?, ?, ?, ?, ?, 0)',
      name,
      number,
      atMs,
      kind,
      message,
    );
  }

  /** Newest first; of one name or of all. */
  alerts(name: string | null = null): ModelAlert[] {
    const rows =
      name === null
        ? this.#database.all<AlertRow>('SELECT * FROM alert ORDER BY alert_id DESC LIMIT 1000')
        : this.#database.all<AlertRow>('SELECT * FROM alert WHERE name = ? ORDER BY alert_id DESC LIMIT 1000', name);
    return rows.map((row) => ({
      alertId: row.alert_id,
      name: row.name,
      number: row.number,
      atMs: row.at_ms,
      kind: row.kind,
      message: row.message,
      isRead: row.is_read === 1,
    }));
  }

  /** @returns Whether there is such an alert. */
  markRead(alertId: number): boolean {
    return this.#database.run('UPDATE alert SET is_read = 1 WHERE alert_id = ?', alertId) > 0;
  }
}
