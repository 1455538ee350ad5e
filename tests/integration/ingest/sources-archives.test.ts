import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expandPaths,
  FIRST_BLOCK,
  OpenFiles,
  openSource,
  type SourceFile,
} from '../../../src-main/ingest/sources/index.ts';
import type { ArchiveCase, ExpectedMember } from './bad-input/archive-case.ts';
import { makeTemporaryFolder } from './bad-input/bad-input.ts';
import { linesOf } from './bad-input/read-source.ts';
import { TAR_CASES } from './bad-input/tar-archives.ts';
import { ZIP_CASES } from './bad-input/zip-archives.ts';

const signal = new AbortController().signal;
let folder: ReturnType<typeof makeTemporaryFolder>;
beforeAll(() => {
  folder = makeTemporaryFolder();
});
afterAll(() => folder.remove());

interface Result {
  readonly status: string;
  readonly lines: number;
  readonly issues: string[];
  readonly text: string[];
}

/** Reads every member through one set of open files; names that come twice get a number. */
async function readArchive(path: string, input: ArchiveCase): Promise<Map<string, Result>> {
  const { files, problems } = await expandPaths([path], { signal, limits: input.limits });
  const results = new Map<string, Result>();
  const add = (member: string | null, result: Result): void => {
    const name = member ?? '';
    results.set(results.has(name) ? `${name}#2` : name, result);
  };
  for (const problem of problems) {
    const issue = 'error' in problem ? problem.error : problem.warning;
    if ('error' in problem) expect(problem.error.offset, `${issue.class} names its place`).not.toBeNull();
    add(problem.member, { status: problem.status, lines: 0, issues: [issue.class], text: [] });
  }
  const shared = new OpenFiles();
  for (const file of files) add(file.member, await readMember(file, input, shared));
  await shared.close();
  return results;
}

async function readMember(file: SourceFile, input: ArchiveCase, shared: OpenFiles | null): Promise<Result> {
  const source = await openSource(file, { limits: input.limits, blockBytes: 16 * 1024 }, shared);
  const blocks = [];
  for await (const block of source.blocks(FIRST_BLOCK, signal)) blocks.push(block);
  const { status, errors, warnings, bytesIn } = source.outcome();
  await source.close();
  for (const error of errors) expect(error.offset, `${error.class} names its place`).not.toBeNull();
  // Without its directory a zip does not tell where an entry's data ends.
  if (status === 'whole' && !('' in input.expected)) expect(bytesIn).toBe(file.sizeBytes);
  const text = linesOf(blocks);
  return { status, lines: text.length, issues: [...errors, ...warnings].map((issue) => issue.class), text };
}

function check(name: string, result: Result | undefined, expected: ExpectedMember): void {
  const label = `member '${name}'`;
  expect(result?.status, label).toBe(expected.status);
  expect(result?.issues, label).toEqual(expected.issues ?? []);
  if (expected.lines !== undefined) expect(result?.lines, label).toBe(expected.lines);
}

const FAMILIES = { tar: TAR_CASES, zip: ZIP_CASES };

describe.each(Object.entries(FAMILIES))('%s archives', (_family, cases) => {
  it.each(cases.map((input) => [input.name, input] as const))('%s', async (_name, input) => {
    const fileName = input.fileName ?? 'archive.bin';
    const path = join(folder.path, fileName);
    writeFileSync(path, input.content);
    const results = await readArchive(path, input);
    expect([...results.keys()].sort()).toEqual(Object.keys(input.expected).sort());
    for (const [name, expected] of Object.entries(input.expected)) check(name, results.get(name), expected);
    expect(readdirSync(folder.path).sort(), 'nothing is written').toEqual([...new Set([...written, fileName])].sort());
    written.add(fileName);
  });
});
const written = new Set<string>();
