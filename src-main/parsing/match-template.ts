import type { ParameterPiece, ShapeUse, Template } from '#shared/domain/template.ts';
import { fitGaps, flatText, isOneValue, piecesOf } from './shape-slice.ts';

export interface TemplateMatch {
  readonly template: Template;
  readonly wildcards: ParameterPiece[][];
}

/**
 * How a shape's text and parameters fill a template's wildcards, constants read from left to right.
 * @returns Null when the constants are not all there in order. A template of the miner always matches its own shapes.
 */
export function matchTemplate(shape: ShapeUse, template: Template): ParameterPiece[][] | null {
  const gaps = fitGaps(flatText(shape), template.parts);
  return gaps === null ? null : piecesOf(gaps, null);
}

const HAS_LETTER = /\p{L}/u;

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
        const gaps = fitGaps(flat, template.parts);
        if (gaps === null || !gaps.every(isOneValue)) continue;
        best = { template, wildcards: piecesOf(gaps, null) };
        break;
      }
    }
    return best;
  }
}

function constantLength({ parts }: Template): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
