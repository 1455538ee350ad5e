import { FIELD_ROLES, FieldRole, ROLE_KEYS, type RoleKeys } from './role-keys.ts';

interface Key {
  readonly bytes: Uint8Array;
  /** A FieldRole, or FIELD_ROLES + the place of a part of the message. */
  readonly role: number;
  readonly rank: number;
}

const NO_KEY = -1;

/** Looks names up by their bytes, without strings. */
export class FieldKeys {
  private readonly slots: (Key | undefined)[] = Array.from({ length: 1024 }, () => undefined);
  private readonly prefixes: Uint8Array[] = [];

  /**
   * @param extra Further names by role; they rank before the common ones.
   * @param parts Names whose values make the message, in order; they have no other role.
   */
  constructor(extra: RoleKeys = {}, parts: readonly string[] = []) {
    parts.forEach((name, place) => this.insert(name, FIELD_ROLES + place, 0));
    const roles = Object.keys(FieldRole) as (keyof typeof FieldRole)[];
    // A name the format gives a role keeps it, whatever the common tables say.
    for (const role of roles) extra[role]?.forEach((name, rank) => this.insert(name, FieldRole[role], rank));
    for (const role of roles) {
      const first = extra[role]?.length ?? 0;
      ROLE_KEYS[role].forEach((name, rank) => this.insert(name, FieldRole[role], first + rank));
    }
  }

  /** `role * 256 + rank` of the name in `[start, end)`, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    let hash = end - start;
    for (let i = start; i < end; i++) hash = Math.imul(hash, 31) + fold(bytes[i]!);
    for (let slot = hash & 1023; ; slot = (slot + 1) & 1023) {
      const key = this.slots[slot];
      if (key === undefined) return NO_KEY;
      if (isSame(key.bytes, bytes, start, end)) return key.role * 256 + key.rank;
    }
  }

  /** True when names of nested objects begin with this one (`log` of `log.level`). */
  isPrefix(bytes: Uint8Array, start: number, end: number): boolean {
    for (const prefix of this.prefixes) if (isSame(prefix, bytes, start, end)) return true;
    return false;
  }

  private insert(key: string, role: number, rank: number): void {
    const name = key.toLowerCase();
    const bytes = new TextEncoder().encode(name);
    let hash = bytes.length;
    for (const byte of bytes) hash = Math.imul(hash, 31) + fold(byte);
    let slot = hash & 1023;
    while (this.slots[slot] !== undefined) {
      if (isSame(this.slots[slot]!.bytes, bytes, 0, bytes.length)) return;
      slot = (slot + 1) & 1023;
    }
    this.slots[slot] = { bytes, role, rank };
    for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) this.addPrefix(name.slice(0, dot));
  }

  private addPrefix(prefix: string): void {
    const bytes = new TextEncoder().encode(prefix);
    if (!this.isPrefix(bytes, 0, bytes.length)) this.prefixes.push(bytes);
  }
}

function fold(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 32 : byte;
}

function isSame(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== fold(bytes[start + i]!)) return false;
  return true;
}

let common: FieldKeys | null = null;

/** The names of a format; the common table is built once. */
export function fieldKeys(extra: RoleKeys, parts: readonly string[] = []): FieldKeys {
  if (Object.keys(extra).length > 0 || parts.length > 0) return new FieldKeys(extra, parts);
  common ??= new FieldKeys();
  return common;
}
