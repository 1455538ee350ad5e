import type { DictionaryColumn } from '../../lake/segment-columns.ts';
import type { KernelMemory } from './kernel-memory.ts';

const decoder = new TextDecoder();

/** A dictionary column: ids, texts and where texts end are the three kernel columns from `first` on. */
export function readWords(memory: KernelMemory, first: number): DictionaryColumn {
  const ids = memory.copyInts(first);
  const texts = memory.copyBytes(first + 1);
  const ends = memory.copyInts(first + 2);
  const values = Array.from(ends, (end, id) => decoder.decode(texts.subarray(id === 0 ? 0 : ends[id - 1], end)));
  return new Set(values).size === values.length ? { ids, values } : withoutTwins(ids, values);
}

/** Two spellings with bad bytes decode to the same text: they share the first one's id. */
function withoutTwins(ids: Int32Array, values: readonly string[]): DictionaryColumn {
  const numbers = new Map<string, number>();
  for (const value of values) if (!numbers.has(value)) numbers.set(value, numbers.size);
  const renamed = values.map((value) => numbers.get(value) as number);
  return { ids: ids.map((id) => (id < 0 ? id : (renamed[id] as number))), values: [...numbers.keys()] };
}
