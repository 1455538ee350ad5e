import { parseEventQuery } from '#shared/domain/event-query.ts';

/** Log text taken apart for the eye: template parts dim, parameters bright, search hits marked, control bytes visible. */
export interface TextSegment {
  readonly text: string;
  readonly kind: 'constant' | 'parameter' | 'plain';
  readonly isHit: boolean;
  readonly isEscape: boolean;
}

/** Characters of one cell that are laid out; the rest is folded behind a sign that says how many. */
export const MAX_CELL_CHARS = 2000;

/**
 * Splits content by the constant parts of its template.
 * The pieces always join to the content; when the parts do not fit, everything is one `plain` piece.
 */
export function splitByTemplate(
  content: string,
  parts: readonly string[] | null,
): readonly Omit<TextSegment, 'isHit' | 'isEscape'>[] {
  if (parts === null || parts.length === 0) return [{ text: content, kind: 'plain' }];
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  const plain = [{ text: content, kind: 'plain' as const }];
  if (!content.startsWith(first) || (parts.length > 1 && !content.endsWith(last))) return plain;
  if (parts.length === 1) return content === first ? [{ text: content, kind: 'constant' }] : plain;
  const out: { text: string; kind: 'constant' | 'parameter' }[] = [];
  const push = (text: string, kind: 'constant' | 'parameter') => {
    if (text !== '') out.push({ text, kind });
  };
  push(first, 'constant');
  let at = first.length;
  const end = content.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = part === '' ? at : findPart(content, part, at);
    if (found < 0 || found + part.length > end) return plain;
    push(content.slice(at, found), 'parameter');
    push(part, 'constant');
    at = found + part.length;
  }
  if (at > end) return plain;
  push(content.slice(at, end), 'parameter');
  push(last, 'constant');
  return out;
}

/** A wildcard mostly holds something; an empty one is accepted when nothing else fits. */
function findPart(content: string, part: string, at: number): number {
  const found = content.indexOf(part, at + 1);
  return found < 0 ? content.indexOf(part, at) : found;
}

/**
 * Free words and phrases of a query, for marking hits. Patterns are not among them: the browser would try them by
 * back-tracking, which the engine's patterns never do.
 */
export function queryWords(query: string): readonly string[] {
  return parseEventQuery(query).flatMap((term) =>
    term.kind === 'text' && !term.isNegated ? [term.text.toLowerCase()] : [],
  );
}

/** Cuts pieces further at search hits (case-insensitive) and at control characters. */
export function segmentText(
  content: string,
  parts: readonly string[] | null,
  words: readonly string[],
): readonly TextSegment[] {
  const out: TextSegment[] = [];
  for (const piece of splitByTemplate(
    content.slice(0, MAX_CELL_CHARS),
    content.length > MAX_CELL_CHARS ? null : parts,
  )) {
    for (const run of splitHits(piece.text, words)) pushEscaped(out, run.text, piece.kind, run.isHit);
  }
  return out;
}

function splitHits(text: string, words: readonly string[]): readonly { text: string; isHit: boolean }[] {
  if (words.length === 0) return [{ text, isHit: false }];
  const lower = text.toLowerCase();
  // Lower-casing can change the length (U+0130); hits are then left unmarked rather than misplaced.
  if (lower.length !== text.length) return [{ text, isHit: false }];
  const out: { text: string; isHit: boolean }[] = [];
  let at = 0;
  while (at < text.length) {
    let next = -1;
    let length = 0;
    for (const word of words) {
      const found = lower.indexOf(word, at);
      if (found >= 0 && (next < 0 || found < next)) {
        next = found;
        length = word.length;
      }
    }
    if (next < 0) break;
    if (next > at) out.push({ text: text.slice(at, next), isHit: false });
    out.push({ text: text.slice(next, next + length), isHit: true });
    at = next + length;
  }
  if (at < text.length) out.push({ text: text.slice(at), isHit: false });
  return out;
}

// Control characters, bidirectional overrides and zero-width characters: invisible or able to reorder a line.
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function pushEscaped(out: TextSegment[], text: string, kind: TextSegment['kind'], isHit: boolean): void {
  let at = 0;
  for (const match of text.matchAll(UNSAFE)) {
    if (match.index > at) out.push({ text: text.slice(at, match.index), kind, isHit, isEscape: false });
    out.push({ text: escapeOf(match[0]), kind, isHit, isEscape: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) out.push({ text: text.slice(at), kind, isHit, isEscape: false });
}

function escapeOf(character: string): string {
  if (character === '\t') return '\\t';
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
