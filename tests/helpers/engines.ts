import type { ParserSpec } from '../../src-main/ingest/formats/index.ts';
import type { PathOrigin } from '../../src-main/ingest/sources/index.ts';
import type { BlockEngine } from '../../src-main/pipelines/ingest/block-engine.ts';
import { BlockParser, type ParsedBlock } from '../../src-main/pipelines/ingest/block-parser.ts';
import { KernelEngine } from '../../src-main/pipelines/ingest/kernel-engine.ts';
import { KernelMemory } from '../../src-main/pipelines/ingest/kernel-memory.ts';

export interface EngineRun {
  readonly spec: ParserSpec;
  readonly blocks: readonly Uint8Array<ArrayBuffer>[];
  readonly isCoarse?: boolean;
  readonly origin?: PathOrigin;
}

/** @throws Error when the kernel was not built: a comparison with nothing would pass. */
export function openKernelEngine(): BlockEngine {
  const memory = KernelMemory.open();
  if (memory === null) throw new Error('The ingest kernel is not there.');
  return new KernelEngine(memory);
}

/** Everything an engine makes of some blocks, as values that can be compared. */
export function readWith(engine: BlockEngine, { spec, blocks, isCoarse = false, origin }: EngineRun): unknown[] {
  const parser = new BlockParser(engine, spec, origin ?? null);
  let assumption = { hasOpenEvent: false, parserState: '' };
  return blocks.map((bytes, blockIndex) => {
    const block = parser.parse({ blockIndex, bytes, decodedOffset: 1000, lineOffsets: null, isCoarse }, assumption);
    const { hasOpenEventAtEnd, parserStateAtEnd } = block.summary;
    assumption = { hasOpenEvent: hasOpenEventAtEnd, parserState: parserStateAtEnd };
    return describeBlock(block, engine);
  });
}

function describeBlock({ columns: c, lineOffset, summary }: ParsedBlock, engine: BlockEngine): unknown {
  const events = c.eventCount;
  const strings = ({ bytes, offsets }: typeof c.parameters) =>
    Array.from({ length: events }, (_, i) =>
      Buffer.from(bytes.subarray(offsets[i], offsets[i + 1])).toString('latin1'),
    );
  const words = ({ ids, values }: typeof c.service) => ({ ids: [...ids.subarray(0, events)], values });
  return {
    summary,
    lineOffset: [...lineOffset],
    lineStart: [...c.lineStart],
    lineEnd: [...c.lineEnd],
    lineKind: [...c.lineKind],
    eventLine: [...c.eventLine.subarray(0, events)],
    eventLineCount: [...c.eventLineCount.subarray(0, events)],
    epochSeconds: [...c.epochSeconds.subarray(0, events)],
    nanos: [...c.nanos.subarray(0, events)],
    severity: [...c.severity.subarray(0, events)],
    flags: [...c.flags.subarray(0, events)],
    shapeIds: [...c.shapeIds.subarray(0, events)],
    severityText: words(c.severityText),
    service: words(c.service),
    host: words(c.host),
    component: words(c.component),
    parameters: strings(c.parameters),
    attributes: strings(c.attributes),
    shapes: c.shapeUses.map(({ slot, count, firstEvent }) => ({ count, firstEvent, ...engine.shape(slot) })),
  };
}
