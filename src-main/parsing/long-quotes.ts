/**
 * Quoted texts of several words with parameters or many words, met while one flat text is cut. Each is read as words,
 * unless it is known to be a value (a user agent).
 */
export class LongQuotes {
  /** The quoted texts met, in order. */
  readonly texts: string[] = [];
  /** Index of the closing quote of one being read as words, or -1. */
  closeAt = -1;
  private readonly isValue: (ordinal: number) => boolean;

  /** @param isValue Whether the quoted text with this number, from 0, is one value. Default: none is. */
  constructor(isValue: (ordinal: number) => boolean = () => false) {
    this.isValue = isValue;
  }

  /** Notes a quoted text and says whether it is one value. */
  meet(text: string): boolean {
    this.texts.push(text);
    return this.isValue(this.texts.length - 1);
  }
}
