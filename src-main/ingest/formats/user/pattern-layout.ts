import { IngestError } from '#shared/base/errors.ts';
import { javaTimeToSpec } from '../../timestamps/java-time.ts';
import { type LayoutElement, writePattern } from './layout-elements.ts';
import { findLayoutWord, type LayoutWord } from './layout-words.ts';
import { fillProperties } from './layout-properties.ts';

/** What a PatternLayout says of its lines. */
export interface CompiledLayout {
  readonly pattern: string;
  readonly headerLines: number;
  /** Level words that the layout cuts or changes. */
  readonly levels: Readonly<Record<string, number>>;
  /** Zone the times are written in, or ''. */
  readonly timezone: string;
}

const LEVELS: Readonly<Record<string, number>> = { TRACE: 1, DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 };

/**
 * Compiles a PatternLayout of log4j 1, log4j 2 or logback to a pattern.
 * @throws IngestError `ingest.layout` with the place, from 0, in `details.at`; for a date pattern `ingest.time-spec`.
 */
export function compileLayout(layout: string): CompiledLayout {
  const reader = new LayoutReader(fillProperties(layout));
  const elements = nameClasses(reader.sequence(null));
  if (!elements.some(({ kind }) => kind === 'message')) {
    throw new IngestError('ingest.layout', 'The layout has no %m: nothing would be left of an event.', {
      details: { at: 0 },
    });
  }
  return { ...writePattern(elements), levels: reader.levels, timezone: reader.timezone };
}

/** Without a logger the class is the component. */
function nameClasses(elements: readonly LayoutElement[]): LayoutElement[] {
  const hasLogger = elements.some((element) => element.kind === 'field' && element.name === 'component');
  return elements.map((element) =>
    !hasLogger && element.kind === 'field' && element.name === 'class' ? { ...element, name: 'component' } : element,
  );
}

interface Modifier {
  readonly isPadded: boolean;
  /** Characters kept; negative: from the start, as Java has it, positive: from the end. */
  readonly most: number | null;
}

class LayoutReader {
  readonly levels: Record<string, number> = {};
  timezone = '';
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** @param close What ends the sequence; null: the end of the layout. */
  sequence(close: ')' | '}' | null): LayoutElement[] {
    const start = this.#at;
    const elements: LayoutElement[] = [];
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === close) {
        this.#at++;
        return elements;
      }
      if (char === '%') elements.push(...this.#conversion());
      else elements.push(...this.#literal());
    }
    if (close !== null) throw this.#error(start, `"${close}" is missing`);
    return elements;
  }

  #error(at: number, problem: string): IngestError {
    return new IngestError('ingest.layout', `Bad layout at character ${at + 1}: ${problem}.`, {
      details: { at, problem },
    });
  }

  #literal(): LayoutElement[] {
    const char = this.#text[this.#at++]!;
    if (char === '\n') return [{ kind: 'line-break' }];
    if (char !== '\\') return [{ kind: 'text', text: char }];
    const escaped = this.#text[this.#at++] ?? '\\';
    if (escaped === 'n') return [{ kind: 'line-break' }];
    // logback: `\_` is nothing, to end a word.
    if (escaped === 'r' || escaped === '_') return [];
    return [{ kind: 'text', text: escaped === 't' ? '\t' : escaped }];
  }

  #conversion(): LayoutElement[] {
    const start = this.#at++;
    if (this.#takes('%')) return [{ kind: 'text', text: '%' }];
    const modifier = this.#modifier();
    if (this.#takes('(')) return this.sequence(')');
    const letters = /^[A-Za-z]+/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    const found = findLayoutWord(letters);
    if (found === null) throw this.#error(start, `%${letters} is no conversion of log4j or logback`);
    this.#at += found.length;
    return this.#elements(found.word, modifier, start);
  }

  #modifier(): Modifier {
    const found = /^(-?0?\d+)?(?:\.(-?\d+))?/.exec(this.#text.slice(this.#at));
    this.#at += found?.[0].length ?? 0;
    return { isPadded: found?.[1] !== undefined, most: found?.[2] === undefined ? null : Number(found[2]) };
  }

  #elements(word: LayoutWord, modifier: Modifier, start: number): LayoutElement[] {
    switch (word.kind) {
      case 'group':
      case 'optional-group':
        return this.#group(word.kind === 'optional-group', start);
      case 'time': {
        const [pattern = 'DEFAULT', zone = ''] = this.#options();
        if (zone !== '') this.timezone = zone;
        return [{ kind: 'time', spec: this.#timeSpec(pattern.trim(), start) }];
      }
      case 'level':
        this.#cutLevels(modifier, this.#options());
        return [{ kind: 'field', name: 'level', class: '', isPadded: modifier.isPadded, isOptional: false }];
      case 'message':
        this.#options();
        return [{ kind: 'message' }];
      case 'line-break':
        return [{ kind: 'line-break' }];
      case 'value': {
        const [name = word.field] = this.#options();
        const plain = fieldName(name.replace(/:-.*$/, '')) || word.field;
        return [{ kind: 'field', name: plain, class: 'any', isPadded: false, isOptional: true }];
      }
      case 'field': {
        this.#options();
        const { field: name, class: fieldClass, isOptional } = word;
        return [{ kind: 'field', name, class: fieldClass, isPadded: modifier.isPadded, isOptional }];
      }
      default:
        this.#options();
        return [];
    }
  }

  #timeSpec(pattern: string, start: number): string {
    try {
      return javaTimeToSpec(pattern === '' ? 'DEFAULT' : pattern);
    } catch (error) {
      if (!(error instanceof IngestError)) throw error;
      throw new IngestError(error.code, error.message, { details: { ...error.details, at: start }, cause: error });
    }
  }

  /** Colours and the like change nothing of the text inside them. */
  #group(isOptional: boolean, start: number): LayoutElement[] {
    const isRound = this.#takes('(');
    if (!isRound && !this.#takes('{')) throw this.#error(start, 'the text it is about is missing');
    const inside = this.sequence(isRound ? ')' : '}');
    this.#options();
    if (!isOptional) return inside;
    return inside.map((element) => (element.kind === 'field' ? { ...element, isOptional: true } : element));
  }

  /** The options in braces behind a word. */
  #options(): string[] {
    const options: string[] = [];
    while (this.#text[this.#at] === '{') {
      const start = this.#at;
      let depth = 0;
      do {
        const char = this.#text[this.#at++];
        if (char === undefined) throw this.#error(start, '"}" is missing');
        if (char === '{') depth++;
        if (char === '}') depth--;
      } while (depth > 0);
      options.push(this.#text.slice(start + 1, this.#at - 1));
    }
    return options;
  }

  #cutLevels({ most }: Modifier, options: readonly string[]): void {
    const length = /(?:^|,)\s*length\s*=\s*(\d+)/.exec(options[0] ?? '')?.[1];
    const kept = length === undefined ? most : -Number(length);
    const renamed = (options[0] ?? '').matchAll(/([A-Za-z]+)\s*=\s*([^,\s]+)/g);
    for (const [, level = '', text = ''] of renamed) {
      const severity = LEVELS[level.toUpperCase()];
      if (severity !== undefined) this.levels[text] = severity;
    }
    if (kept === null || kept === 0) return;
    for (const [level, severity] of Object.entries(LEVELS)) {
      const text = kept < 0 ? level.slice(0, -kept) : level.slice(-kept);
      this.levels[text] ??= severity;
    }
  }

  #takes(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }
}

/** A name without characters that mean something in a pattern. */
export function fieldName(name: string): string {
  return name.trim().replaceAll(/[^\w.@-]+/g, '_');
}
