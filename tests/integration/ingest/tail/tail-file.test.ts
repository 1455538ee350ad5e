import { appendFileSync, copyFileSync, renameSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detectFormat } from '../../../../src-main/ingest/formats/index.ts';
import { TailFile } from '../../../../src-main/ingest/tail/tail-file.ts';
import type { TailCheckpoint, TailStep } from '../../../../src-main/ingest/tail/tail-step.ts';
import { makeTemporaryFolder, randomFrom } from '../bad-input/bad-input.ts';
import { sourceFileAt } from './grow.ts';

const never = new AbortController().signal;
let folder: ReturnType<typeof makeTemporaryFolder>;
let path: string;

beforeEach(() => {
  folder = makeTemporaryFolder();
  path = join(folder.path, 'app.log');
});
afterEach(() => folder.remove());

const line = (number: number): string => `2024-05-01T10:00:00Z INFO worker-${number % 3} job ${number} done\n`;

function openTail(checkpoint: TailCheckpoint | null = null): TailFile {
  const detect = (source: { sample: Uint8Array }) => detectFormat(source.sample, { path, modifiedMs: null }).spec;
  return new TailFile(sourceFileAt(path), { detect }, checkpoint);
}

/** Steps of a look as short texts: the numbers of lines that came, and what else happened. */
async function look(steps: AsyncIterable<TailStep>): Promise<Array<number | string>> {
  const seen: Array<number | string> = [];
  for await (const step of steps) {
    if (step.kind === 'lines') {
      for (const [, number] of Buffer.from(step.block.bytes)
        .toString()
        .matchAll(/job (\d+)/g))
        seen.push(Number(number));
    } else if (step.kind === 'restart') seen.push('restart');
    else seen.push(`${step.why} ${step.outcome?.errors.map((error) => error.class).join() ?? 'held'}`.trim());
  }
  return seen;
}

describe('TailFile', () => {
  it('holds a line back until its line feed, or until the writer is done', async () => {
    const tail = openTail();
    expect(await look(tail.poll(never))).toEqual([]);
    writeFileSync(path, `${line(1)}${line(2).slice(0, 20)}`);
    expect(await look(tail.poll(never))).toEqual([1]);
    expect(await look(tail.poll(never))).toEqual([]);
    appendFileSync(path, line(2).slice(20));
    expect(await look(tail.poll(never))).toEqual([2]);
    appendFileSync(path, line(3).trimEnd());
    expect(await look(tail.poll(never))).toEqual([]);
    expect(await look(tail.finish(never))).toEqual([3, 'finished']);
    await tail.close();
  });

  it('reads a renamed file to its end, also what is written to it late, before the one that took its name', async () => {
    const tail = openTail();
    writeFileSync(path, line(1));
    expect(await look(tail.poll(never))).toEqual([1]);
    renameSync(path, `${path}.1`);
    expect(await look(tail.poll(never))).toEqual([]);
    writeFileSync(path, line(10));
    appendFileSync(`${path}.1`, line(2));
    expect(await look(tail.poll(never))).toEqual([2]);
    appendFileSync(`${path}.1`, line(3).trimEnd());
    expect(await look(tail.poll(never))).toEqual([]);
    appendFileSync(path, line(11));
    expect(await look(tail.poll(never))).toEqual([3, 'rotated', 10, 11]);
    await tail.close();
  });

  it('says when a file was cut in its place, and begins it anew', async () => {
    const tail = openTail();
    writeFileSync(path, [1, 2, 3].map(line).join(''));
    expect(await look(tail.poll(never))).toEqual([1, 2, 3]);
    copyFileSync(path, `${path}.1`);
    truncateSync(path, 0);
    appendFileSync(path, line(4));
    expect(await look(tail.poll(never))).toEqual(['truncated E_SOURCE_CHANGED', 4]);
    // Cut, and longer than before when it is looked at again: only its first bytes tell.
    truncateSync(path, 0);
    appendFileSync(path, [5, 6, 7, 8].map((number) => line(number).replace('10:00', '11:00')).join(''));
    expect(await look(tail.poll(never))).toEqual(['truncated E_SOURCE_CHANGED', 5, 6, 7, 8]);
    await tail.close();
  });

  it('goes on from a checkpoint: half a line, a restart, the other half give one line once', async () => {
    writeFileSync(path, `${line(1)}${line(2)}${line(3).slice(0, 30)}`);
    const first = openTail();
    expect(await look(first.poll(never))).toEqual([1, 2]);
    const checkpoint = JSON.parse(JSON.stringify(first.checkpoint)) as TailCheckpoint;
    await first.close();
    appendFileSync(path, line(3).slice(30) + line(4));
    const second = openTail(checkpoint);
    expect(await look(second.poll(never))).toEqual([3, 4]);
    expect(second.checkpoint).toMatchObject({ line: 4, decodedOffset: line(1).length * 4 });
    await second.close();
    // Another file under the name, perhaps with the old one's inode: nothing of it is skipped.
    unlinkSync(path);
    writeFileSync(path, [5, 6, 7, 8, 9].map((number) => line(number).replace('2024-05-01', '2024-06-02')).join(''));
    const third = openTail(second.checkpoint);
    expect(await look(third.poll(never))).toEqual([5, 6, 7, 8, 9]);
    await third.close();
  });

  it('finds the file it read under the name that rotation gave it while nobody looked', async () => {
    writeFileSync(path, line(1));
    const first = openTail();
    expect(await look(first.poll(never))).toEqual([1]);
    const { checkpoint } = first;
    await first.close();
    appendFileSync(path, line(2));
    renameSync(path, `${path}.1`);
    writeFileSync(path, line(3).replace('10:00', '12:00'));
    const second = openTail(checkpoint);
    const seen = [...(await look(second.poll(never))), ...(await look(second.poll(never)))];
    expect(seen).toEqual([2, 'rotated', 3]);
    await second.close();
  });

  it('takes back what it said when more of a file shows another encoding', async () => {
    const tail = openTail();
    writeFileSync(path, line(1));
    expect(await look(tail.poll(never))).toEqual([1]);
    const western = Array.from({ length: 60 }, (_, i) => line(i + 2).replace('done', 'für Zürich geändert'));
    appendFileSync(path, Buffer.from(western.join(''), 'latin1'));
    const seen = await look(tail.poll(never));
    expect(seen[0]).toBe('restart');
    expect(seen.slice(1)).toEqual(Array.from({ length: 61 }, (_, i) => i + 1));
    await tail.close();
  });

  it('hands out nothing of what is no text, and leaves it to be read whole', async () => {
    const tail = openTail();
    const packed = gzipSync(Array.from({ length: 500 }, (_, i) => line(i)).join(''));
    for (let at = 0; at < packed.length; at += 97) {
      appendFileSync(path, packed.subarray(at, at + 97));
      await look(tail.poll(never));
    }
    expect((await look(tail.finish(never))).at(-1)).toBe('finished held');
    await tail.close();
  });

  it('gives every line exactly once over many rotations, restarts of the reader and torn lines', async () => {
    const random = randomFrom(11);
    const seen: number[] = [];
    let next = 0;
    let rotations = 0;
    let pending = '';
    let tail = openTail();
    const take = async (): Promise<void> => {
      for (const step of await look(tail.poll(never))) if (typeof step === 'number') seen.push(step);
    };
    writeFileSync(path, '');
    for (let round = 0; round < 600; round++) {
      const count = Math.floor(random() * 6);
      const text = pending + Array.from({ length: count }, () => line(next++)).join('');
      const written = random() < 0.5 ? text.length : Math.floor(text.length * random());
      appendFileSync(path, text.slice(0, written));
      pending = text.slice(written);
      if (random() < 0.7) await take();
      if (random() < 0.1) {
        const checkpoint = tail.checkpoint;
        await tail.close();
        tail = openTail(checkpoint);
      }
      if (random() < 0.05) {
        // A writer ends its line before it turns to the next file.
        appendFileSync(path, pending);
        pending = '';
        renameSync(path, `${path}.${++rotations}`);
        writeFileSync(path, random() < 0.5 ? '' : line(next++));
        // The reader may have ended just before the rotation, or start again just behind it.
        if (random() < 0.5) {
          const checkpoint = tail.checkpoint;
          await tail.close();
          tail = openTail(checkpoint);
        }
        for (let looks = 0; looks < 3; looks++) await take();
      }
    }
    appendFileSync(path, pending);
    for (const step of await look(tail.finish(never))) if (typeof step === 'number') seen.push(step);
    await tail.close();
    expect(rotations).toBeGreaterThan(15);
    expect(seen).toEqual(Array.from({ length: next }, (_, i) => i));
  });

  it('follows a file by itself until it is told to stop', async () => {
    const tail = openTail();
    const stop = new AbortController();
    const seen: number[] = [];
    writeFileSync(path, line(0));
    for await (const step of tail.follow(stop.signal, 5)) {
      if (step.kind !== 'lines') continue;
      seen.push(step.block.lineCount);
      if (seen.length === 5) stop.abort();
      else appendFileSync(path, line(seen.length));
    }
    expect(seen).toEqual([1, 1, 1, 1, 1]);
    await tail.close();
  });
});
