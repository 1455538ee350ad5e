import { type ParserSpec, shiftYears } from '../../../../src-main/ingest/formats/index.ts';
import type { LineBlock } from '../../../../src-main/ingest/sources/index.ts';
import { BlockParser } from '../../../../src-main/pipelines/ingest/block-parser.ts';
import { PlainEngine } from '../../../../src-main/pipelines/ingest/plain-engine.ts';
import { assumptionOf, reduceBlock } from '../../../../src-main/pipelines/ingest/reduce-block.ts';
import { type SourceProgress, startProgress } from '../../../../src-main/pipelines/ingest/source-progress.ts';
import type { DictionaryColumn } from '../../../../src-main/lake/segment-columns.ts';
import type { Collector } from './grow.ts';

export interface EventResult {
  /** One text an event. */
  readonly events: readonly string[];
  /** Kind of every line. */
  readonly kinds: string;
  readonly progress: Pick<SourceProgress, 'account' | 'warnings' | 'order' | 'firstTimeNs' | 'maxTimeNs'>;
}

/** Parses blocks in their order, as the ingest job does, and writes down every event. */
export class EventCollector implements Collector<EventResult> {
  #parser: BlockParser | null = null;
  #progress = startProgress(false);
  readonly #events: string[] = [];
  #kinds = '';

  add(block: LineBlock, spec: ParserSpec): void {
    this.#parser ??= new BlockParser(new PlainEngine(), spec);
    const { index: blockIndex, bytes, decodedOffset, lineOffsets } = block;
    const input = { blockIndex, bytes, decodedOffset, lineOffsets, isCoarse: false };
    const { columns, summary, lineOffset } = this.#parser.parse(input, assumptionOf(this.#progress));
    const { place, progress } = reduceBlock(this.#progress, { ...summary, shapes: [] }, block);
    const text = ({ ids, values }: DictionaryColumn, event: number): string => values[ids[event] as number] ?? '-';
    for (let event = 0; event < columns.eventCount; event++) {
      const line = columns.eventLine[event] as number;
      const seconds = columns.epochSeconds[event] as number;
      const time = Number.isNaN(seconds) ? '-' : `${shiftYears(seconds, place.yearShift)}.${columns.nanos[event]}`;
      const { severityText, service, host, component } = columns;
      const named = [severityText, service, host, component].map((column) => text(column, event));
      const arena = (one: typeof columns.parameters): string =>
        Buffer.from(one.bytes.subarray(one.offsets[event], one.offsets[event + 1])).toString('latin1');
      const shape = columns.shapeIds[event]?.toString(16);
      const rest = [columns.severity[event], shape, arena(columns.parameters), arena(columns.attributes)];
      this.#events.push([place.firstLine + line, lineOffset[line], time, ...named, ...rest].join('|'));
    }
    this.#kinds += Array.from(columns.lineKind.subarray(0, columns.lineCount)).join('');
    this.#progress = progress;
  }

  result(): EventResult {
    const { account, warnings, order, firstTimeNs, maxTimeNs } = this.#progress;
    const progress = { account: { ...account, bytesIn: 0 }, warnings, order, firstTimeNs, maxTimeNs };
    return { events: this.#events, kinds: this.#kinds, progress };
  }
}
