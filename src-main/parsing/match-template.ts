import type { ParameterPiece, ShapeUse, Template } from '#shared/domain/template.ts';
import { splitAtHoles } from './units.ts';
import { flatText } from './unit-table.ts';

export interface TemplateMatch {
  readonly template: Template;
  readonly wildcards: ParameterPiece[][];
}

/**
 * How a shape's text and parameters fill a template's wildcards, constants read from left to right.
 * @returns Null when the constants are not all there in order. A template of the miner always matches its own shapes.
 */
export function matchTemplate(shape: ShapeUse, template: Template): ParameterPiece[][] | null {
  return matchFlat(flatText(shape), template.parts);
}

function matchFlat(flat: string, parts: readonly string[]): ParameterPiece[][] | null {
  const first = parts[0] ?? '';
  const last = parts.length > 1 ? parts.at(-1)! : '';
  if (parts.length === 1) return flat === first ? [] : null;
  const end = flat.length - last.length;
  if (!flat.startsWith(first) || end < first.length || !flat.endsWith(last)) return null;
  const gaps: string[] = [];
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const next = flat.indexOf(part, at);
    if (next < 0 || next + part.length > end) return null;
    gaps.push(flat.slice(at, next));
    at = next + part.length;
  }
  gaps.push(flat.slice(at, end));
  return numberHoles(gaps);
}

function numberHoles(gaps: readonly string[]): ParameterPiece[][] {
  let index = 0;
  return gaps.map((gap) => {
    const pieces: ParameterPiece[] = [];
    splitAtHoles(gap).forEach((text, i) => {
      if (i > 0) pieces.push({ index: index++ });
      if (text !== '') pieces.push({ text });
    });
    return pieces;
  });
}

const HAS_LETTER = /\p{L}/u;
const INNER_SPACE = /\S\s+\S/;

/** Finds the template an unseen shape belongs to, among those known from elsewhere. */
export class TemplateMatcher {
  /** By the first character of the text; '' for templates that begin with a wildcard. */
  readonly #buckets = new Map<string, Template[]>();

  constructor(templates: readonly Template[]) {
    const general = templates.filter(({ parts }) => parts.some((part) => HAS_LETTER.test(part)));
    for (const template of general.toSorted((a, b) => constantLength(b) - constantLength(a))) {
      const key = template.parts[0]!.slice(0, 1);
      const bucket = this.#buckets.get(key) ?? [];
      this.#buckets.set(key, bucket);
      bucket.push(template);
    }
  }

  /**
   * The match with the most constant text; of equal ones the first. A wildcard takes no run of words: those would be a
   * message of its own. Templates without any letter match nothing.
   */
  match(shape: ShapeUse): TemplateMatch | null {
    const flat = flatText(shape);
    let best: TemplateMatch | null = null;
    for (const key of new Set([flat.slice(0, 1), ''])) {
      for (const template of this.#buckets.get(key) ?? []) {
        if (best !== null && constantLength(template) <= constantLength(best.template)) break;
        const wildcards = matchFlat(flat, template.parts);
        if (wildcards === null || !wildcards.every(isOneValue)) continue;
        best = { template, wildcards };
        break;
      }
    }
    return best;
  }
}

function constantLength({ parts }: Template): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function isOneValue(pieces: readonly ParameterPiece[]): boolean {
  return pieces.every((piece) => 'index' in piece || !INNER_SPACE.test(piece.text));
}
