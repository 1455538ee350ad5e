/** U+001F joins shape parameters, U+001E escapes inside them; see src-main/parsing/parameters.ts for the encoding. */
const SEPARATOR = 'chr(31)';
const ESCAPE = 'chr(30)';

/** Beyond this many parameters the content is put together by a loop over lists, 1.6x slower but for any number. */
const MAX_UNROLLED = 24;

/** Escapes constant text like a parameter, so that a whole content can be unescaped at once. */
export function escapePart(text: string): string {
  return text.replaceAll('\u001E', '\u001E0').replaceAll('\u001F', '\u001E1');
}

function unescapeSql(text: string): string {
  return `replace(replace(replace(${text}, ${ESCAPE} || '2', ''), ${ESCAPE} || '1', ${SEPARATOR}), ${ESCAPE} || '0', ${ESCAPE})`;
}

/** SQL: a shape's parameters as VARCHAR[] from their joined text. */
export function parameterListSql(joined: string): string {
  return `CASE WHEN ${joined} = '' THEN []::VARCHAR[]
    WHEN contains(${joined}, ${ESCAPE}) THEN list_transform(string_split(${joined}, ${SEPARATOR}), lambda p: ${unescapeSql('p')})
    ELSE string_split(${joined}, ${SEPARATOR}) END`;
}

/**
 * SQL: the content rebuilt exactly from a shape's constant parts (escaped by `escapePart`) and its parameters.
 * Without a CASE: over list columns it would copy them, which doubles the cost.
 * @param maxParameters Most parameters any shape of the case has.
 */
export function contentSql(parts: string, joined: string, maxParameters: number): string {
  const own = `string_split(${joined}, ${SEPARATOR})`;
  if (maxParameters > MAX_UNROLLED) {
    return unescapeSql(`array_to_string(list_transform(list_zip(${parts}, ${own}), lambda z: concat(z[1], z[2])), '')`);
  }
  const pieces = Array.from({ length: maxParameters + 1 }, (_, i) => `${parts}[${i + 1}], ${own}[${i + 1}]`);
  return unescapeSql(`concat(${pieces.join(', ')})`);
}

/**
 * SQL: a template's parameters as VARCHAR[]. `wildcards` holds for each wildcard its pieces, `t` + text or `p` + 1-based
 * index of a shape parameter; NULL means that both lists are the same.
 */
export function templateParametersSql(wildcards: string, joined: string): string {
  const own = parameterListSql(joined);
  const piece = `CASE WHEN starts_with(x, 't') THEN substr(x, 2) ELSE coalesce(own[substr(x, 2)::INTEGER], '') END`;
  return `CASE WHEN ${wildcards} IS NULL THEN ${own}
    ELSE list_transform([${own}], lambda own: list_transform(${wildcards},
      lambda w: array_to_string(list_transform(w, lambda x: ${piece}), '')))[1] END`;
}
