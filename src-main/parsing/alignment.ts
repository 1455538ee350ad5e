import type { ParameterPiece, ShapeUse } from '#shared/domain/template.ts';
import { WILDCARD } from './mask.ts';
import { splitAtHoles } from './units.ts';
import { type UnitTable, WILD } from './unit-table.ts';

/**
 * Pieces of a shape for each wildcard of its template. Wildcards without constant text between them are one, so the
 * template text never holds two in a row.
 */
export function alignShape(units: Int32Array, columns: Int32Array, table: UnitTable): ParameterPiece[][] {
  const wildcards: ParameterPiece[][] = [];
  let isOpen = false;
  let index = 0;
  for (let i = 0; i < units.length; i++) {
    const text = table.text[units[i] as number] as string;
    const isWild = columns[i] === WILD;
    const chunks = splitAtHoles(text);
    chunks.forEach((chunk, n) => {
      if (n > 0) {
        if (!isOpen) wildcards.push([]);
        isOpen = true;
        (wildcards.at(-1) as ParameterPiece[]).push(indexPiece(index++));
      }
      if (isWild) {
        if (!isOpen) wildcards.push([]);
        isOpen = true;
        if (chunk !== '') (wildcards.at(-1) as ParameterPiece[]).push({ text: chunk });
      } else if (chunk !== '') isOpen = false;
    });
  }
  return wildcards;
}

const indexPieces: ParameterPiece[] = [];

/** The same object for the same index: alignments of many shapes stay small. */
function indexPiece(index: number): ParameterPiece {
  return (indexPieces[index] ??= { index });
}

/** Text, parts and mask names of a template from its columns and the alignments of its shapes. */
export function describeTemplate(
  columns: Int32Array,
  table: UnitTable,
  shapes: readonly ShapeUse[],
  aligned: readonly ParameterPiece[][][],
): { text: string; parts: string[]; maskNames: string[] } {
  const parts: string[] = [''];
  let isOpen = false;
  const open = (): void => {
    if (!isOpen) parts.push('');
    isOpen = true;
  };
  for (const unit of columns) {
    if (unit === WILD) {
      open();
      continue;
    }
    splitAtHoles(table.text[unit] as string).forEach((chunk, n) => {
      if (n > 0) open();
      if (chunk === '') return;
      parts[parts.length - 1] += chunk;
      isOpen = false;
    });
  }
  const maskNames = parts.slice(1).map((_, wildcard) => commonMask(shapes, aligned, wildcard));
  return { text: parts.join(WILDCARD), parts, maskNames };
}

/** Mask of a wildcard by most events; `text` when a value is more than one parameter or masks are mixed. */
function commonMask(shapes: readonly ShapeUse[], aligned: readonly ParameterPiece[][][], wildcard: number): string {
  const counts = new Map<string, number>();
  let total = 0;
  shapes.forEach((shape, i) => {
    const pieces = aligned[i]?.[wildcard] ?? [];
    const [only] = pieces;
    const name = pieces.length === 1 && only && 'index' in only ? (shape.maskNames[only.index] ?? 'text') : 'text';
    counts.set(name, (counts.get(name) ?? 0) + shape.count);
    total += shape.count;
  });
  for (const [name, count] of counts) if (count * 2 > total) return name;
  return 'text';
}
