import { IngestError } from '#shared/base/errors.ts';
import { strptimeToSpec } from '../../timestamps/strptime.ts';

/** Text between the first and the last directive, with what is glued to them left outside. */
const TIMED = /%(?:[-_0^#]?[369]?[A-Za-z%])(?:.*%(?:[-_0^#]?[369]?[A-Za-z%]))?/s;

/**
 * Compiles a line pattern whose time is written in strptime directives and whose other fields stand in braces, as in the
 * pattern language: `[%d/%b/%Y:%H:%M:%S %z] {level} {message}`.
 * @throws IngestError `ingest.time-spec` | `ingest.pattern`, with the place, from 0, in `details.at`.
 */
export function compileStrptimeLine(line: string): string {
  const parts = line.split(/(\{[^}]*\}?)/);
  let pattern = '';
  let at = 0;
  let hasTime = false;
  for (const part of parts) {
    const found = part.startsWith('{') ? null : TIMED.exec(part);
    if (found === null) pattern += part;
    else {
      if (hasTime) {
        throw new IngestError('ingest.pattern', 'A line has one time: its directives must stand together.', {
          details: { at: at + found.index },
        });
      }
      hasTime = true;
      const spec = specAt(found[0], at + found.index);
      pattern += `${part.slice(0, found.index)}{time:${spec}}${part.slice(found.index + found[0].length)}`;
    }
    at += part.length;
  }
  if (!hasTime) {
    throw new IngestError('ingest.pattern', 'The line has no strptime directive such as %Y or %H.', {
      details: { at: 0 },
    });
  }
  return pattern;
}

function specAt(text: string, offset: number): string {
  try {
    return strptimeToSpec(text);
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    const at = Number(error.details['at'] ?? 0);
    throw new IngestError(error.code, error.message, { details: { ...error.details, at: offset + at }, cause: error });
  }
}
