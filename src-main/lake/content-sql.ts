/** U+001F joins shape parameters, U+001E escapes inside them; see src-main/parsing/parameters.ts for the encoding. */
const SEPARATOR = 'chr(31)';
const ESCAPE = 'chr(30)';

/** SQL: a shape's parameters as VARCHAR[] from their joined text. */
export function parameterListSql(joined: string): string {
  const unescaped = `replace(replace(replace(p, ${ESCAPE} || '2', ''), ${ESCAPE} || '1', ${SEPARATOR}), ${ESCAPE} || '0', ${ESCAPE})`;
  return `CASE WHEN ${joined} = '' THEN []::VARCHAR[]
    WHEN contains(${joined}, ${ESCAPE}) THEN list_transform(string_split(${joined}, ${SEPARATOR}), lambda p: ${unescaped})
    ELSE string_split(${joined}, ${SEPARATOR}) END`;
}

/** SQL: the content rebuilt exactly from a shape's constant parts and its parameters. */
export function contentSql(parts: string, joined: string): string {
  return `CASE WHEN ${joined} = '' THEN ${parts}[1]
    ELSE array_to_string(list_transform(list_zip(${parts}, ${parameterListSql(joined)}),
      lambda z: coalesce(z[1], '') || coalesce(z[2], '')), '') END`;
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
