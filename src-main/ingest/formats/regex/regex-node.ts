import type { CharSet } from './char-set.ts';

/** A part of a regular expression. */
export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly nodes: readonly RegexNode[] }
  | { readonly kind: 'either'; readonly nodes: readonly RegexNode[] }
  /** `most` null: no bound. */
  | {
      readonly kind: 'repeat';
      readonly node: RegexNode;
      readonly least: number;
      readonly most: number | null;
      readonly isLazy: boolean;
    }
  | { readonly kind: 'capture'; readonly name: string | null; readonly node: RegexNode }
  | { readonly kind: 'assert'; readonly what: 'start' | 'end' | 'word' | 'no-word' }
  /** A look at the character before or behind; `orEdge`: the line's start or end will do as well. */
  | {
      readonly kind: 'look';
      readonly set: CharSet;
      readonly isBehind: boolean;
      readonly isNegated: boolean;
      readonly orEdge: boolean;
    }
  /** A look at more; `behind`: how many characters it starts in front of the place, 0 for a look ahead. */
  | { readonly kind: 'look-far'; readonly node: RegexNode; readonly behind: number; readonly isNegated: boolean };
