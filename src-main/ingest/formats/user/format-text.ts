import { type Document, isScalar, LineCounter, parseDocument, stringify } from 'yaml';
import type { FormatIssue } from '#shared/domain/format-issue.ts';
import type { ErrorClass } from '#shared/domain/issue-class.ts';

/** Longest format file, in characters. */
export const MAX_FORMAT_TEXT = 262_144;

/** A YAML or JSON text as plain data that knows where its fields stand. */
export class FormatText {
  readonly data: unknown;
  /** What keeps the text from being read at all. */
  readonly problems: readonly FormatIssue[];
  readonly #document: Document;
  readonly #lines = new LineCounter();

  constructor(text: string) {
    // JSON is YAML, but for tabs as indentation.
    const indented = text.replaceAll(/^[ \t]+/gm, (blanks) => ' '.repeat(blanks.length));
    this.#document = parseDocument(indented, { lineCounter: this.#lines, prettyErrors: false, stringKeys: true });
    const problems = this.#document.errors.map((error): FormatIssue => {
      const { line, col } = this.#lines.linePos(error.pos[0]);
      return { class: 'E_PARSE', field: '', message: messageOf(error), line, column: col };
    });
    const { data, problem } = problems.length > 0 ? { data: null, problem: null } : toData(this.#document);
    this.data = data;
    this.problems = problem === null ? problems : [this.issue([], problem)];
  }

  /** @param at Character of a text value that is meant, from 0. */
  issue(path: readonly PropertyKey[], message: string, className: ErrorClass = 'E_PARSE', at = 0): FormatIssue {
    const offset = this.#offsetOf(path, at);
    const place = offset === null ? null : this.#lines.linePos(offset);
    return {
      class: className,
      field: path.map(String).join('.'),
      message,
      line: place?.line ?? null,
      column: place?.col ?? null,
    };
  }

  /** Where a field's value stands; of a field that is missing, where its parent does. */
  #offsetOf(path: readonly PropertyKey[], at: number): number | null {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? this.#document.contents : this.#document.getIn(path.slice(0, depth), true);
      const range = (node as { range?: readonly number[] | null } | null)?.range;
      if (range === undefined || range === null) continue;
      const [start = 0, end = 0] = range;
      const isText = depth === path.length && isScalar(node) && typeof node.value === 'string';
      const quote = isText && node.type !== undefined && node.type.startsWith('QUOTE') ? 1 : 0;
      return isText ? Math.min(start + quote + at, Math.max(start, end - 1)) : start;
    }
    return null;
  }
}

/** A value as YAML that people can go on editing: long texts stay on their line. */
export function writeFormatText(value: unknown): string {
  return stringify(value, { lineWidth: 0, singleQuote: true });
}

/** An alias without its anchor, or far too many aliases, are found only here. */
function toData(document: Document): { data: unknown; problem: string | null } {
  try {
    return { data: document.toJS({ maxAliasCount: 100 }) as unknown, problem: null };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { data: null, problem: error.message };
  }
}

function messageOf({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === 'NON_STRING_KEY') return 'The name of a field is text, no list and no mapping.';
  return message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
}
