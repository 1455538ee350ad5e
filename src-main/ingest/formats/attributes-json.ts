import { skipValue } from './json/skip-json.ts';
import { appendJsonScalar, appendJsonString } from './json/write-json.ts';
import type { Scratch } from './scratch.ts';

/** How an attribute's bytes become JSON. */
export const AttributeKind = { text: 0, number: 1, json: 2 } as const;
export type AttributeKind = (typeof AttributeKind)[keyof typeof AttributeKind];

/** Named byte ranges of `bytes`; the arrays may be longer than the count. */
export class AttributeRanges {
  bytes: Uint8Array = new Uint8Array(0);
  count = 0;
  /** The names as JSON, colon included. */
  readonly names: Uint8Array[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly kinds: AttributeKind[] = [];

  add(name: Uint8Array, start: number, end: number, kind: AttributeKind): void {
    const index = this.count++;
    this.names[index] = name;
    this.starts[index] = start;
    this.ends[index] = end;
    this.kinds[index] = kind;
  }

  /** Writes the ranges as a JSON object; nothing when there is none. */
  write(out: Scratch): void {
    out.length = 0;
    if (this.count === 0) return;
    for (let i = 0; i < this.count; i++) {
      const name = this.names[i]!;
      out.appendByte(i === 0 ? 0x7b : 0x2c);
      out.append(name, 0, name.length);
      this.writeValue(i, out);
    }
    out.appendByte(0x7d);
  }

  private writeValue(index: number, out: Scratch): void {
    const { bytes } = this;
    const start = this.starts[index]!;
    const end = this.ends[index]!;
    const kind = this.kinds[index]!;
    if (kind === AttributeKind.number) appendJsonScalar(out, bytes, start, end);
    // A JSON text that was cut is kept as a string: nothing is lost.
    else if (kind === AttributeKind.json && skipValue(bytes, start, end, 0) === end) out.append(bytes, start, end);
    else appendJsonString(out, bytes, start, end);
  }
}

/** An attribute's name the way `AttributeRanges` wants it. */
export function attributeName(name: string): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(name)}:`);
}
