import type { Shape } from '#shared/domain/template.ts';
import type { Hole, ReadableShape } from '../shape-slice.ts';
import { HOLE } from '../units.ts';

/** Text to find a person's pattern in, by what a parameter is: patterns are written against whole messages. */
const SAMPLES: Readonly<Record<string, string>> = {
  number: '0',
  ip: '0.0.0.0',
  uuid: '00000000-0000-0000-0000-000000000000',
  hex: '0a',
  path: '/a/b',
  url: 'http://a/b',
  duration: '0ms',
  size: '0KB',
  timestamp: '2000-01-01T00:00:00',
  mac: '00:00:00:00:00:00',
  host: 'a.b',
  boolean: 'true',
  identifier: 'a0',
};
const ANY_SAMPLE = 'a';

/** A stretch of a sample text that a pattern found; offsets in UTF-16 units, `end` exclusive. */
export interface MaskedRange {
  readonly start: number;
  readonly end: number;
  readonly maskName: string;
}

/** The constant text of a shape with a sample for each parameter. */
export function sampleOf(shape: Shape): string {
  let text = wellFormed(shape.parts[0]);
  shape.maskNames.forEach((name, i) => (text += sampleOfMask(name) + wellFormed(shape.parts[i + 1])));
  return text;
}

/**
 * Reads a shape with the found stretches as parameters. A parameter that a stretch touches becomes part of it; the first
 * of overlapping stretches names the whole.
 * @param ranges In offsets of `sampleOf(shape)`, in any order; empty ones say nothing.
 * @returns Null when there is nothing to mask.
 */
export function maskShape(shape: Shape, ranges: readonly MaskedRange[]): ReadableShape | null {
  const wanted = joinRanges(ranges.filter(({ start, end }) => end > start));
  if (wanted.length === 0) return null;
  const builder = new ShapeBuilder(wanted);
  builder.addText(wellFormed(shape.parts[0]));
  shape.maskNames.forEach((name, index) => {
    builder.addParameter(index, sampleOfMask(name).length);
    builder.addText(wellFormed(shape.parts[index + 1]));
  });
  return builder;
}

/** Writes flat text and holes while it walks along the sample. */
class ShapeBuilder implements ReadableShape {
  flat = '';
  readonly holes: Hole[] = [];
  readonly #ranges: readonly MaskedRange[];
  /** Offset in the sample, and the range that is at or before it. */
  #at = 0;
  #range = 0;
  /** The range whose hole was written last, or -1. */
  #open = -1;

  constructor(ranges: readonly MaskedRange[]) {
    this.#ranges = ranges;
  }

  addText(text: string): void {
    const end = this.#at + text.length;
    const from = this.#at;
    while (this.#at < end) {
      const range = this.#current();
      const isInside = range !== null && range.start <= this.#at;
      const next = Math.min(end, isInside ? range.end : (range?.start ?? end));
      const piece = text.slice(this.#at - from, next - from);
      if (isInside) this.#addHole([{ text: piece }], this.#range);
      else this.flat += piece;
      this.#at = next;
    }
  }

  addParameter(index: number, length: number): void {
    const range = this.#current();
    const isTouched = range !== null && range.start < this.#at + length;
    this.#addHole([{ index }], isTouched ? this.#range : -1);
    this.#at += length;
  }

  #current(): MaskedRange | null {
    while ((this.#ranges[this.#range]?.end ?? Number.POSITIVE_INFINITY) <= this.#at) this.#range++;
    return this.#ranges[this.#range] ?? null;
  }

  #addHole(pieces: Hole['pieces'], range: number): void {
    const last = this.holes.at(-1);
    const isNext = last !== undefined && this.flat.endsWith(HOLE);
    if (isNext && (range >= 0 || this.#open >= 0)) {
      const maskName = this.#ranges[this.#open >= 0 ? this.#open : range]?.maskName ?? null;
      this.holes[this.holes.length - 1] = { pieces: [...last.pieces, ...pieces], maskName };
      if (this.#open < 0) this.#open = range;
      return;
    }
    this.#open = range;
    this.holes.push({ pieces, maskName: this.#ranges[range]?.maskName ?? null });
    this.flat += HOLE;
  }
}

function joinRanges(ranges: readonly MaskedRange[]): MaskedRange[] {
  const joined: MaskedRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && range.start < last.end) {
      joined[joined.length - 1] = { ...last, end: Math.max(last.end, range.end) };
    } else joined.push(range);
  }
  return joined;
}

function sampleOfMask(name: string): string {
  return SAMPLES[name] ?? ANY_SAMPLE;
}

function wellFormed(text: string | undefined): string {
  return (text ?? '').toWellFormed();
}
