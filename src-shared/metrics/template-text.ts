/*
 * How template texts are made comparable. Blanks and digits are the Unicode classes of Python's `re`, which the field's
 * published scorers use; JavaScript's own `\s` and `\d` differ (U+FEFF, U+001C..1F, U+0085, digits beyond ASCII).
 */
const BLANK = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const BLANKS = new RegExp(`[${BLANK}]+`, 'gu');
const NAMED_PLACEHOLDER = /<[A-Za-z_*][A-Za-z0-9_:*-]*>/g;
const NUMBER = /(?<![A-Za-z0-9])[-+]?\p{Nd}+(\.\p{Nd}+)*(?![A-Za-z0-9])/gu;
const WORD_CHARACTER = `[^${BLANK}<>/=,:;()\\[\\]{}"']`;
const WORD_WITH_WILDCARD = new RegExp(`${WORD_CHARACTER}*<\\*>${WORD_CHARACTER}*`, 'gu');
const ADJACENT_WILDCARDS = /<\*>(?:[.:/@#,_-]| )?<\*>/g;

/** Named placeholders (`<IP>`, `<num:int>`) become `<*>`. */
export function unifyPlaceholders(template: string): string {
  return template.replaceAll(NAMED_PLACEHOLDER, '<*>');
}

/** Runs of blanks become one space; none at the ends. */
export function normalizeStrictly(template: string): string {
  const text = template.replaceAll(BLANKS, ' ');
  return text.slice(text.startsWith(' ') ? 1 : 0, text.endsWith(' ') ? -1 : undefined);
}

/** As `normalizeStrictly`; digit tokens and words holding a wildcard become `<*>`, and adjacent wildcards are one. */
export function normalizeLeniently(template: string): string {
  let text = normalizeStrictly(template).replaceAll(NUMBER, '<*>').replaceAll(WORD_WITH_WILDCARD, '<*>');
  for (;;) {
    const merged = text.replaceAll(ADJACENT_WILDCARDS, '<*>');
    if (merged === text) return text;
    text = merged;
  }
}
