import type { ParameterPiece, ParameterValue, ShapeUse } from '#shared/domain/template.ts';
import { templateTextOf } from '#shared/domain/template-text.ts';
import { HOLE, splitAtHoles } from './units.ts';

/** A parameter of a message as it stands in flat text: one hole. */
export interface Hole {
  readonly pieces: readonly ParameterPiece[];
  /** Null: that of the one parameter it holds. */
  readonly maskName: string | null;
}

/** A shape as the miner reads it. */
export interface ReadableShape {
  /** Constant text with `HOLE` for each parameter. */
  readonly flat: string;
  /** What each hole of `flat` holds; null: the shape's own parameters in order. */
  readonly holes: readonly Hole[] | null;
}

/** Constant text around wildcards. */
export interface TemplatePattern {
  readonly parts: readonly string[];
  readonly text: string;
}

/**
 * The events of one shape that have one template: all of them, or those with certain values. Slices of a shape stand in
 * the order they are tried; the last takes whatever is left.
 */
export interface ShapeSlice extends ReadableShape {
  /** Index of the shape. */
  readonly shape: number;
  /** Values that its events have; they stand in `flat` as text. */
  readonly when: readonly ParameterValue[];
  readonly pattern: TemplatePattern;
  /** Text of each wildcard, holes in it: the parts and gaps of the pattern, taken by turns, are `flat`. */
  readonly gaps: readonly string[];
}

export function patternOf(parts: readonly string[]): TemplatePattern {
  return { parts, text: templateTextOf(parts) };
}

/** Constant text of a shape with one hole for each parameter. */
export function flatText(shape: Pick<ShapeUse, 'parts'>): string {
  return shape.parts.map((part) => (part.isWellFormed() ? part : part.toWellFormed())).join(HOLE);
}

/**
 * How a flat text fills the wildcards between constant parts, each constant at the first place it fits.
 * @returns One gap fewer than parts; null when the constants are not all there in order.
 */
export function fitGaps(flat: string, parts: readonly string[]): string[] | null {
  const first = parts[0] ?? '';
  if (parts.length === 1) return flat === first ? [] : null;
  const last = parts.at(-1) as string;
  const end = flat.length - last.length;
  if (end < first.length || !flat.startsWith(first) || !flat.endsWith(last)) return null;
  const gaps: string[] = [];
  let at = first.length;
  for (let i = 1; i < parts.length - 1; i++) {
    const part = parts[i] as string;
    const next = flat.indexOf(part, at);
    if (next < 0 || next + part.length > end) return null;
    gaps.push(flat.slice(at, next));
    at = next + part.length;
  }
  gaps.push(flat.slice(at, end));
  return gaps;
}

const INNER_SPACE = /\S\s+\S/;

/** Whether a gap is one value: it holds no run of words, which would be a message of its own. */
export function isOneValue(gap: string): boolean {
  return splitAtHoles(gap).every((text) => !INNER_SPACE.test(text));
}

/** Pieces of each gap, the holes numbered from left to right. */
export function piecesOf(gaps: readonly string[], holes: readonly Hole[] | null): ParameterPiece[][] {
  let next = 0;
  return gaps.map((gap) => {
    const pieces: ParameterPiece[] = [];
    splitAtHoles(gap).forEach((text, i) => {
      if (i > 0) {
        const hole = next++;
        for (const piece of holes?.[hole]?.pieces ?? [indexPiece(hole)]) addPiece(pieces, piece);
      }
      if (text !== '') addPiece(pieces, { text });
    });
    return pieces;
  });
}

function addPiece(pieces: ParameterPiece[], piece: ParameterPiece): void {
  const last = pieces.at(-1);
  if ('text' in piece && last !== undefined && 'text' in last)
    pieces[pieces.length - 1] = { text: last.text + piece.text };
  else pieces.push(piece);
}

const indexPieces: ParameterPiece[] = [];

/** The same object for the same index: alignments of many shapes stay small. */
export function indexPiece(index: number): ParameterPiece {
  return (indexPieces[index] ??= { index });
}

export function countHoles(text: string): number {
  return splitAtHoles(text).length - 1;
}
