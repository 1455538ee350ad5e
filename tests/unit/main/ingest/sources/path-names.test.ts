import { describe, expect, it } from 'vitest';
import { hexIfNotUtf8, joinPath, showPath } from '../../../../../src-main/ingest/sources/path-names.ts';

describe('showPath', () => {
  it('shows UTF-8 as it is and other bytes as escapes', () => {
    expect(showPath(Buffer.from('/var/log/größe 漢\n.log'))).toBe('/var/log/größe 漢\n.log');
    expect(showPath(Buffer.concat([Buffer.from('ä'), Buffer.from([0xff, 0xe6, 0xbc]), Buffer.from('漢z')]))).toBe(
      'ä\\xff\\xe6\\xbc漢z',
    );
  });

  it('keeps the bytes as hex only where text would lose them', () => {
    expect(hexIfNotUtf8(Buffer.from('ok'))).toBeNull();
    expect(hexIfNotUtf8(Buffer.from([0x61, 0xff]))).toBe('61ff');
  });

  it('joins without doubling the separator', () => {
    expect(joinPath(Buffer.from('/'), Buffer.from('a')).toString()).toBe('/a');
    expect(joinPath(Buffer.from('/v'), Buffer.from('a')).toString()).toBe('/v/a');
  });
});
