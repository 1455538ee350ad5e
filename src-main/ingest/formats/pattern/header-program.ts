/**
 * The patterns of a format as plain integers, for a matcher outside of JavaScript. One step takes sixteen integers: op, role,
 * name and its length, kind of attribute, whether blanks behind it are padding, text and its length, stops, steps of a group
 * and how many, codes of a timestamp and how many. Stops: whether there are none, whether one begins with blanks, how many,
 * a table of 256 first bytes; then each: whether blanks stand before it, text, its length, whether a blank stands behind it.
 */
import { Directive } from '../../timestamps/compile-time-spec.ts';
import type { TimestampReader } from '../../timestamps/time-spec.ts';
import type { ParserSpec } from '../parser-spec.ts';
import { severityWords } from '../severity-words.ts';
import { compilePattern, Op, type Step } from './steps.ts';
import type { StopSet } from './stop-set.ts';

const STEP_INTS = 16;

/** Steps that a program can hold; formats with others are left to `PatternMatcher`. */
const OPS: ReadonlySet<Op> = new Set([
  Op.literal,
  Op.blank,
  Op.time,
  Op.word,
  Op.any,
  Op.int,
  Op.name,
  Op.quoted,
  Op.rest,
  Op.mark,
  Op.tail,
  Op.level,
  Op.levelWord,
  Op.levelMark,
  Op.optional,
]);

const DIRECTIVES: ReadonlySet<number> = new Set([
  Directive.blank,
  Directive.year,
  Directive.shortYear,
  Directive.month,
  Directive.monthName,
  Directive.day,
  Directive.weekday,
  Directive.hour,
  Directive.minute,
  Directive.second,
  Directive.fraction,
  Directive.zone,
  Directive.epochSeconds,
  Directive.iso,
]);

export interface HeaderProgram {
  readonly ints: Int32Array;
  readonly bytes: Uint8Array;
  /** Places in `ints` that hold an offset into `bytes`, and an index into `ints`: to be made addresses where it is loaded. */
  readonly bytePointers: readonly number[];
  readonly intPointers: readonly number[];
  /** Index of the patterns: steps and how many, each. */
  readonly patterns: number;
  readonly patternCount: number;
  /** Index of the starts of structural lines: text and length, each. */
  readonly structural: number;
  readonly structuralCount: number;
  readonly levels: readonly { readonly word: Uint8Array; readonly severity: number }[];
}

/** The program of a spec's patterns, or null when one of them needs what programs cannot do. */
export function compileHeaderProgram(spec: ParserSpec): HeaderProgram | null {
  const patterns = spec.patterns.map(compilePattern);
  if (!patterns.every((steps) => steps.every(isSupported))) return null;
  const writer = new ProgramWriter();
  const encoder = new TextEncoder();
  const structural = spec.structural.map((text) => encoder.encode(text));
  const patternsAt = writer.reserve(patterns.length * 2);
  const structuralAt = writer.reserve(structural.length * 2);
  patterns.forEach((steps, i) => {
    writer.setSteps(patternsAt + i * 2, steps);
  });
  structural.forEach((text, i) => {
    writer.setText(structuralAt + i * 2, text);
  });
  return {
    ...writer.finish(),
    patterns: patternsAt,
    patternCount: patterns.length,
    structural: structuralAt,
    structuralCount: structural.length,
    levels: severityWords(spec.levels, spec.hasCommonLevels).list(),
  };
}

function isSupported(step: Step): boolean {
  if (!OPS.has(step.op) || !step.group.every(isSupported)) return false;
  return step.reader === null || step.reader.codes.every((code) => code < Directive.blank || DIRECTIVES.has(code));
}

class ProgramWriter {
  readonly #ints: number[] = [];
  readonly #bytes: number[] = [];
  readonly #bytePointers: number[] = [];
  readonly #intPointers: number[] = [];

  finish(): Pick<HeaderProgram, 'ints' | 'bytes' | 'bytePointers' | 'intPointers'> {
    return {
      ints: Int32Array.from(this.#ints),
      bytes: Uint8Array.from(this.#bytes),
      bytePointers: this.#bytePointers,
      intPointers: this.#intPointers,
    };
  }

  /** @returns index of so many zeros. */
  reserve(count: number): number {
    const at = this.#ints.length;
    for (let i = 0; i < count; i++) this.#ints.push(0);
    return at;
  }

  setText(at: number, text: Uint8Array): void {
    this.#pointToBytes(at, text);
    this.#ints[at + 1] = text.length;
  }

  setSteps(at: number, steps: readonly Step[]): void {
    const first = this.reserve(steps.length * STEP_INTS);
    this.#pointToInts(at, first);
    this.#ints[at + 1] = steps.length;
    steps.forEach((step, i) => {
      this.#setStep(first + i * STEP_INTS, step);
    });
  }

  #setStep(at: number, step: Step): void {
    this.#ints[at] = step.op;
    this.#ints[at + 1] = step.role;
    this.setText(at + 2, step.attribute);
    this.#ints[at + 4] = step.attributeKind;
    this.#ints[at + 5] = step.isPadded ? 1 : 0;
    this.setText(at + 6, step.literal);
    this.#setStops(at + 8, step.stops);
    this.setSteps(at + 9, step.group);
    this.#setCodes(at + 11, step.reader);
  }

  #setStops(at: number, { isEmpty, hasBlankStop, stops, first }: StopSet): void {
    const own = this.reserve(4 + stops.length * 4);
    this.#pointToInts(at, own);
    this.#ints[own] = isEmpty ? 1 : 0;
    this.#ints[own + 1] = hasBlankStop ? 1 : 0;
    this.#ints[own + 2] = stops.length;
    this.#pointToBytes(own + 3, first);
    stops.forEach((stop, i) => {
      const entry = own + 4 + i * 4;
      this.#ints[entry] = stop.hasBlankBefore ? 1 : 0;
      this.setText(entry + 1, stop.literal);
      this.#ints[entry + 3] = stop.hasBlankAfter ? 1 : 0;
    });
  }

  #setCodes(at: number, reader: TimestampReader | null): void {
    const codes = reader === null ? [] : [...reader.codes];
    const own = this.reserve(codes.length);
    this.#pointToInts(at, own);
    this.#ints[at + 1] = codes.length;
    codes.forEach((code, i) => {
      this.#ints[own + i] = code;
    });
  }

  #pointToInts(at: number, index: number): void {
    this.#ints[at] = index;
    this.#intPointers.push(at);
  }

  #pointToBytes(at: number, bytes: Uint8Array): void {
    this.#ints[at] = this.#bytes.length;
    this.#bytePointers.push(at);
    this.#bytes.push(...bytes);
  }
}
