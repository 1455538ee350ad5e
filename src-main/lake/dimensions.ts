import { DuckDBListType, DuckDBListValue, type DuckDBConnection, LIST, VARCHAR } from '@duckdb/node-api';
import type { LakeManifest } from '#shared/domain/lake-manifest.ts';
import type { ParameterPiece, ShapeAlignment, ShapeUse } from '#shared/domain/template.ts';
import { escapePart } from './content-sql.ts';

/** Tables of the query engine that mirror the catalog. All small: they grow with variety, not with volume. */
const DEFINITIONS = {
  dim_sources: 'source_id INTEGER, path VARCHAR, member VARCHAR',
  dim_shapes:
    'shape_id UBIGINT, template_id VARCHAR, template_index INTEGER, parts VARCHAR[], wildcards VARCHAR[][], count BIGINT',
  dim_templates: 'template_index INTEGER, template_id VARCHAR, template VARCHAR, name VARCHAR',
  extra_lines: 'event_id BIGINT, lines INTEGER',
  anomaly_rows:
    'unit_id VARCHAR, start_ns BIGINT, end_ns BIGINT, score DOUBLE, kinds VARCHAR[], entities VARCHAR[], template_ids VARCHAR[], detectors VARCHAR[]',
  incident_rows:
    'incident_id VARCHAR, start_ns BIGINT, end_ns BIGINT, score DOUBLE, summary VARCHAR, kinds VARCHAR[], entities VARCHAR[], template_ids VARCHAR[], unit_ids VARCHAR[]',
} as const;

const DEFINITION_SQL = Object.entries(DEFINITIONS)
  .map(([table, columns]) => `CREATE OR REPLACE TABLE ${table} (${columns})`)
  .join('; ');

const TEXTS = LIST(VARCHAR);
const TEXT_LISTS = new DuckDBListType(TEXTS);

/** Replaces all dimension tables by a manifest's content, in one transaction: running queries keep the old ones. */
export async function loadDimensions(connection: DuckDBConnection, manifest: LakeManifest): Promise<void> {
  await connection.run('BEGIN');
  try {
    // One call: each waits for a thread of its own, which threads that read a log leave little room.
    await connection.run(DEFINITION_SQL);
    await appendSources(connection, manifest);
    await appendShapes(connection, manifest);
    await appendFindings(connection, manifest);
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

async function appendSources(connection: DuckDBConnection, manifest: LakeManifest): Promise<void> {
  const sources = await connection.createAppender('dim_sources');
  for (const { sourceId, path, member } of manifest.sources) {
    sources.appendInteger(sourceId);
    sources.appendVarchar(path);
    if (member === null) sources.appendNull();
    else sources.appendVarchar(member);
    sources.endRow();
  }
  sources.closeSync();
  const extra = await connection.createAppender('extra_lines');
  for (const { eventId, lines } of manifest.extraLines) {
    extra.appendBigInt(BigInt(eventId));
    extra.appendInteger(lines);
    extra.endRow();
  }
  extra.closeSync();
}

async function appendShapes(connection: DuckDBConnection, manifest: LakeManifest): Promise<void> {
  const templateIndex = new Map(manifest.templates.map((template, index) => [template.templateId, index]));
  const alignmentOf = new Map(manifest.alignments.map((alignment) => [alignment.shapeId, alignment]));
  const templates = await connection.createAppender('dim_templates');
  for (const [index, template] of manifest.templates.entries()) {
    templates.appendInteger(index);
    templates.appendVarchar(template.templateId);
    templates.appendVarchar(template.text);
    if (template.name === null) templates.appendNull();
    else templates.appendVarchar(template.name);
    templates.endRow();
  }
  templates.closeSync();
  const shapes = await connection.createAppender('dim_shapes');
  for (const shape of shapesAndVariants(manifest)) {
    const alignment = alignmentOf.get(shape.shapeId);
    const index = alignment === undefined ? undefined : templateIndex.get(alignment.templateId);
    shapes.appendUBigInt(BigInt(`0x${shape.shapeId}`));
    if (alignment === undefined || index === undefined) {
      shapes.appendNull();
      shapes.appendNull();
    } else {
      shapes.appendVarchar(alignment.templateId);
      shapes.appendInteger(index);
    }
    shapes.appendList(shape.parts.map(escapePart), TEXTS);
    if (alignment === undefined || isIdentity(alignment, shape.maskNames.length)) shapes.appendNull();
    else shapes.appendList(encodeWildcards(alignment), TEXT_LISTS);
    shapes.appendBigInt(BigInt(shape.count));
    shapes.endRow();
  }
  shapes.closeSync();
}

/** A variant is a shape of its own wherever templates are looked up; its events are counted with its shape. */
function shapesAndVariants({ shapes, variants = [] }: LakeManifest): ShapeUse[] {
  const shapeOf = new Map(shapes.map((shape) => [shape.shapeId, shape]));
  const own = variants.flatMap(({ variantId, shapeId }) => {
    const shape = shapeOf.get(shapeId);
    return shape === undefined ? [] : [{ ...shape, shapeId: variantId, count: 0 }];
  });
  return [...shapes, ...own];
}

function isIdentity(alignment: ShapeAlignment, parameters: number): boolean {
  const { wildcards } = alignment;
  return (
    wildcards.length === parameters && wildcards.every((pieces, i) => pieces.length === 1 && indexOf(pieces[0]) === i)
  );
}

function indexOf(piece: ParameterPiece | undefined): number | null {
  return piece !== undefined && 'index' in piece ? piece.index : null;
}

function encodeWildcards(alignment: ShapeAlignment): DuckDBListValue[] {
  return alignment.wildcards.map(
    (pieces) =>
      new DuckDBListValue(pieces.map((piece) => ('text' in piece ? `t${piece.text}` : `p${piece.index + 1}`))),
  );
}

async function appendFindings(connection: DuckDBConnection, manifest: LakeManifest): Promise<void> {
  const anomalies = await connection.createAppender('anomaly_rows');
  for (const anomaly of manifest.anomalies) {
    anomalies.appendVarchar(anomaly.unitId);
    for (const time of [anomaly.startNs, anomaly.endNs]) {
      if (time === null) anomalies.appendNull();
      else anomalies.appendBigInt(time);
    }
    anomalies.appendDouble(anomaly.score);
    const detectors = anomaly.votes.filter((vote) => vote.isAnomaly).map((vote) => vote.detector);
    for (const texts of [anomaly.kinds, anomaly.entities, anomaly.templateIds, detectors]) {
      anomalies.appendList([...texts], TEXTS);
    }
    anomalies.endRow();
  }
  anomalies.closeSync();
  const incidents = await connection.createAppender('incident_rows');
  for (const incident of manifest.incidents) {
    incidents.appendVarchar(incident.incidentId);
    for (const time of [incident.startNs, incident.endNs]) {
      if (time === null) incidents.appendNull();
      else incidents.appendBigInt(time);
    }
    incidents.appendDouble(incident.score);
    incidents.appendVarchar(incident.summary);
    for (const texts of [incident.kinds, incident.entities, incident.templateIds, incident.unitIds]) {
      incidents.appendList([...texts], TEXTS);
    }
    incidents.endRow();
  }
  incidents.closeSync();
}
