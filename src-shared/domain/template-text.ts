/** How a wildcard is written in a template's text. */
export const WILDCARD = '<*>';

/** What could be taken for a wildcard in constant text, or for one that was escaped. */
const LITERAL = /<(\\*)\*>/g;
const ESCAPED = /<\\(\\*)\*>/g;

/**
 * The text of a template from its constant parts: wildcards are `<*>`, a literal `<*>` is written `<\*>` (and `<\*>` as
 * `<\\*>`), so that a text names exactly one template.
 */
export function templateTextOf(parts: readonly string[]): string {
  return parts.map((part) => (part.includes('*>') ? part.replaceAll(LITERAL, '<\\$1*>') : part)).join(WILDCARD);
}

/** Inverse of {@link templateTextOf}: one part more than there are wildcards. */
export function templateParts(text: string): string[] {
  return text.split(WILDCARD).map((part) => (part.includes('*>') ? part.replaceAll(ESCAPED, '<$1*>') : part));
}
