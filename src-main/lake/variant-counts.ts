import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { ShapeVariant } from '#shared/domain/template.ts';
import { idSql, variantIdSql } from './variant-sql.ts';
import { filesSql } from './views.ts';

/**
 * SQL: how many events of some shapes have which id (16 hex digits) by one list of variants and by another.
 * Columns `before`, `after`, `count`.
 */
export function variantCountsSql(
  lakeDir: string,
  manifest: LakeManifest,
  shapeIds: readonly string[],
  before: readonly ShapeVariant[],
  after: readonly ShapeVariant[],
): string {
  const paths = manifest.segments.filter(({ layer }) => layer === 'silver').map(({ relativePath }) => relativePath);
  const own = new Set(shapeIds);
  const ids = [before, after].map((variants) => variantIdSql(variants.filter(({ shapeId }) => own.has(shapeId))));
  return `SELECT printf('%016x', id_before) AS before, printf('%016x', id_after) AS after, count(*) AS count
    FROM (SELECT ${ids[0]} AS id_before, ${ids[1]} AS id_after FROM (${filesSql(lakeDir, 'silver', paths)})
      WHERE shape_id IN (${shapeIds.map(idSql).join(', ')})) GROUP BY ALL`;
}
