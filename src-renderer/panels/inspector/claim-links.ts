import type { IncidentDetail } from '#shared/contract/incidents.ts';

type Claim = IncidentDetail['claims'][number];

/** A piece of the sentence; `claim` is the position of the claim whose number it is. */
export interface SentencePiece {
  readonly text: string;
  readonly claim: number | null;
  /** Punctuation right after a claim's number: a line never starts with it. */
  readonly tail: string;
}

/** A number as it stands in a sentence: thousands separators, a decimal part, nothing glued to a word before it. */
const NUMBER =
  /(?<![\p{L}\p{N}_.,:/-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!(?!x(?![\p{L}\p{N}]))[\p{L}\p{N}_]|[.,:/-]\d)/gu;

/**
 * Finds the claims' numbers in the sentence, so each becomes a link to the query that recomputes it.
 * Every claim is used at most once, in sentence order; a number no claim stands behind stays plain text.
 */
export function linkClaims(
  summary: string,
  claims: readonly Pick<Claim, 'value' | 'unit'>[],
): readonly SentencePiece[] {
  const free = new Set(claims.keys());
  const pieces: SentencePiece[] = [];
  let at = 0;
  for (const match of summary.matchAll(NUMBER)) {
    const claim = [...free].find((index) =>
      isShownAs(claims[index]?.value ?? Number.NaN, match[0], nextChar(summary, match)),
    );
    if (claim === undefined) continue;
    free.delete(claim);
    if (match.index > at) pieces.push({ text: summary.slice(at, match.index), claim: null, tail: '' });
    const end = match.index + match[0].length;
    const tail = /^[.,;:!?)%]+/.exec(summary.slice(end))?.[0] ?? '';
    pieces.push({ text: match[0], claim, tail });
    at = end + tail.length;
  }
  if (at < summary.length) pieces.push({ text: summary.slice(at), claim: null, tail: '' });
  return pieces;
}

function nextChar(summary: string, match: RegExpExecArray | RegExpMatchArray): string {
  return summary
    .slice((match.index ?? 0) + match[0].length)
    .trimStart()
    .charAt(0);
}

/** True when a value, rounded as the text is, reads as the text; a share may be written as a percentage. */
function isShownAs(value: number, text: string, following: string): boolean {
  const shown = Number(text.replaceAll(',', ''));
  const digits = text.includes('.') ? (text.split('.')[1]?.length ?? 0) : 0;
  const tolerance = 0.5 * 10 ** -digits + 1e-9;
  if (Math.abs(value - shown) <= tolerance) return true;
  return following === '%' && Math.abs(value * 100 - shown) <= tolerance;
}
