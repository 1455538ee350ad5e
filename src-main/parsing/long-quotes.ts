const NO_KEYS: ReadonlySet<string> = new Set();
const KEY = /[\w.-]+$/;
const LONGEST_KEY = 64;

/** The key of `key="`, the quote at `at`; '' when there is none. */
export function keyBeforeQuote(flat: string, at: number): string {
  return KEY.exec(flat.slice(Math.max(0, at - 1 - LONGEST_KEY), at - 1))?.[0] ?? '';
}

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
  private readonly valueKeys: ReadonlySet<string>;

  /**
   * @param isValue Whether the quoted text with this number, from 0, is one value. Default: none is.
   * @param valueKeys Keys behind which every text is one value; those are not noted.
   */
  constructor(isValue: (ordinal: number) => boolean = () => false, valueKeys: ReadonlySet<string> = NO_KEYS) {
    this.isValue = isValue;
    this.valueKeys = valueKeys;
  }

  /** Notes the quoted text whose opening quote is at `at`, and says whether it is one value. */
  meet(text: string, flat: string, at: number): boolean {
    if (this.valueKeys.size > 0 && flat[at - 1] === '=' && this.valueKeys.has(keyBeforeQuote(flat, at))) return true;
    this.texts.push(text);
    return this.isValue(this.texts.length - 1);
  }
}
