import { fileWarning } from '../sources/file-issues.ts';
import type { ArchiveContent, FoundMember, MemberProblem } from '../sources/expand-archive.ts';
import { findColumnRoles } from './column-roles.ts';
import { sqlitePacking } from './open-table.ts';
import { listTables, openSqlite, readSomeRows, type SqliteTable } from './sqlite-rows.ts';

const JUDGED_ROWS = 40;

/** Where a SQLite file was found. */
export interface SqlitePlace
  extends Pick<FoundMember, 'packing' | 'sizeBytes' | 'modifiedMs' | 'stream' | 'streamPosition'> {
  /** Of the member it is; null for a file on disk. */
  readonly name: string | null;
}

/**
 * The tables of a SQLite file as members to read: the wanted ones, else those with a time and a message, else those with a
 * time or a message. The others are named with the reason.
 * @returns null when none can be read: opening the file itself says why.
 */
export function expandSqlite(
  path: string,
  stored: SqlitePlace,
  wanted: readonly string[] | undefined,
): ArchiveContent | null {
  let database: ReturnType<typeof openSqlite>;
  try {
    database = openSqlite(path);
  } catch {
    // Opening the file to read it meets the same trouble, and tells it.
    return null;
  }
  try {
    const tables = listTables(database);
    const judged = tables.map((table) => ({ table, points: judge(table, readSomeRows(database, table, JUDGED_ROWS)) }));
    const best = Math.max(0, ...judged.map(({ points }) => points));
    const chosen = judged
      .filter(({ table, points }) =>
        wanted === undefined ? points > 0 && points === best : wanted.includes(table.name),
      )
      .map(({ table }) => table);
    if (chosen.length === 0) return null;
    const place = { ...stored, sizeBytes: Math.floor(stored.sizeBytes / chosen.length) };
    const left = tables.filter((table) => !chosen.includes(table));
    return {
      members: chosen.map((table) => memberOf(table, place)),
      problems: left.map((table) => leftOut(table, place)),
    };
  } catch {
    return null;
  } finally {
    database.close();
  }
}

/** 2 for a time and a message, 1 for one of them. */
function judge(table: SqliteTable, rows: ReadonlyArray<Record<string, unknown>>): number {
  const { hasTime, hasMessage } = findColumnRoles(table.columns, rows);
  return Number(hasTime) + Number(hasMessage);
}

function memberOf({ name }: SqliteTable, { name: holder, packing, ...place }: SqlitePlace): FoundMember {
  const member = nameIn(holder, name);
  return { ...place, member, packing: sqlitePacking(packing, name), compression: 'none' };
}

function nameIn(holder: string | null, table: string): string {
  return holder === null ? table : `${holder}!${table}`;
}

function leftOut({ name }: SqliteTable, place: SqlitePlace): MemberProblem {
  const message = 'It looks less like a log than other tables of the file. Name it with --table to read it.';
  return { member: nameIn(place.name, name), status: 'skipped', warning: fileWarning('W_SKIPPED', message) };
}
