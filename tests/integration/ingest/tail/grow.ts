import { createHash } from 'node:crypto';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ParserSpec } from '../../../../src-main/ingest/formats/index.ts';
import type {
  LineBlock,
  OpenedSource,
  OpenOptions,
  SourceFile,
  SourceOutcome,
} from '../../../../src-main/ingest/sources/index.ts';
import { TailFile } from '../../../../src-main/ingest/tail/tail-file.ts';
import { randomFrom } from '../bad-input/bad-input.ts';

const never = new AbortController().signal;
/** Up to this size a file grows byte by byte, beyond it in so many random steps. */
const BYTE_STEPS_BELOW = 700;
const RANDOM_STEPS = 250;

/** Takes what a source gives and tells in the end what it was. */
export interface Collector<T> {
  add(block: LineBlock, spec: ParserSpec): void;
  result(): T;
}

export interface Grown<T> {
  /** Null for content that is no growing text. */
  readonly outcome: SourceOutcome | null;
  readonly result: T;
  /** Lines handed out before the file had ended and never taken back. */
  readonly early: number;
  readonly restarts: number;
}

export interface GrowthPlan<T> {
  readonly path: string;
  /** Grown step by step; a function writes the file at once, because of its size. */
  readonly content: Buffer | ((path: string) => void);
  readonly options: OpenOptions;
  detect(source: OpenedSource): ParserSpec;
  collector(): Collector<T>;
  /** Called when the last byte is there. */
  atEnd?(): void;
}

export function sourceFileAt(path: string): SourceFile {
  const place = { path, absolutePath: path, packing: '', pathHex: null, member: null };
  return { ...place, sizeBytes: null, modifiedMs: null, compression: 'none' };
}

/** Writes a file step by step under a tail that looks after each one. */
export async function grow<T>(plan: GrowthPlan<T>): Promise<Grown<T>> {
  const { path, content } = plan;
  rmSync(path, { force: true });
  writeFileSync(path, '');
  const tail = new TailFile(sourceFileAt(path), { ...plan.options, detect: plan.detect });
  let collector = plan.collector();
  let lines = 0;
  let restarts = 0;
  let outcome: SourceOutcome | null = null;
  const take = async (steps: ReturnType<TailFile['poll']>): Promise<void> => {
    for await (const step of steps) {
      if (step.kind === 'lines') {
        collector.add(step.block, step.spec);
        lines += step.block.lineCount;
      } else if (step.kind === 'restart') {
        collector = plan.collector();
        lines = 0;
        restarts++;
      } else {
        outcome = step.outcome;
        if (step.why !== 'finished') throw new Error(`The tail took growth for ${step.why}.`);
      }
    }
  };
  for (const write of stepsOf(content)) {
    write(path);
    await take(tail.poll(never));
  }
  const early = lines;
  const before = restarts;
  plan.atEnd?.();
  await take(tail.finish(never));
  await tail.close();
  return { outcome, result: collector.result(), early: restarts === before ? early : 0, restarts };
}

function* stepsOf(content: Buffer | ((path: string) => void)): Generator<(path: string) => void> {
  if (typeof content === 'function') {
    yield content;
    return;
  }
  const size = content.length;
  const random = randomFrom(size + 1);
  const mean = size <= BYTE_STEPS_BELOW ? 1 : size / RANDOM_STEPS;
  for (let from = 0; from < size; ) {
    const step = mean === 1 ? 1 : Math.ceil(random() * 2 * mean);
    const added = content.subarray(from, from + step);
    yield (path) => appendFileSync(path, added);
    from += step;
  }
}

/** Digest of every line with its number and offset: equal for the same lines, however they came. */
export class LineDigest implements Collector<{ lines: number; digest: string }> {
  readonly #text = createHash('sha1');
  readonly #offsets = createHash('sha1');
  #lines = 0;

  add({ bytes, decodedOffset, lineOffsets, lineCount }: LineBlock): void {
    this.#text.update(bytes);
    const offsets = new Float64Array(lineCount);
    for (let line = 0, at = 0; line < lineCount; line++) {
      offsets[line] = lineOffsets === null ? decodedOffset + at : (lineOffsets[line] as number);
      at = bytes.indexOf(0x0a, at) + 1;
    }
    this.#offsets.update(offsets);
    this.#lines += lineCount;
  }

  result(): { lines: number; digest: string } {
    return { lines: this.#lines, digest: this.#text.digest('hex') + this.#offsets.digest('hex') };
  }
}
