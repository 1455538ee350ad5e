import type { ShapeAlignment } from '#shared/domain/template.ts';

/** Joins parameters in one text column. */
const SEPARATOR = '\u001F';
/** Starts an escape: `0` = itself, `1` = the separator, `2` = a list of one empty parameter. */
const ESCAPE = '\u001E';
const ONE_EMPTY = `${ESCAPE}2`;

/**
 * Turns a shape's parameters into its template's: one string for each wildcard, in order.
 * An index outside `shapeParameters` reads as empty.
 */
export function templateParameters(alignment: ShapeAlignment, shapeParameters: readonly string[]): string[] {
  return alignment.wildcards.map((pieces) =>
    pieces.map((piece) => ('text' in piece ? piece.text : (shapeParameters[piece.index] ?? ''))).join(''),
  );
}

/** Rebuilds a content from constant parts (n + 1) and parameters (n): a shape's or a template's, both are exact. */
export function rebuildContent(parts: readonly string[], parameters: readonly string[]): string {
  let text = parts[0] ?? '';
  for (let i = 1; i < parts.length; i++) text += (parameters[i - 1] ?? '') + (parts[i] ?? '');
  return text;
}

/** Joins parameters by U+001F, escaping inside each: U+001E as U+001E '0', U+001F as U+001E '1'. No parameters: ''. */
export function encodeParameters(parameters: readonly string[]): string {
  if (parameters.length === 1 && parameters[0] === '') return ONE_EMPTY;
  return parameters.map(escapeParameter).join(SEPARATOR);
}

/** Inverse of {@link encodeParameters}. */
export function decodeParameters(text: string): string[] {
  if (text === '') return [];
  if (text === ONE_EMPTY) return [''];
  return text.split(SEPARATOR).map(unescapeParameter);
}

function escapeParameter(parameter: string): string {
  return parameter.replaceAll(ESCAPE, `${ESCAPE}0`).replaceAll(SEPARATOR, `${ESCAPE}1`);
}

function unescapeParameter(parameter: string): string {
  return parameter.replaceAll(`${ESCAPE}1`, SEPARATOR).replaceAll(`${ESCAPE}0`, ESCAPE);
}

export { appendParameters, type ByteSink } from './parameter-bytes.ts';
