/*
 * What a terminal could act on instead of showing it: controls (C0, DEL, C1), format characters (direction overrides,
 * zero-width, tags), line and paragraph separators, unpaired surrogates.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** JSON.stringify takes care of C0 and surrogates itself, and the LF between its own lines must stay. */
const UNSAFE_IN_JSON = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;
const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\u001b': '\\e' };

/** Text of the data made safe for a terminal: what would act is shown as an escape (`\e`, `\x07`, `\u202e`). */
export function showText(text: string): string {
  return text.replace(UNSAFE, (character) => SHORT[character] ?? escapeCode(character));
}

/**
 * JSON text with every character a terminal could act on as `\uXXXX`: the same value for a parser.
 * A 64-bit integer beyond 2^53 becomes a string, since a JSON number would be rounded by most readers.
 */
export function toSafeJson(value: unknown, indent?: number): string {
  const plain = (_key: string, item: unknown): unknown => {
    if (typeof item !== 'bigint') return item;
    const number = Number(item);
    return Number.isSafeInteger(number) ? number : item.toString();
  };
  return JSON.stringify(value, plain, indent).replace(UNSAFE_IN_JSON, unicodeEscape);
}

function escapeCode(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : unicodeEscape(character);
}

/** One `\uXXXX` a UTF-16 unit. */
function unicodeEscape(character: string): string {
  let escape = '';
  for (let i = 0; i < character.length; i++) escape += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return escape;
}
