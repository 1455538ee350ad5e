import type { PatternNode } from './parse-pattern.ts';

export interface Stop {
  readonly hasBlankBefore: boolean;
  readonly literal: Uint8Array;
  readonly hasBlankAfter: boolean;
}

export function isBlankByte(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

/** What may follow a field: the places where it can end. */
export class StopSet {
  /** A field followed by nothing fixed ends at the end of the line only. */
  readonly isEmpty: boolean;
  readonly hasBlankStop: boolean;
  readonly stops: readonly Stop[];
  /** 1 for the bytes that a stop without leading blank may start with. */
  readonly first: Uint8Array = new Uint8Array(256);

  constructor(following: readonly PatternNode[]) {
    const stops: Stop[] = [];
    collectStops(following, stops);
    this.stops = stops;
    this.isEmpty = stops.length === 0;
    this.hasBlankStop = stops.some((stop) => stop.hasBlankBefore);
    for (const stop of stops) if (!stop.hasBlankBefore && stop.literal.length > 0) this.first[stop.literal[0]!] = 1;
  }

  /** True when a stop without leading blank may start with this byte. */
  mayStart(byte: number): boolean {
    return this.first[byte] === 1;
  }

  /** True when a stop that begins with text matches at `at`. */
  matches(bytes: Uint8Array, at: number, end: number): boolean {
    for (const stop of this.stops) if (!stop.hasBlankBefore && isStopAt(stop, bytes, at, end)) return true;
    return false;
  }

  /** True when a stop that begins with blanks matches at `at`, the start of a run of blanks. */
  matchesAfterBlanks(bytes: Uint8Array, at: number, end: number): boolean {
    let position = at;
    while (position < end && isBlankByte(bytes[position]!)) position++;
    for (const stop of this.stops) if (stop.hasBlankBefore && isStopAt(stop, bytes, position, end)) return true;
    return false;
  }
}

function isStopAt(stop: Stop, bytes: Uint8Array, at: number, end: number): boolean {
  if (!startsWith(bytes, at, end, stop.literal)) return false;
  const after = at + stop.literal.length;
  return !stop.hasBlankAfter || after === end || isBlankByte(bytes[after]!);
}

export function startsWith(bytes: Uint8Array, at: number, end: number, literal: Uint8Array): boolean {
  if (at + literal.length > end) return false;
  for (let i = 0; i < literal.length; i++) if (bytes[at + i] !== literal[i]) return false;
  return true;
}

function collectStops(nodes: readonly PatternNode[], stops: Stop[]): void {
  const [first, second, third] = nodes;
  if (first === undefined) return;
  if (first.kind === 'optional') {
    collectStops([...first.nodes, ...nodes.slice(1)], stops);
    collectStops(nodes.slice(1), stops);
  } else if (first.kind === 'literal') {
    stops.push({ hasBlankBefore: false, literal: encode(first.text), hasBlankAfter: second?.kind === 'blank' });
  } else if (first.kind === 'blank') {
    const isLiteral = second?.kind === 'literal';
    const literal = encode(isLiteral ? second.text : '');
    stops.push({ hasBlankBefore: true, literal, hasBlankAfter: isLiteral && third?.kind === 'blank' });
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
