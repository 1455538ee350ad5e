import { describe, expect, it } from 'vitest';
import { detectEncoding } from '../../../../../src-main/ingest/sources/detect-encoding.ts';

const detect = (bytes: Buffer | string, ...more: Buffer[]) => {
  const finding = detectEncoding([Buffer.from(bytes as string), ...more], undefined);
  return finding.kind === 'found' ? finding.encoding.label : finding.error.class;
};
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('detectEncoding', () => {
  it('takes ASCII and valid UTF-8 for UTF-8 without saying anything', () => {
    const finding = detectEncoding([Buffer.from('plain\nGrüße 漢字\n')], undefined);
    expect(finding).toMatchObject({ kind: 'found', encodingConfidence: 1, warnings: [] });
    expect(detect('plain\nGrüße 漢字\n')).toBe('utf-8');
  });

  it('believes a byte order mark', () => {
    expect(detect(Buffer.from([0xff, 0xfe, 0x41, 0, 0x0a, 0]))).toBe('utf-16le');
    expect(detect(Buffer.from([0xfe, 0xff, 0, 0x41]))).toBe('utf-16be');
    expect(detect(Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]))).toBe('utf-32le');
    expect(detect(Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x41]))).toBe('utf-32be');
  });

  it('lets the user have the last word, and keeps the mark out of the text', () => {
    const finding = detectEncoding([Buffer.from('\uFEFFa\n')], 'UTF8');
    expect(finding).toMatchObject({ kind: 'found', encoding: { label: 'utf-8', bomBytes: 3 } });
    expect(detectEncoding([latin('caf\xe9')], 'latin1')).toMatchObject({
      encoding: { label: 'windows-1252', bomBytes: 0 },
      warnings: [],
    });
  });

  it('finds a code page in a later window when the head is ASCII', () => {
    const later = latin(
      `cut\n${'Benutzer m\xfcller: Zugriff verweigert, ung\xfcltiges Kennwort f\xfcr Prüfung\n'.repeat(9)}cut`,
    );
    expect(detect('2024-01-01 start\n'.repeat(20), later)).toBe('windows-1252');
  });

  it('stays with UTF-8 when valid lines are not far fewer than invalid ones', () => {
    expect(detect(Buffer.concat([Buffer.from('gr\u00f6\u00dfer\n'), latin('gr\xf6\xdfer\n'.repeat(4))]))).toBe('utf-8');
    expect(detect(Buffer.concat([Buffer.from('gr\u00f6\u00dfer\n'), latin('gr\xf6\xdfer\n'.repeat(50))]))).toBe(
      'windows-1252',
    );
  });

  it('does not take holes, colours or separators for binary data', () => {
    expect(detect(Buffer.concat([Buffer.alloc(5000), Buffer.from('text\n'.repeat(50))]))).toBe('utf-8');
    expect(detect('\x1b[1mbold\x1b[0m\n'.repeat(50))).toBe('utf-8');
    expect(detect('a\0b\n'.repeat(10))).toBe('utf-8');
  });

  it('rejects a structure of numbers', () => {
    expect(detect(Buffer.from(Int32Array.from({ length: 500 }, (_, index) => index * 7).buffer))).toBe('E_BINARY');
  });
});
