import { EMPTY_ACCOUNT, type LineAccount } from '#shared/domain/line-account.ts';
import type { Shape, TemplateTable } from '#shared/domain/template.ts';
import type { CaseCatalog } from '../../src-main/catalog/case-catalog.ts';
import { SegmentWriter } from '../../src-main/lake/segment-writer.ts';
import { encodeParameters } from '../../src-main/parsing/parameters.ts';
import { type BuiltEvent, type BuiltLine, buildSegment } from './segment-builder.ts';

export interface BuiltSource {
  readonly path: string;
  readonly member?: string;
  readonly format?: string;
  /** Each block is written and committed on its own. */
  readonly blocks: readonly (readonly BuiltLine[])[];
}

/** An event line of a shape with parameters; the content is the text behind `header`. */
export function eventLine(
  shape: Shape,
  parameters: readonly string[],
  event: Omit<BuiltEvent, 'shapeId' | 'parameters'> = {},
  header = '',
): BuiltLine {
  const content = shape.parts.map((part, i) => part + (parameters[i] ?? '')).join('');
  return {
    text: header + content,
    events: [{ ...event, shapeId: BigInt(`0x${shape.shapeId}`), parameters: [encodeParameters(parameters)] }],
  };
}

/** Writes sources into a case the way an ingest job does: segments first, then one commit a block. */
export async function fillCase(
  catalog: CaseCatalog,
  sources: readonly BuiltSource[],
  shapes: readonly Shape[],
  templates: TemplateTable | null,
): Promise<void> {
  const writer = await SegmentWriter.create(catalog.lakeDir);
  const known = new Set<string>();
  let firstEventId = catalog.sources.countEvents();
  for (const { path, member, format, blocks } of sources) {
    const [source] = catalog.sources.add([
      {
        jobId: null,
        path,
        absolutePath: `/logs/${path}`,
        pathHex: null,
        member: member ?? null,
        sizeBytes: null,
        modifiedMs: null,
        compression: 'none',
        status: 'pending',
      },
    ]);
    const sourceId = source!.sourceId;
    const detection = {
      encoding: 'utf-8',
      encodingConfidence: 1,
      formatConfidence: 1,
      formatReason: '',
      detection: null,
    };
    catalog.sources.setDetection(sourceId, { ...detection, format: format ?? 'text' });
    let account: LineAccount = EMPTY_ACCOUNT;
    let offset = 0;
    for (const [blockIndex, lines] of blocks.entries()) {
      const openEventId = blockIndex > 0 ? firstEventId - 1 : -1;
      const columns = buildSegment(lines, {
        sourceId,
        firstLine: account.lines + 1,
        firstEventId,
        openEventId,
        offset,
      });
      const segments = await writer.write(`s${sourceId}-b${blockIndex}`, columns);
      account = addBlock(account, lines, columns.eventCount, columns.bytes.length);
      const uses = countShapes(columns.shapeIds, firstEventId);
      catalog.commitBlock({
        sourceId,
        account,
        resume: { blockIndex: blockIndex + 1 },
        segments,
        shapes: [...uses].map(([shapeId, use]) => {
          const shape = known.has(shapeId) ? null : (shapes.find((each) => each.shapeId === shapeId) ?? null);
          known.add(shapeId);
          return { shapeId, shape: shape ?? (blockIndex === 0 ? emptyShape(shapeId) : null), ...use };
        }),
      });
      firstEventId += columns.eventCount;
      offset += columns.bytes.length;
    }
    catalog.finishSource(sourceId, { status: 'whole', account, errors: [], warnings: [] });
  }
  if (templates !== null) catalog.saveTemplates(templates);
}

function emptyShape(shapeId: string): Shape {
  return { shapeId, parts: [''], maskNames: [] };
}

function addBlock(account: LineAccount, lines: readonly BuiltLine[], events: number, bytes: number): LineAccount {
  const count = (kind: string): number => lines.filter((line) => (line.kind ?? 'event') === kind).length;
  return {
    lines: account.lines + lines.length,
    events: account.events + events,
    eventLines: account.eventLines + count('event'),
    continuationLines: account.continuationLines + count('continuation'),
    blankLines: account.blankLines + count('blank'),
    rejectedLines: account.rejectedLines + count('rejected'),
    bytesIn: account.bytesIn + bytes,
    bytesOut: account.bytesOut + bytes,
  };
}

function countShapes(
  shapeIds: BigUint64Array,
  firstEventId: number,
): Map<string, { count: number; firstEventId: number }> {
  const uses = new Map<string, { count: number; firstEventId: number }>();
  for (const [index, id] of shapeIds.entries()) {
    const shapeId = id.toString(16).padStart(16, '0');
    const use = uses.get(shapeId);
    if (use === undefined) uses.set(shapeId, { count: 1, firstEventId: firstEventId + index });
    else use.count++;
  }
  return uses;
}
