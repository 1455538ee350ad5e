import type { ParameterPiece, ShapeVariant } from '#shared/domain/template.ts';
import { escapePart } from './content-sql.ts';
import { sqlString } from './engine.ts';

/** Joins the values of several conditions; escaped text never holds it. */
const SEPARATOR = '\u001F';

/**
 * SQL over silver's columns: the id under which an event finds its template, that of the first variant of its shape
 * that takes it, else the shape's own.
 * @param variants In the order they are tried, all of one shape together.
 */
export function variantIdSql(variants: readonly ShapeVariant[]): string {
  if (variants.length === 0) return 'shape_id';
  const shapes = Map.groupBy(variants, (variant) => variant.shapeId);
  const cases = Array.from(shapes, ([shapeId, own]) => {
    const found = groupByPieces(own).map(lookUpSql);
    return `WHEN ${idSql(shapeId)} THEN coalesce(${[...found, 'shape_id'].join(', ')})`;
  });
  return `CASE shape_id ${cases.join(' ')} ELSE shape_id END`;
}

/** Variants in a row that ask for values in the same place: one look-up serves them all. */
function groupByPieces(variants: readonly ShapeVariant[]): ShapeVariant[][] {
  const groups: { readonly key: string; readonly variants: ShapeVariant[] }[] = [];
  for (const variant of variants) {
    const key = JSON.stringify(variant.when.map(({ pieces }) => pieces));
    const last = groups.at(-1);
    if (last?.key === key) last.variants.push(variant);
    else groups.push({ key, variants: [variant] });
  }
  return groups.map((group) => group.variants);
}

function lookUpSql(variants: readonly ShapeVariant[]): string {
  const values = variants.map(({ when }) => textSql(when.map(({ value }) => escapePart(value)).join(SEPARATOR)));
  const ids = variants.map(({ variantId }) => idSql(variantId));
  const asked = (variants[0] as ShapeVariant).when.map(({ pieces }) => pieces.map(pieceSql).join(' || '));
  return `MAP([${values.join(', ')}], [${ids.join(', ')}])[${asked.join(` || ${textSql(SEPARATOR)} || `)}]`;
}

/** Values are compared as they are stored, escaped. */
function pieceSql(piece: ParameterPiece): string {
  if ('text' in piece) return textSql(escapePart(piece.text));
  return `string_split(parameters, ${textSql(SEPARATOR)})[${piece.index + 1}]`;
}

/** SQL: a shape's id as it is stored. */
export function idSql(shapeId: string): string {
  return `${BigInt(`0x${shapeId}`)}::UBIGINT`;
}

/** A NUL would end the statement. */
function textSql(text: string): string {
  return text.split('\0').map(sqlString).join(' || chr(0) || ');
}
