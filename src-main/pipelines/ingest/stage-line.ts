import type { ParsedLine } from '../../ingest/formats/line-parser.ts';
import { flagsOf } from './block-columns.ts';
import type { KernelMemory } from './kernel-memory.ts';

const encoder = new TextEncoder();
/** A UTF-16 unit takes at most so many bytes of UTF-8. */
const BYTES_PER_UNIT = 3;
/** Above it a native copy is faster than a loop. */
const SHORT_BYTES = 64;

/**
 * Hands a parsed line to the kernel as the event to be pushed.
 * @param base Address of the block that the line's ranges are in; text from elsewhere is copied beside it.
 */
export function stageLine(memory: KernelMemory, base: number, line: ParsedLine): void {
  const { call } = memory;
  const attributesLength = line.encodeAttributes();
  const contentLength = line.content === null ? 0 : line.contentEnd - line.contentStart;
  let extra = call.extraAddress(attributesLength + contentLength + textUnits(line) * BYTES_PER_UNIT);
  const event = call.stageEvent() >> 2;
  const { bytes, ints } = memory;

  if (line.hasTime) {
    memory.doubles[event >> 1] = line.epochSeconds;
    ints[event + 2] = line.nanos;
  }
  ints[event + 3] = line.severity;
  ints[event + 4] = flagsOf(line);
  if (line.content === null) {
    ints[event + 5] = base + line.contentStart;
    ints[event + 6] = base + line.contentEnd;
  } else {
    copy(line.content, line.contentStart, line.contentEnd, bytes, extra);
    ints[event + 5] = extra;
    ints[event + 6] = extra += contentLength;
  }
  if (attributesLength > 0) {
    copy(line.attributesBuffer.bytes, 0, attributesLength, bytes, extra);
    ints[event + 7] = extra;
    ints[event + 8] = extra += attributesLength;
  }

  const fields = call.fieldsAddress() >> 2;
  const stage = (field: number, text: string | null, start: number, end: number): void => {
    if (text === null && start < 0) return;
    let from = base + start;
    let to = base + end;
    if (text !== null) {
      from = extra;
      extra += encoder.encodeInto(text, bytes.subarray(extra, extra + text.length * BYTES_PER_UNIT)).written;
      to = extra;
    }
    ints[fields + field] = from;
    ints[fields + field + 1] = to;
  };
  stage(0, line.severityText, line.severityStart, line.severityEnd);
  stage(2, line.serviceText, line.serviceStart, line.serviceEnd);
  stage(4, line.hostText, line.hostStart, line.hostEnd);
  stage(6, line.componentText, line.componentStart, line.componentEnd);
}

function textUnits({ severityText, serviceText, hostText, componentText }: ParsedLine): number {
  return (
    (severityText?.length ?? 0) + (serviceText?.length ?? 0) + (hostText?.length ?? 0) + (componentText?.length ?? 0)
  );
}

function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
  if (end - start > SHORT_BYTES) to.set(from.subarray(start, end), at);
  else for (let i = start; i < end; i++) to[at + i - start] = from[i] as number;
}
