import { WILDCARD } from '#shared/domain/template-text.ts';

/** A stretch of a template's text that is chosen as one; offsets are UTF-16. */
export interface TemplateToken {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Place among the wildcards, from 0; null for constant text. */
  readonly wildcard: number | null;
  /** White space: shown, never chosen by itself. */
  readonly isGap: boolean;
}

/** Wildcards and escaped ones whole, words whole, every other sign by itself. */
const TOKEN = /<\\*\*>|[\p{L}\p{N}_]+|\s+|[^\s\p{L}\p{N}_]/gu;

/** Takes a template's text apart; the tokens join to the text. */
export function templateTokens(text: string): readonly TemplateToken[] {
  let wildcards = 0;
  return Array.from(text.matchAll(TOKEN), ({ 0: token, index }) => ({
    text: token,
    start: index,
    end: index + token.length,
    wildcard: token === WILDCARD ? wildcards++ : null,
    isGap: token.trim() === '',
  }));
}

/** Two token places, in any order; both belong to the choice. */
export interface TokenRange {
  readonly anchor: number;
  readonly head: number;
}

/** Text offsets of a choice, as the engine takes them. */
export function rangeOffsets(tokens: readonly TemplateToken[], { anchor, head }: TokenRange) {
  const first = tokens[Math.min(anchor, head)];
  const last = tokens[Math.max(anchor, head)];
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}

export function isInRange(place: number, range: TokenRange | null): boolean {
  return range !== null && place >= Math.min(range.anchor, range.head) && place <= Math.max(range.anchor, range.head);
}

/** The next token that can be chosen in a direction; the same place when there is none. */
export function stepToken(tokens: readonly TemplateToken[], from: number, by: 1 | -1): number {
  for (let place = from + by; place >= 0 && place < tokens.length; place += by)
    if (tokens[place]?.isGap === false) return place;
  return from;
}
