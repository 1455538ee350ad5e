import { IngestError } from '#shared/base/errors.ts';
import { GROK_PATTERNS, GROK_TIMES } from './grok-patterns.ts';

/** A grok expression as a regular expression with named captures. */
export interface ExpandedGrok {
  readonly regex: string;
  /** Captures of names that are times or levels, whatever they are called. */
  readonly times: readonly string[];
  readonly levels: readonly string[];
  /** Captures converted to numbers (`:int`, `:float`). */
  readonly numbers: readonly string[];
}

const REFERENCE = /%\{(\w+)(?::([^:}]*))?(?::(\w+))?\}/g;
const MAX_DEPTH = 32;
const MAX_LENGTH = 200_000;

/**
 * Writes out the names of a grok expression.
 * @param own Further names, before the usual ones.
 * @throws IngestError `ingest.grok` with the place of the outermost name, from 0, in `details.at`.
 */
export function expandGrok(grok: string, own: Readonly<Record<string, string>> = {}): ExpandedGrok {
  const times: string[] = [];
  const levels: string[] = [];
  const numbers: string[] = [];
  const expand = (text: string, depth: number, top: number): string =>
    text.replaceAll(REFERENCE, (_, syntax: string, semantic: string | undefined, type: string | undefined, ...rest) => {
      const at = depth === 0 ? (rest[0] as number) : top;
      const found = Object.hasOwn(own, syntax) ? own[syntax] : GROK_PATTERNS[syntax];
      if (found === undefined) throw grokError(at, `there is no pattern %{${syntax}}`);
      if (depth > MAX_DEPTH) throw grokError(at, `%{${syntax}} uses itself`);
      const inside = expand(found, depth + 1, at);
      if (inside.length > MAX_LENGTH) throw grokError(at, `%{${syntax}} is too large`);
      if (semantic === undefined || semantic === '') return `(?:${inside})`;
      const name = captureName(semantic);
      if (GROK_TIMES.has(syntax)) times.push(name);
      if (syntax === 'LOGLEVEL') levels.push(name);
      if (type === 'int' || type === 'float' || type === 'long' || type === 'double') numbers.push(name);
      return `(?<${name}>${inside})`;
    });
  return { regex: expand(grok, 0, 0), times, levels, numbers };
}

/** `[http][status]` is `http.status`; what no name may hold becomes `_`. */
function captureName(semantic: string): string {
  const flat = semantic.replace(/^\[(.*)\]$/, '$1').replaceAll('][', '.');
  const name = flat.replaceAll(/[^\w.@-]/g, '_');
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`.replace(/^_@/, '');
}

function grokError(at: number, problem: string): IngestError {
  return new IngestError('ingest.grok', `Bad grok expression at character ${at + 1}: ${problem}.`, {
    details: { at, problem },
  });
}
