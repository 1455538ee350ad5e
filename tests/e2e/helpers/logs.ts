import { mkdir, writeFile } from 'node:fs/promises';
import { generateLogs } from '../../../src-main/generator/generate-logs.ts';

/** A day of made-up services with planted faults; gives the path of the log. */
export async function writeServiceLog(folder: string, events: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  return (await generateLogs({ outDir: folder, events, seed: 7 })).logPath;
}

/** Plain lines of one level each, quick to write: for jobs that have to last a while. */
export async function writeLongLog(path: string, lines: number): Promise<void> {
  const parts: string[] = [];
  for (let i = 0; i < lines; i++) {
    const time = new Date(1_782_000_000_000 + i * 40).toISOString();
    const level = i % 997 === 0 ? 'ERROR' : i % 101 === 0 ? 'WARN' : 'INFO';
    parts.push(`${time} ${level} worker-${i % 7} handled request ${i} for user ${i % 5003} in ${i % 240} ms\n`);
  }
  await writeFile(path, parts.join(''));
}
