import { SegmentWriter } from '../../lake/segment-writer.ts';
import { serveWorker } from '../../workers/port.ts';
import type { Transferred } from '../../workers/protocol.ts';
import type { BlockEngine } from './block-engine.ts';
import { BlockParser, type ParsedBlock } from './block-parser.ts';
import type {
  BlockSummary,
  BlockWorkerData,
  OpenSourceInput,
  ParseInput,
  ReparseInput,
  ShapeSighting,
  WriteInput,
  WriteOutput,
} from './block-protocol.ts';
import { KernelEngine } from './kernel-engine.ts';
import { KernelMemory } from './kernel-memory.ts';
import { PlainEngine } from './plain-engine.ts';
import { toSegmentColumns } from './segment-columns-of.ts';

// The kernel is ready before there is a block: the thread may be started ahead.
const memory = KernelMemory.open();
const engine = memory === null ? new PlainEngine() : new KernelEngine(memory);

serveWorker<BlockWorkerData>((data) => {
  const held = new Map<number, ParsedBlock>();
  /** Ids, not slots: the engine gives slots anew when it forgets shapes between blocks. */
  const announced = new Set<bigint>();
  let parser: BlockParser | null = null;
  let sourceId = -1;
  let writer: Promise<SegmentWriter> | null = null;

  const hold = (block: ParsedBlock, known: Set<bigint>): Transferred<BlockSummary> => {
    held.set(block.summary.blockIndex, block);
    return plain({ ...block.summary, shapes: sightings(block, engine, known) });
  };

  const handlers = {
    open(input: OpenSourceInput): Transferred<null> {
      sourceId = input.sourceId;
      parser = new BlockParser(engine, input.spec, input.origin);
      held.clear();
      return plain(null);
    },
    parse(input: ParseInput): Transferred<BlockSummary> {
      return hold(opened(parser).parse(input, input.assumption), announced);
    },
    reparse(input: ReparseInput): Transferred<BlockSummary> {
      // The first summary, and the shapes it announced, never reach the dictionary: announce all again.
      return hold(opened(parser).parse(heldBlock(held, input.blockIndex).input, input.assumption), new Set());
    },
    async write(input: WriteInput): Promise<Transferred<WriteOutput>> {
      const block = heldBlock(held, input.blockIndex);
      held.delete(input.blockIndex);
      writer ??= SegmentWriter.create(data.lakeDir);
      const { columns, range } = toSegmentColumns(block, sourceId, input);
      const segments = await (await writer).write(input.segmentName, columns);
      engine.release(block.columns);
      const memory = block.input.bytes.buffer;
      return { output: { segments, ...range, memory }, transfer: [memory] };
    },
  };
  // Files are stored by other threads: the next block is parsed meanwhile.
  return { handlers, aside: ['write'], dispose: () => Promise.resolve() };
});

function plain<T>(output: T): Transferred<T> {
  return { output, transfer: [] };
}

function opened(parser: BlockParser | null): BlockParser {
  if (parser === null) throw new Error('A block arrived before its source was opened.');
  return parser;
}

function heldBlock(held: ReadonlyMap<number, ParsedBlock>, blockIndex: number): ParsedBlock {
  const block = held.get(blockIndex);
  if (block === undefined) throw new Error(`Block ${blockIndex} is not held by this worker.`);
  return block;
}

function sightings({ columns }: ParsedBlock, engine: BlockEngine, announced: Set<bigint>): ShapeSighting[] {
  return columns.shapeUses.map(({ slot, count, firstEvent }) => {
    const shapeId = engine.shapeId(slot);
    const isNew = !announced.has(shapeId);
    announced.add(shapeId);
    return { shapeId, shape: isNew ? engine.shape(slot) : null, count, firstEvent };
  });
}
