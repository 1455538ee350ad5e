import type { HeaderProgram } from '../../ingest/formats/pattern/header-program.ts';
import type { ParserSpec } from '../../ingest/formats/parser-spec.ts';
import type { PathOrigin } from '../../ingest/sources/index.ts';
import type { KernelMemory } from './kernel-memory.ts';

/** Puts a program in force: copies it into the kernel, where its offsets become addresses. */
export function loadProgram(memory: KernelMemory, program: HeaderProgram, { joinsLines, time }: ParserSpec): void {
  const { call } = memory;
  const { ints, bytes, levels } = program;
  const base = call.programAddress(ints.byteLength + bytes.length);
  const text = base + ints.byteLength;
  const loaded = ints.slice();
  for (const at of program.intPointers) loaded[at] = base + (loaded[at] as number) * 4;
  for (const at of program.bytePointers) loaded[at] = text + (loaded[at] as number);
  memory.ints.set(loaded, base >> 2);
  memory.bytes.set(bytes, text);
  call.setProgram(
    base + program.patterns * 4,
    program.patternCount,
    base + program.structural * 4,
    program.structuralCount,
    joinsLines,
    time.zoneName === null,
    time.zoneOffsetSeconds,
  );
  call.setLevel(0, 0, -1);
  for (const { word, severity } of levels) {
    const at = putText(memory, [word]);
    call.setLevel(at, at + word.length, severity);
  }
}

/** From here on every line is the caller's. */
export function unloadProgram({ call }: KernelMemory): void {
  call.setProgram(0, 0, 0, 0, false, true, 0);
}

/** Tells the kernel what the source's path says of all its events. */
export function loadOrigin(memory: KernelMemory, origin: PathOrigin | null): void {
  const encoder = new TextEncoder();
  const hasAttributes = origin !== null && Object.keys(origin.attributes).length > 0;
  const attributes = encoder.encode(hasAttributes ? JSON.stringify(origin.attributes) : '');
  const service = encoder.encode(origin?.service ?? '');
  const at = putText(memory, [attributes, service]);
  memory.call.setOrigin(at, attributes.length, at + attributes.length, service.length);
}

function putText(memory: KernelMemory, texts: readonly Uint8Array[]): number {
  const start = memory.call.extraAddress(texts.reduce((sum, text) => sum + text.length, 0));
  let at = start;
  for (const text of texts) {
    memory.bytes.set(text, at);
    at += text.length;
  }
  return start;
}
