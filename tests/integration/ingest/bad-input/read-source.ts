import { expect } from 'vitest';
import {
  type BlockStart,
  expandPaths,
  FIRST_BLOCK,
  type LineBlock,
  type OpenedSource,
  openSource,
  type OpenOptions,
  type SourceFile,
  type SourceOutcome,
} from '../../../../src-main/ingest/sources/index.ts';
import { checkBlocks, splitLines } from '../../../helpers/check-blocks.ts';

const never = new AbortController().signal;

export interface ReadSource {
  readonly source: OpenedSource;
  readonly blocks: readonly LineBlock[];
  readonly outcome: SourceOutcome;
}

export async function findFile(path: string): Promise<SourceFile> {
  const { files, problems } = await expandPaths([path], { signal: never });
  expect(problems).toEqual([]);
  return files[0] as SourceFile;
}

/** Reads a file to its end and checks what holds for every source. */
export async function readSource(
  file: SourceFile,
  options: OpenOptions = {},
  from: BlockStart = FIRST_BLOCK,
): Promise<ReadSource> {
  const source = await openSource(file, options);
  try {
    const blocks: LineBlock[] = [];
    for await (const block of source.blocks(from, never)) blocks.push(block);
    checkBlocks(blocks, from);
    return { source, blocks, outcome: source.outcome() };
  } finally {
    await source.close();
  }
}

/** Text of all lines, one trailing CR dropped. */
export function linesOf(blocks: readonly LineBlock[]): string[] {
  return blocks.flatMap((block) => splitLines(block).map((line) => line.toString().replace(/\r$/, '')));
}
