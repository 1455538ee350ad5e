import { FieldKeys } from '../formats/keys.ts';
import { FieldRole, type RoleKeys } from '../formats/role-keys.ts';
import { severityWords } from '../formats/severity-words.ts';
import { cleanColumnName } from '../formats/table/column-name.ts';
import { AnyTimeReader } from '../timestamps/any-time.ts';
import { ABSENT } from '../timestamps/time-fields.ts';
import type { TableColumn } from './table-rows.ts';

/** Share of a column's values that must be of a kind for it to have that role. */
const CLEAR_SHARE = 0.8;
/** Mean length from which text says more than a name. */
const MESSAGE_LENGTH = 12;

type Role = 'time' | 'level' | 'message' | 'service' | 'host' | 'component' | 'date';
type Row = Readonly<Record<string, unknown>>;

export interface ColumnRoles {
  /** Columns by role beyond what their bare names tell. */
  readonly keys: RoleKeys;
  readonly hasTime: boolean;
  readonly hasMessage: boolean;
  /** Which column is what, for a person. */
  readonly reason: string;
}

/**
 * Finds what the columns of a table are to an event: by name first, then by type and by the values of the first rows.
 * Every column without a role is a further field of the event.
 */
export function findColumnRoles(columns: readonly TableColumn[], rows: readonly Row[]): ColumnRoles {
  const found = new Map<Role, string>();
  nameRoles(columns, found);
  const isFree = ({ name }: TableColumn): boolean => ![...found.values()].includes(name);
  const share = (name: string, fits: (value: unknown) => boolean): number => {
    const values = rows.map((row) => row[name]).filter((value) => value !== null && value !== undefined);
    return values.length === 0 ? 0 : values.filter(fits).length / values.length;
  };
  const take = (role: Role, column: TableColumn | undefined): void => {
    if (column !== undefined && !found.has(role)) found.set(role, column.name);
  };
  if (!found.has('time') && !found.has('date')) {
    const typed = columns.find((column) => isFree(column) && column.kind === 'time');
    take('time', typed ?? columns.find((column) => isFree(column) && share(column.name, isTime) >= CLEAR_SHARE));
  }
  const texts = columns.filter((column) => isFree(column) && column.kind !== 'time' && column.kind !== 'number');
  take(
    'level',
    texts.find(({ name }) => share(name, isLevel) >= CLEAR_SHARE),
  );
  if (!found.has('message')) take('message', longestText(texts.filter(isFree), rows));
  return {
    keys: Object.fromEntries([...found].map(([role, name]) => [role, [name]])),
    hasTime: found.has('time') || found.has('date'),
    hasMessage: found.has('message'),
    reason: [...found].map(([role, name]) => `${role} is ${name}`).join(', '),
  };
}

const ROLES: readonly Role[] = ['time', 'level', 'message', 'service', 'host', 'component', 'date'];

/** The most telling name of each role. */
function nameRoles(columns: readonly TableColumn[], found: Map<Role, string>): void {
  const keys = new FieldKeys();
  const best = new Map<Role, number>();
  for (const { name } of columns) {
    const bytes = new TextEncoder().encode(cleanColumnName(name));
    const hit = keys.find(bytes, 0, bytes.length);
    const role = ROLES.find((one) => hit >= 0 && FieldRole[one] === hit >> 8);
    if (role === undefined || (best.get(role) ?? Number.POSITIVE_INFINITY) <= (hit & 255)) continue;
    best.set(role, hit & 255);
    found.set(role, name);
  }
}

function longestText(columns: readonly TableColumn[], rows: readonly Row[]): TableColumn | undefined {
  const meanLength = ({ name }: TableColumn): number => {
    const texts = rows.map((row) => row[name]).filter((value) => typeof value === 'string');
    return texts.length === 0 ? 0 : texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
  };
  const [best] = columns
    .map((column) => ({ column, length: meanLength(column) }))
    .filter(({ length }) => length >= MESSAGE_LENGTH)
    .sort((a, b) => b.length - a.length);
  return best?.column;
}

/** A date with a time of day, or an epoch number of ten digits or more. */
function isTime(value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const bytes = new TextEncoder().encode(String(value).trim());
  const reader = new AnyTimeReader();
  if (!reader.read(bytes, 0, bytes.length)) return false;
  const { fields } = reader;
  return fields.isEpoch ? bytes.length >= 10 : fields.month !== ABSENT && fields.hour !== ABSENT;
}

function isLevel(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const bytes = new TextEncoder().encode(value.trim());
  return bytes.length > 1 && severityWords().find(bytes, 0, bytes.length) > 0;
}
