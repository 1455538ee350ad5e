import type { LongQuotes } from './long-quotes.ts';
import { cutUnits, UnitKind } from './units.ts';

/** Stands for a wildcard, in a column and in a signature. */
export const WILD = 0;

/** Numbers the distinct units of a mining run; number 0 is the wildcard. */
export class UnitTable {
  readonly text: string[] = [''];
  readonly kind: UnitKind[] = [UnitKind.suspect];
  /** By kind, then text: a key made of both would be a new string for each unit. */
  private readonly numbers = Object.values(UnitKind).map(() => new Map<string, number>());
  private readonly letters: boolean[] = [];
  private readonly buffer: number[] = [];

  /** Unit numbers of a flat text, in order; `quotes` is told of its long quoted texts. */
  read(flat: string, quotes: LongQuotes): Int32Array {
    const buffer = this.buffer;
    buffer.length = 0;
    cutUnits(flat, (kind, text) => buffer.push(this.numberOf(kind, text)), quotes);
    return Int32Array.from(buffer);
  }

  numberOf(kind: UnitKind, text: string): number {
    const numbers = this.numbers[kind] as Map<string, number>;
    let number = numbers.get(text);
    if (number === undefined) {
      number = this.text.length;
      this.text.push(text);
      this.kind.push(kind);
      numbers.set(text, number);
    }
    return number;
  }

  /** Whether there is a letter in a unit's text. */
  hasLetter(number: number): boolean {
    return (this.letters[number] ??= /\p{L}/u.test(this.text[number] as string));
  }

  isWord(number: number): boolean {
    return this.kind[number] === UnitKind.word && number !== WILD;
  }

  isSuspect(number: number): boolean {
    return this.kind[number] === UnitKind.suspect;
  }
}
