import { HAS_VALUE, UnitKind } from './units.ts';
import { type UnitTable, WILD } from './unit-table.ts';

/** Shapes held to be one template. `columns` and `signature` have one entry a unit. */
export interface Candidate {
  /** Unit number where all shapes agree, else `WILD`. */
  readonly columns: Int32Array;
  /** As `columns`, with every suspect as `WILD`: what two shapes must share to be one template. */
  readonly signature: Int32Array;
  /** Indexes of the shapes, ascending. */
  shapes: number[];
  /** Events of these shapes. */
  count: number;
}

/**
 * Signature of a shape's units. A shape without any constant word keeps its suspects, save those with a value in
 * them: else all one-word messages would be one template.
 */
export function signatureOf(units: Int32Array, table: UnitTable): Int32Array {
  let hasWord = false;
  for (const unit of units) {
    const kind = table.kind[unit];
    if (kind === UnitKind.key || (kind === UnitKind.word && table.hasLetter(unit))) {
      hasWord = true;
      break;
    }
  }
  const isOpen = (unit: number): boolean =>
    table.isSuspect(unit) && (hasWord || HAS_VALUE.test(table.text[unit] as string));
  const space = table.numberOf(UnitKind.space, ' ');
  const signature = new Int32Array(units.length);
  for (let i = 0; i < units.length; i++) {
    const unit = units[i] as number;
    // Padding beside a value is part of the value.
    const isBeside =
      table.kind[unit] === UnitKind.space &&
      ((i > 0 && isOpen(units[i - 1] as number)) || (i + 1 < units.length && isOpen(units[i + 1] as number)));
    signature[i] = isOpen(unit) ? WILD : isBeside ? space : unit;
  }
  return signature;
}

/** Groups candidates by an exact signature, in order of first appearance. */
export class CandidateSet {
  readonly list: Candidate[] = [];
  private readonly heads = new Map<number, number[]>();

  add(units: Int32Array, signature: Int32Array, shapes: number[], count: number): void {
    const key = hashOf(signature);
    const bucket = this.heads.get(key);
    const known = bucket?.find((index) => isEqual((this.list[index] as Candidate).signature, signature));
    if (known !== undefined) {
      const candidate = this.list[known] as Candidate;
      widen(candidate.columns, units);
      for (const shape of shapes) candidate.shapes.push(shape);
      candidate.count += count;
      return;
    }
    if (bucket === undefined) this.heads.set(key, [this.list.length]);
    else bucket.push(this.list.length);
    this.list.push({ columns: units.slice(), signature, shapes: shapes.slice(), count });
  }
}

function widen(columns: Int32Array, units: Int32Array): void {
  for (let i = 0; i < columns.length; i++) if (columns[i] !== units[i]) columns[i] = WILD;
}

/** Order-dependent part of a position's unit in a signature hash; sums of these allow leaving one position out. */
export function mixUnit(unit: number, position: number): number {
  let x = Math.imul(unit + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(position + 1, 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  return (x ^ (x >>> 13)) >>> 0;
}

/** Hash of a signature: the sum of its positions' parts, below 2^53 for any length in use. */
export function hashOf(signature: Int32Array): number {
  let sum = signature.length * 0x1_0000_0000;
  for (let i = 0; i < signature.length; i++)
    sum += mixUnit(signature[i] as number, i) * 7 + (mixUnit(signature[i] as number, i + 7919) & 0xfff);
  return sum;
}

/** As `hashOf`, with `position` replaced by a wildcard. */
export function hashWithout(hash: number, signature: Int32Array, position: number): number {
  return hash - partOf(signature[position] as number, position) + partOf(WILD, position);
}

function partOf(unit: number, position: number): number {
  return mixUnit(unit, position) * 7 + (mixUnit(unit, position + 7919) & 0xfff);
}

export function isEqual(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
