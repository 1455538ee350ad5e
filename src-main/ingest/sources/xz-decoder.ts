// Streams of an .xz file one after another. Damage costs the rest of its stream; reading goes on at the next stream that can be
// found. Stream header: fd 37 7a 58 5a 00 flags(2) crc(4).
import { throwIfAborted } from '../../base/abort.ts';
import { corrupt, trailingGarbage, truncated } from './compressed-issues.ts';
import type { DecodeReport } from './decoding-reader.ts';
import { fileError } from './file-issues.ts';
import type { StoredCursor } from './stored-cursor.ts';
import { XzMachine, XzStatus } from './xz-machine.ts';

const MAGIC = Buffer.from('fd377a585a00', 'hex');
const HEADER_BYTES = 12;
const SCAN_BYTES = 256 * 1024;
const LF = 0x0a;

export function isXzMagic(head: Buffer): boolean {
  return head.subarray(0, MAGIC.length).equals(MAGIC);
}

/** Decodes all streams of an xz file; history up to 64 MiB, what `xz -9` needs. @throws CancelledError */
export async function* decodeXz(
  cursor: StoredCursor,
  report: DecodeReport,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let lastByte = LF;
  while (true) {
    const start = cursor.position;
    const run = new XzRun(cursor, report, signal);
    for await (const output of run.decode()) {
      lastByte = output.at(-1) ?? lastByte;
      yield output;
    }
    if (run.status === XzStatus.streamEnd || run.isCut) return;
    const isGarbage = run.status === XzStatus.formatError && cursor.position > start + HEADER_BYTES;
    const strangeAt = cursor.position;
    if (!isGarbage) report.errors.push(run.nameFailure());
    cursor.seek(Math.max(start + 1, strangeAt - HEADER_BYTES));
    const isFound = await findNextStream(cursor, signal);
    report.storedOffset = cursor.position;
    if (isGarbage) {
      if (!isFound) report.warnings.push(trailingGarbage('xz', report, strangeAt));
      else report.errors.push(corrupt('xz', report, strangeAt, 'bytes between two xz streams are not xz'));
    }
    if (!isFound) return;
    if (lastByte !== LF) yield new Uint8Array([LF]); // a half line must not swallow the next stream's first
    lastByte = LF;
  }
}

/** Decodes from the cursor until the input ends or something is wrong with it. */
class XzRun {
  status: XzStatus = XzStatus.ok;
  isCut = false;
  private readonly cursor: StoredCursor;
  private readonly report: DecodeReport;
  private readonly signal: AbortSignal | undefined;

  constructor(cursor: StoredCursor, report: DecodeReport, signal: AbortSignal | undefined) {
    this.cursor = cursor;
    this.report = report;
    this.signal = signal;
  }

  async *decode(): AsyncGenerator<Uint8Array> {
    const { cursor, report } = this;
    const machine = await XzMachine.create();
    while (true) {
      throwIfAborted(this.signal);
      const input = await cursor.peek(machine.inputBytes);
      const start = cursor.position;
      machine.supply(input);
      do {
        const { status, output } = machine.step();
        cursor.seek(start + machine.usedInput);
        report.storedOffset = cursor.position;
        if (output.length > 0) yield output;
        this.status = status;
        if (this.status !== XzStatus.ok) break;
        if (input.length === 0 && output.length === 0) break;
      } while (input.length === 0 || !machine.needsInput);
      const isEnd = input.length === 0;
      if (isEnd && this.status !== XzStatus.streamEnd) {
        this.isCut = true;
        report.errors.push(truncated('xz', report, cursor.position, 'in the middle of a stream'));
      }
      if (isEnd || this.status !== XzStatus.ok) return;
    }
  }

  nameFailure() {
    const { report, status } = this;
    const offset = report.fileOffset(this.cursor.position);
    const place = { offset, decodedOffset: report.decodedOffset };
    if (status === XzStatus.memoryLimit || status === XzStatus.memoryError) {
      const message = `The xz data at stored offset ${offset} needs more history than the limit of 64 MiB. Decompress it first: xz -d.`;
      return fileError('E_LIMIT_SIZE', message, place);
    }
    if (status === XzStatus.optionsError) {
      const message = `The xz data at stored offset ${offset} uses a filter or a kind of check (SHA-256) that is not read here. Decompress it first: xz -d.`;
      return fileError('E_UNSUPPORTED', message, place);
    }
    return corrupt('xz', report, this.cursor.position, 'the data or its checksum does not match');
  }
}

/** Moves the cursor to the next stream's magic, or to the end of the input; returns whether one was found. */
async function findNextStream(cursor: StoredCursor, signal: AbortSignal | undefined): Promise<boolean> {
  while (true) {
    throwIfAborted(signal);
    const bytes = await cursor.peek(SCAN_BYTES);
    const found = bytes.indexOf(MAGIC);
    if (found >= 0) {
      cursor.advance(found);
      return true;
    }
    const isEnd = bytes.length < SCAN_BYTES;
    cursor.advance(isEnd ? bytes.length : bytes.length - MAGIC.length + 1);
    if (isEnd) return false;
  }
}
