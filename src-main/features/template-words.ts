/** A letter first, then letters, digits and what joins them; one letter alone says nothing. All beyond ASCII counts as letters. */
const WORD = /[a-z\u0080-\uffff][a-z0-9_\u0080-\uffff]+/g;
const WILDCARD = /<[^<>\s]*>/g;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Hashes of the words of a template in order, with repetitions; wildcards are no words, capitals make no difference. */
export function wordsOf(templateText: string): number[] {
  return (templateText.replace(WILDCARD, ' ').toLowerCase().match(WORD) ?? []).map(hashWord);
}

/** FNV-1a over UTF-16 code units with a final mix, unsigned 32 bits: the same on every machine. */
export function hashWord(word: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
