/** `index-lines.js FILE`: finds where every line of a file starts and ends, in the compiled kernel; prints how many there are. */
import { closeSync, openSync, readSync } from 'node:fs';
import { KernelMemory } from '../../src-main/pipelines/ingest/kernel-memory.ts';

const BLOCK_BYTES = 2 ** 20;
const LF = 0x0a;

const memory = KernelMemory.open();
if (memory === null) throw new Error('The ingest kernel is not there: run `npm run build`.');
const file = openSync(process.argv[2] ?? '', 'r');
let lines = 0;
let position = 0;
for (;;) {
  const base = memory.call.textAddress(BLOCK_BYTES);
  const { bytes } = memory;
  const read = readSync(file, bytes, base, BLOCK_BYTES, position);
  if (read === 0) break;
  // The block ends with a line; only the last one of the file may lack its end.
  const cut = bytes.subarray(base, base + read).lastIndexOf(LF) + 1;
  const length = cut === 0 ? read : cut;
  lines += memory.call.beginBlock(length, false);
  position += length;
}
closeSync(file);
process.stdout.write(`${lines}\n`);
