import { ModelError } from '#shared/base/errors.ts';
import type { ModelAlias, ModelVersion } from '#shared/domain/model-version.ts';
import type { RegistryDatabase } from './registry-database.ts';
import { parseReference } from './version-reference.ts';

/** A version before the registry gave it a number. */
export interface NewVersion extends Omit<ModelVersion, 'number' | 'aliases' | 'createdAtMs' | 'hasMemory'> {
  /** The training that made it, so that it can be done again; null for an import. */
  readonly request: unknown;
  readonly memoryHash: string | null;
}

/** A version with what only the registry uses. */
export interface StoredVersion extends ModelVersion {
  readonly request: unknown;
  readonly memoryHash: string | null;
}

/** An alias that was moved. */
export interface AliasMove {
  readonly alias: ModelAlias;
  readonly from: number | null;
  readonly to: number | null;
  readonly atMs: number;
  readonly reason: string;
}

interface VersionRow {
  readonly name: string;
  readonly number: number;
  readonly created_ms: number;
  readonly origin: ModelVersion['origin'];
  readonly parent: number | null;
  readonly artifact_hash: string;
  readonly size_bytes: number;
  readonly features_json: string;
  readonly training_json: string;
  readonly metrics_json: string;
  readonly train_seconds: number | null;
  readonly request_json: string | null;
  readonly memory_hash: string | null;
  readonly aliases: string | null;
}

const SELECT = `SELECT v.*, (SELECT group_concat(alias, ',') FROM alias a WHERE a.name = v.name AND a.number = v.number)
  AS aliases FROM version v`;

/** Versions, their aliases, and how those moved. */
export class VersionRepository {
  readonly #database: RegistryDatabase;

  constructor(database: RegistryDatabase) {
    this.#database = database;
  }

  /** Gives the version the next number of its name; the first is the champion, each later one the challenger. */
  add(version: NewVersion, nowMs: number): StoredVersion {
    return this.#database.transaction(() => {
      const { name } = version;
      this.#database.run('INSERT OR IGNORE INTO model VALUES (?, 1, ?)', name, nowMs);
      const number = this.#database.first<{ n: number }>('SELECT next_number AS n FROM model WHERE name = ?', name)!.n;
      this.#database.run('UPDATE model SET next_number = next_number + 1 WHERE name = ?', name);
      this.#database.run(
        'INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        name,
        number,
        nowMs,
        version.origin,
        version.parent,
        version.artifactHash,
        version.sizeBytes,
        JSON.stringify(version.features),
        JSON.stringify(version.training),
        JSON.stringify(version.metrics),
        version.trainSeconds,
        version.request === null ? null : JSON.stringify(version.request),
        version.memoryHash,
      );
      const isFirst = this.numberOf(name, 'champion') === null;
      this.#move(name, isFirst ? 'champion' : 'challenger', number, 'added', nowMs);
      return this.get(name, number);
    });
  }

  /** Of one name or of all; newest first within a name. */
  list(name: string | null = null): StoredVersion[] {
    const rows =
      name === null
        ? this.#database.all<VersionRow>(`${SELECT} ORDER BY v.name, v.number DESC`)
        : this.#database.all<VersionRow>(`${SELECT} WHERE v.name = ? ORDER BY v.number DESC`, name);
    return rows.map(fromRow);
  }

  find(name: string, number: number): StoredVersion | null {
    const row = this.#database.first<VersionRow>(`${SELECT} WHERE v.name = ? AND v.number = ?`, name, number);
    return row === undefined ? null : fromRow(row);
  }

  /** @throws ModelError `model.not-found` */
  get(name: string, number: number): StoredVersion {
    const found = this.find(name, number);
    if (found === null) throw notFound(`${name}:${number}`, this.list(name));
    return found;
  }

  /** By `NAME` (the champion), `NAME@alias` or `NAME:number`. @throws ModelError `model.bad-reference` | `model.not-found` */
  resolve(reference: string): StoredVersion {
    const { name, alias, number } = parseReference(reference);
    const wanted = number ?? this.numberOf(name, alias ?? 'champion');
    const found = wanted === null ? null : this.find(name, wanted);
    if (found === null) throw notFound(reference, this.list(name));
    return found;
  }

  numberOf(name: string, alias: ModelAlias): number | null {
    const sql = 'SELECT number AS n FROM alias WHERE name = ? AND alias = ?';
    return this.#database.first<{ n: number }>(sql, name, alias)?.n ?? null;
  }

  /** Makes a version the champion; a former champion is remembered for `rollback`. */
  promote(name: string, number: number, reason: string, nowMs: number): StoredVersion {
    return this.#database.transaction(() => {
      this.get(name, number);
      if (this.numberOf(name, 'challenger') === number) this.#move(name, 'challenger', null, reason, nowMs);
      if (this.numberOf(name, 'champion') !== number) this.#move(name, 'champion', number, reason, nowMs);
      return this.get(name, number);
    });
  }

  /**
   * Gives the champion's place back to the version that had it before; the one that loses it becomes the challenger.
   * @param check Throws where the former one must not lead: then nothing changes.
   * @throws ModelError `model.no-former-champion`
   */
  rollback(name: string, nowMs: number, check: (former: StoredVersion) => void): StoredVersion {
    return this.#database.transaction(() => {
      const current = this.numberOf(name, 'champion');
      if (current === null) throw notFound(name, []);
      const former = this.#formerChampion(name, current);
      if (former === null) {
        throw new ModelError('model.no-former-champion', `${name}:${current} has no former champion to go back to.`);
      }
      check(this.get(name, former));
      this.#move(name, 'champion', former, 'rolled back', nowMs);
      this.#move(name, 'challenger', current, 'rolled back', nowMs);
      return this.get(name, former);
    });
  }

  /** Newest first. */
  moves(name: string): AliasMove[] {
    return this.#database.all<{
      alias: ModelAlias;
      from: number | null;
      to: number | null;
      atMs: number;
      reason: string;
    }>(
      `SELECT alias, from_number AS "from", to_number AS "to", at_ms AS atMs, reason FROM alias_move WHERE name = ?
         ORDER BY move_id DESC`,
      name,
    );
  }

  /** @throws ModelError `model.is-champion` while other versions of the name exist. */
  remove(name: string, number: number, nowMs: number): void {
    this.#database.transaction(() => {
      this.get(name, number);
      const hasOthers = this.list(name).length > 1;
      if (!hasOthers) {
        this.#database.run('DELETE FROM model WHERE name = ?', name);
        return;
      }
      if (this.numberOf(name, 'champion') === number) {
        const what = `${name}:${number} is the champion. Promote another version first, or delete all of ${name}.`;
        throw new ModelError('model.is-champion', what);
      }
      if (this.numberOf(name, 'challenger') === number) this.#move(name, 'challenger', null, 'deleted', nowMs);
      for (const table of ['version', 'observation', 'alert']) {
        this.#database.run(`DELETE FROM ${table} WHERE name = ? AND number = ?`, name, number);
      }
    });
  }

  /** @throws ModelError `model.not-found` */
  removeAll(name: string): void {
    if (this.#database.run('DELETE FROM model WHERE name = ?', name) === 0) throw notFound(name, []);
  }

  /** Every artifact some version needs. */
  usesArtifact(hash: string): boolean {
    const sql = 'SELECT count(*) AS n FROM version WHERE artifact_hash = ? OR memory_hash = ?';
    return (this.#database.first<{ n: number }>(sql, hash, hash)?.n ?? 0) > 0;
  }

  #formerChampion(name: string, current: number): number | null {
    const moves = this.moves(name).filter(({ alias, to }) => alias === 'champion' && to !== null);
    return moves.map(({ to }) => to!).find((number) => number !== current && this.find(name, number) !== null) ?? null;
  }

  #move(name: string, alias: ModelAlias, number: number | null, reason: string, nowMs: number): void {
    const from = this.numberOf(name, alias);
    if (number === null) this.#database.run('DELETE FROM alias WHERE name = ? AND alias = ?', name, alias);
    else {
      const sql = 'INSERT INTO alias VALUES (?, ?, ?) ON CONFLICT (name, alias) DO UPDATE SET number = excluded.number';
      this.#database.run(sql, name, alias, number);
    }
    this.#database.run(
      'INSERT INTO alias_move (name, alias, from_number, to_number, at_ms, reason) VALUES (?, ?, ?, ?, ?, ?)',
      name,
      alias,
      from,
      number,
      nowMs,
      reason,
    );
  }
}

function notFound(reference: string, known: readonly StoredVersion[]): ModelError {
  const names = known.map(({ name, number }) => `${name}:${number}`).slice(0, 5);
  const hint = names.length === 0 ? 'See `log-sentinel models list`.' : `There are ${names.join(', ')}.`;
  return new ModelError('model.not-found', `There is no model ${reference}. ${hint}`);
}

function fromRow(row: VersionRow): StoredVersion {
  const aliases = (row.aliases ?? '').split(',').filter((alias) => alias !== '') as ModelAlias[];
  return {
    name: row.name,
    number: row.number,
    createdAtMs: row.created_ms,
    origin: row.origin,
    parent: row.parent,
    aliases: aliases.sort(),
    artifactHash: row.artifact_hash,
    sizeBytes: row.size_bytes,
    features: JSON.parse(row.features_json) as ModelVersion['features'],
    training: JSON.parse(row.training_json) as ModelVersion['training'],
    metrics: JSON.parse(row.metrics_json) as ModelVersion['metrics'],
    trainSeconds: row.train_seconds,
    hasMemory: row.memory_hash !== null,
    request: row.request_json === null ? null : (JSON.parse(row.request_json) as unknown),
    memoryHash: row.memory_hash,
  };
}
