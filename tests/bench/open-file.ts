/**
 * `open-file.js FILE [WORKERS]`: reads a file as the product does, up to columns: split, detected format, times, levels,
 * shapes. Nothing is stored. Keeps start, time, level and shape of every line, and prints what it saw as JSON.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { RecycledMemory } from '../../src-main/base/recycled-memory.ts';
import type { ParserSpec } from '../../src-main/ingest/formats/index.ts';
import { expandPaths, OpenFiles, openSource } from '../../src-main/ingest/sources/index.ts';
import { type BlockInput, BlockParser } from '../../src-main/pipelines/ingest/block-parser.ts';
import { detectSource } from '../../src-main/pipelines/ingest/detect-source.ts';
import { KernelEngine } from '../../src-main/pipelines/ingest/kernel-engine.ts';
import { KernelMemory } from '../../src-main/pipelines/ingest/kernel-memory.ts';
import { PlainEngine } from '../../src-main/pipelines/ingest/plain-engine.ts';

const BLOCK_BYTES = 8 * 2 ** 20;
/** Blocks that a thread has or will have, so that it never waits. */
const IN_FLIGHT = 2;

interface LineColumns {
  readonly lineStart: Uint32Array;
  readonly epochSeconds: Float64Array;
  readonly nanos: Int32Array;
  readonly severity: Uint8Array;
  readonly shapeIds: BigUint64Array;
  readonly shapes: number;
}

/** What a thread has made of a block, and the block's memory for the next one. */
interface ParsedLines {
  readonly columns: LineColumns;
  readonly memory: ArrayBuffer;
}

async function openFile(path: string, threads: number): Promise<void> {
  const signal = new AbortController().signal;
  const { files } = await expandPaths([path], { signal });
  const [file] = files;
  if (file === undefined) throw new Error(`There is no file ${path}.`);
  const openFiles = new OpenFiles();
  const source = await openSource(file, { blockBytes: BLOCK_BYTES, firstBlockBytes: BLOCK_BYTES, signal }, openFiles);
  const { spec, format } = detectSource(file, source, { options: {}, repair: null });
  const parsers = Array.from({ length: threads }, () => new ParserThread(spec));
  const columns: LineColumns[] = [];
  const memory = new RecycledMemory();
  const pending = new Set<Promise<unknown>>();
  let next = 0;
  for await (const block of source.blocks({ decodedOffset: 0, blockIndex: 0, line: 0 }, signal, { memory })) {
    const { index: blockIndex, bytes, decodedOffset, lineOffsets } = block;
    const parser = parsers[next++ % threads] as ParserThread;
    const done = parser.parse({ blockIndex, bytes, decodedOffset, lineOffsets, isCoarse: false });
    const settled = done
      .then((parsed) => {
        columns.push(parsed.columns);
        memory.give(parsed.memory);
      })
      .finally(() => pending.delete(settled));
    pending.add(settled);
    while (pending.size >= threads * IN_FLIGHT) await Promise.race(pending);
  }
  await Promise.all(pending);
  await Promise.all([source.close(), ...parsers.map((parser) => parser.close())]);
  await openFiles.close();
  const lines = columns.reduce((sum, { lineStart }) => sum + lineStart.length, 0);
  const shapes = Math.max(...columns.map((block) => block.shapes));
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ format, lines, shapes, peakRssBytes })}\n`);
}

/** A thread that answers blocks in the order they are sent. */
class ParserThread {
  readonly #worker: Worker;
  readonly #waiting: ((parsed: ParsedLines) => void)[] = [];

  constructor(spec: ParserSpec) {
    this.#worker = new Worker(import.meta.filename, { workerData: spec });
    this.#worker.on('message', (parsed: ParsedLines) => this.#waiting.shift()?.(parsed));
  }

  parse(input: BlockInput): Promise<ParsedLines> {
    this.#worker.postMessage(input, [input.bytes.buffer]);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

function serve(spec: ParserSpec): void {
  const memory = KernelMemory.open();
  const engine = memory === null ? new PlainEngine() : new KernelEngine(memory);
  const parser = new BlockParser(engine, spec);
  parentPort?.on('message', (input: BlockInput) => {
    const { columns } = parser.parse(input, { hasOpenEvent: input.blockIndex > 0, parserState: '' });
    const { lineStart, epochSeconds, nanos, severity, shapeIds } = columns;
    const own = { lineStart, epochSeconds, nanos, severity, shapeIds };
    const parsed: ParsedLines = { columns: { ...own, shapes: columns.shapeUses.length }, memory: input.bytes.buffer };
    const kept = Object.values(own).map((column) => column.buffer as ArrayBuffer);
    parentPort?.postMessage(parsed, [...kept, parsed.memory]);
    // What is not kept serves the next block, as it does once the lake has it.
    engine.release(columns);
  });
}

if (isMainThread) await openFile(process.argv[2] ?? '', Number(process.argv[3] ?? 1));
else serve(workerData as ParserSpec);
