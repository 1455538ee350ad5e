import { rebuildContent, templateParameters } from '../../src-main/parsing/parameters.ts';
import { ShapeInterner } from '../../src-main/parsing/shape-interner.ts';
import { type HandWork, mineTemplates } from '../../src-main/parsing/template-miner.ts';
import type { ParameterPiece, Shape, ShapeUse, TemplateTable } from '../../src-shared/domain/template.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Neighbours that would change what the content is read as, if they were read. */
const BEFORE = encoder.encode('9.');
const AFTER = encoder.encode('.9:/x');

export interface InternedContent {
  readonly shape: Shape;
  readonly parameters: readonly string[];
}

/** Interns one content with bytes of other contents around it, as in a block. */
export function internOne(interner: ShapeInterner, content: Uint8Array | string): InternedContent {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content;
  const block = new Uint8Array(BEFORE.length + bytes.length + AFTER.length);
  block.set(BEFORE);
  block.set(bytes, BEFORE.length);
  block.set(AFTER, BEFORE.length + bytes.length);
  const slot = interner.intern(block, BEFORE.length, BEFORE.length + bytes.length);
  const parameters = Array.from({ length: interner.parameterCount }, (_, i) =>
    decoder.decode(block.subarray(interner.parameterStart[i], interner.parameterEnd[i])),
  );
  return { shape: interner.shape(slot), parameters };
}

/** Constant text of a content's shape with mask names: `Took <duration> for <ip>`. */
export function maskedText(content: string): string {
  const interner = new ShapeInterner();
  interner.beginBlock(false);
  const { parts, maskNames } = internOne(interner, content).shape;
  return parts.map((part, i) => part + (i < maskNames.length ? `<${maskNames[i]}>` : '')).join('');
}

export interface MinedContents {
  readonly table: TemplateTable;
  readonly shapes: readonly ShapeUse[];
  /** Template id, text and parameters of each content, in order. */
  readonly events: readonly { templateId: string; text: string; parameters: string[]; rebuilt: string }[];
}

/** Runs contents through the whole of parsing: shapes, templates, parameters and back. */
export function mineContents(
  contents: readonly string[],
  work: HandWork | ((shapes: readonly ShapeUse[]) => HandWork) = {},
): MinedContents {
  const interner = new ShapeInterner();
  interner.beginBlock(false);
  const uses = new Map<string, { shape: Shape; count: number; firstEventId: number }>();
  const interned = contents.map((content, event) => {
    const { shape, parameters } = internOne(interner, content);
    const use = uses.get(shape.shapeId);
    if (use) use.count++;
    else uses.set(shape.shapeId, { shape, count: 1, firstEventId: event });
    return { shapeId: shape.shapeId, parameters };
  });
  const shapes = [...uses.values()].map(({ shape, count, firstEventId }) => ({ ...shape, count, firstEventId }));
  const table = mineTemplates(shapes, typeof work === 'function' ? work(shapes) : work);
  const templates = new Map(table.templates.map((template) => [template.templateId, template]));
  const alignments = new Map(table.alignments.map((alignment) => [alignment.shapeId, alignment]));
  const events = interned.map(({ shapeId, parameters }) => {
    const alignment = alignments.get(variantOf(table, shapeId, parameters) ?? shapeId);
    const template = alignment && templates.get(alignment.templateId);
    if (!alignment || !template) throw new Error(`No template for shape ${shapeId}.`);
    const own = templateParameters(alignment, parameters);
    const rebuilt = rebuildContent(template.parts, own);
    return { templateId: template.templateId, text: template.text, parameters: own, rebuilt };
  });
  return { table, shapes, events };
}

/** The variant that takes an event with these parameters; undefined when its shape has none that does. */
function variantOf(table: TemplateTable, shapeId: string, parameters: readonly string[]): string | undefined {
  const read = (pieces: readonly ParameterPiece[]) =>
    pieces.map((piece) => ('text' in piece ? piece.text : (parameters[piece.index] ?? ''))).join('');
  return table.variants?.find(
    (variant) => variant.shapeId === shapeId && variant.when.every(({ pieces, value }) => read(pieces) === value),
  )?.variantId;
}
