import { sqlString } from './engine.ts';

/** Columns of `events` that can be a session key by their name. */
const COLUMNS = new Set(['service', 'host', 'component', 'severity_text', 'template_id', 'path']);

/** How an event's session key is found. */
export type SessionKey =
  /** In the event's lines: the first capture group of an RE2 pattern, else the match. */
  | { readonly kind: 'pattern'; readonly pattern: string; readonly group: 0 | 1 }
  /** A column of `events`, or a key of its attributes. */
  | { readonly kind: 'field'; readonly expression: string };

/** A word is a field name (as a pattern it would only find itself), everything else a pattern. */
export function parseSessionKey(session: string): SessionKey {
  if (COLUMNS.has(session)) return { kind: 'field', expression: session };
  if (/^[A-Za-z_@][\w.@-]*$/.test(session)) return { kind: 'field', expression: attributeSql(session) };
  return { kind: 'pattern', pattern: session, group: hasCapture(session) ? 1 : 0 };
}

/** SQL: a key of the attributes as text; NULL when the event has no such key. */
export function attributeSql(key: string): string {
  const path = `$."${key.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return `json_extract_string(attributes, ${sqlString(path)})`;
}

/** SQL: the session key in a line's text, '' when there is none. */
export function patternSql(key: Extract<SessionKey, { kind: 'pattern' }>, pattern: string, text = 'text'): string {
  return `regexp_extract(${text}, ${pattern}, ${key.group})`;
}

/** True when a pattern has a group that captures: an unescaped `(` outside a class, not followed by `?` unless it is named. */
function hasCapture(pattern: string): boolean {
  let isInClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === '\\') i++;
    else if (char === '[') isInClass = true;
    else if (char === ']') isInClass = false;
    else if (char === '(' && !isInClass) {
      const rest = pattern.slice(i + 1, i + 4);
      if (!rest.startsWith('?') || rest.startsWith('?P<') || /^\?<[^=!]/.test(rest)) return true;
    }
  }
  return false;
}
