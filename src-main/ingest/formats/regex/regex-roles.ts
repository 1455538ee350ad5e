import { AttributeKind, attributeName } from '../attributes-json.ts';
import { fieldKeys } from '../keys.ts';
import { FIELD_ROLES, type RoleKeys } from '../role-keys.ts';

export interface RegexAttribute {
  readonly captures: readonly number[];
  /** As `AttributeRanges` wants it. */
  readonly name: Uint8Array;
  readonly kind: AttributeKind;
}

/** What the captures of an expression are to an event. */
export interface RegexRoles {
  /** By role: its captures, the one that counts first. */
  readonly roles: readonly (readonly number[])[];
  readonly attributes: readonly RegexAttribute[];
}

/**
 * Gives captures their roles by their names, like the fields of structured lines. Names that begin with `_` are dropped.
 * @param names Of captures from 1 on; unnamed ones are null.
 * @param numberFields Names whose values are numbers.
 */
export function assignRoles(
  names: readonly (string | null)[],
  keys: RoleKeys,
  numberFields: readonly string[],
): RegexRoles {
  const table = fieldKeys(keys);
  const encoder = new TextEncoder();
  const captures = Map.groupBy(
    names.flatMap((name, i) => (name === null || name.startsWith('_') ? [] : [{ name, capture: i + 1 }])),
    ({ name }) => name,
  );
  const ranked = [...captures].map(([name, list]) => {
    const bytes = encoder.encode(name);
    const found = table.find(bytes, 0, bytes.length);
    return { name, found, captures: list.map(({ capture }) => capture) };
  });
  const roles: number[][] = Array.from({ length: FIELD_ROLES }, () => []);
  const attributes: RegexAttribute[] = [];
  const isTaken = new Map<number, number>();
  for (const entry of ranked.toSorted((a, b) => (a.found & 255) - (b.found & 255))) {
    const role = entry.found < 0 ? -1 : entry.found >> 8;
    const rank = entry.found & 255;
    // A second name of a role is a field of its own, unless both are the format's first choice in different ways to match.
    if (role >= 0 && (isTaken.get(role) ?? rank) === rank) {
      isTaken.set(role, rank);
      roles[role]!.push(...entry.captures);
      continue;
    }
    const kind = numberFields.includes(entry.name) ? AttributeKind.number : AttributeKind.text;
    attributes.push({ captures: entry.captures, name: attributeName(entry.name), kind });
  }
  return { roles, attributes };
}
