import type { RetrainSchedule } from '#shared/domain/model-version.ts';
import type { RegistryDatabase } from './registry-database.ts';

interface ScheduleRow {
  readonly name: string;
  readonly cron: string;
  readonly time_zone: string;
  readonly mode: RetrainSchedule['mode'];
  readonly next_ms: number | null;
  readonly last_ms: number | null;
  readonly last_outcome: string | null;
}

/** When models are trained again. */
export class ScheduleRepository {
  readonly #database: RegistryDatabase;

  constructor(database: RegistryDatabase) {
    this.#database = database;
  }

  list(): RetrainSchedule[] {
    return this.#database.all<ScheduleRow>('SELECT * FROM schedule ORDER BY name').map(fromRow);
  }

  find(name: string): RetrainSchedule | null {
    const row = this.#database.first<ScheduleRow>('SELECT * FROM schedule WHERE name = ?', name);
    return row === undefined ? null : fromRow(row);
  }

  set(schedule: Pick<RetrainSchedule, 'name' | 'cron' | 'timeZone' | 'mode' | 'nextAtMs'>): void {
    this.#database.run(
      `INSERT INTO schedule VALUES (?, ?, ?, ?, ?, NULL, NULL) ON CONFLICT (name) DO UPDATE SET cron = excluded.cron,
       time_zone = excluded.time_zone, mode = excluded.mode, next_ms = excluded.next_ms`,
      schedule.name,
      schedule.cron,
      schedule.timeZone,
      schedule.mode,
      schedule.nextAtMs,
    );
  }

  /** @returns Whether there was one. */
  remove(name: string): boolean {
    return this.#database.run('DELETE FROM schedule WHERE name = ?', name) > 0;
  }

  /**
   * Takes a due run for this process: of several engines on one home only one gets it.
   * @returns False when another one was faster, or the schedule has changed.
   */
  claim(name: string, dueMs: number, nextMs: number | null): boolean {
    const sql = 'UPDATE schedule SET next_ms = ? WHERE name = ? AND next_ms = ?';
    return this.#database.run(sql, nextMs, name, dueMs) > 0;
  }

  setOutcome(name: string, atMs: number, outcome: string): void {
    this.#database.run('UPDATE schedule SET last_ms = ?, last_outcome = ? WHERE name = ?', atMs, outcome, name);
  }
}

function fromRow(row: ScheduleRow): RetrainSchedule {
  return {
    name: row.name,
    cron: row.cron,
    timeZone: row.time_zone,
    mode: row.mode,
    nextAtMs: row.next_ms,
    lastAtMs: row.last_ms,
    lastOutcome: row.last_outcome,
  };
}
