import { templateParts } from '#shared/domain/template-text.ts';
import { fitGaps, isOneValue, type ShapeSlice, type TemplatePattern } from '../shape-slice.ts';

const HAS_LETTER = /\p{L}/u;

/** A template as an edit names it. */
export function namedPattern(text: string): TemplatePattern {
  return { text, parts: templateParts(text) };
}

/** Whether a text says enough to recognise messages by it: some letter is constant. */
export function saysEnough({ parts }: TemplatePattern): boolean {
  return parts.some((part) => HAS_LETTER.test(part));
}

/** Whether a flat text is a message of the pattern: its constants in order, and no run of words in any wildcard. */
export function isMessageOf(flat: string, { parts }: TemplatePattern): boolean {
  return fitGaps(flat, parts)?.every(isOneValue) ?? false;
}

/** Which slices an edit takes hold of: those of the named templates, and those that fit while nothing excepts them. */
export class EditScope {
  readonly #texts: ReadonlySet<string>;
  readonly #except: ReadonlySet<string>;
  readonly #alike: readonly TemplatePattern[];

  /** @param alike Patterns by which further messages are recognised; ones without a constant letter recognise nothing. */
  constructor(texts: readonly string[], alike: readonly TemplatePattern[], except: readonly string[]) {
    this.#texts = new Set(texts);
    this.#except = new Set(except);
    this.#alike = alike.filter(saysEnough);
  }

  holds({ pattern, flat }: ShapeSlice): boolean {
    if (this.#texts.has(pattern.text)) return true;
    return !this.#except.has(pattern.text) && this.fits(flat);
  }

  fits(flat: string): boolean {
    return this.#alike.some((pattern) => isMessageOf(flat, pattern));
  }

  isNamed(text: string): boolean {
    return this.#texts.has(text);
  }
}
