import { describe, expect, it } from 'vitest';
import { ByteDictionary } from '../../../../../src-main/pipelines/ingest/byte-dictionary.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function push(dictionary: ByteDictionary, text: string): void {
  const padded = bytes(`__${text}__`);
  dictionary.pushBytes(padded, 2, padded.length - 2);
}

describe('ByteDictionary', () => {
  it('gives equal values one id, in order of first use, and -1 to absent ones', () => {
    const dictionary = new ByteDictionary(4);
    for (const text of ['INFO', 'WARN', 'INFO']) push(dictionary, text);
    dictionary.pushAbsent();
    dictionary.pushText('WARN');
    dictionary.pushText('ERROR');
    const { ids, values } = dictionary.finish();
    expect([...ids]).toEqual([0, 1, 0, -1, 1, 2]);
    expect(values).toEqual(['INFO', 'WARN', 'ERROR']);
  });

  it('keeps thousands of distinct values apart', () => {
    const dictionary = new ByteDictionary(4);
    const texts = Array.from({ length: 5000 }, (_, i) => `host-${i}`);
    for (const text of [...texts, ...texts]) push(dictionary, text);
    const { ids, values } = dictionary.finish();
    expect(values).toEqual(texts);
    expect(ids.slice(5000)).toEqual(ids.slice(0, 5000));
  });

  it('takes the empty value for a value', () => {
    const dictionary = new ByteDictionary(4);
    push(dictionary, '');
    expect(dictionary.finish()).toMatchObject({ values: [''] });
  });
});
