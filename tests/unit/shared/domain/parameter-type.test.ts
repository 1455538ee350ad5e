import { describe, expect, it } from 'vitest';
import { classifyParameter, isNumeric } from '../../../../src-shared/domain/parameter-type.ts';

const place = { maskName: 'text', before: 'x ', after: '' };

function classify(values: readonly string[], context: Partial<typeof place> = {}) {
  return classifyParameter(
    values.map((value) => ({ value, count: 1 })),
    { ...place, ...context },
  );
}

describe('classifyParameter', () => {
  it.each([
    [['1', '-2.5', '3e6'], 'number', null],
    [['12ms', '3s', '1.5 min'], 'duration', 'ms'],
    [['12KB', '3 MiB'], 'size', 'bytes'],
    [['12%', '3 %'], 'number', '%'],
    [['10.0.0.1', '10.0.0.2:80', '/10.0.0.3:99'], 'ip', null],
    [['fe80::1', '2001:db8::1'], 'ip', null],
    [['00000000-0000-0000-0000-000000000000', '{11111111-2222-3333-4444-5555AAAABBBB}'], 'uuid', null],
    [['0x7ffe', '0xA0'], 'hex', null],
    [['deadbeef', 'cafe0123', '12345678a'], 'hex', null],
    [['/var/log/a', 'C:\\a\\b', 'https://a/b', 'a/b/c'], 'path', null],
    [['2024-05-01T10:00:00Z', '10:00:00,123', 'May  1 10:00:00'], 'timestamp', null],
    [['a.example.com', 'b.example.com:80'], 'host', null],
    [['ann', 'bob'], 'text', null],
    [['', ''], 'text', null],
  ] as const)('takes %j for %s (%s)', (values, type, unit) => {
    expect(classify(values)).toMatchObject({ type, unit });
  });

  it('reads the unit behind plain numbers', () => {
    expect(classify(['1', '2'], { after: ' ms for all' })).toEqual({ type: 'duration', unit: 'ms', hasUnits: false });
    expect(classify(['1', '2'], { after: ' bytes' })).toEqual({ type: 'size', unit: 'bytes', hasUnits: false });
    expect(classify(['1', '2'], { after: ' percent' })).toEqual({ type: 'number', unit: '%', hasUnits: false });
    expect(classify(['1', '2'], { after: ' msgs' })).toMatchObject({ type: 'number', unit: null });
  });

  it('tells users and hosts by the word before, or by what a person called the wildcard', () => {
    expect(classify(['ann', 'bob'], { before: 'session of user ' }).type).toBe('user');
    expect(classify(['ann', 'bob'], { before: 'user="' }).type).toBe('user');
    expect(classify(['n1', 'n2'], { before: 'lost node ' }).type).toBe('host');
    expect(classify(['ann', 'bob'], { maskName: 'user' }).type).toBe('user');
    expect(classify(['1', '2'], { before: 'user ' }).type).toBe('number');
  });

  it('goes by nine in ten events, not by distinct values', () => {
    const values = [
      { value: '7', count: 95 },
      { value: 'none', count: 3 },
      { value: '', count: 900 },
    ];
    expect(classifyParameter(values, place).type).toBe('number');
    expect(classifyParameter([...values, { value: 'many', count: 20 }], place).type).toBe('text');
  });

  it('says what can be drawn as numbers', () => {
    expect(isNumeric(classify(['5ms']))).toBe(true);
    expect(isNumeric(classify(['10.0.0.1']))).toBe(false);
  });
});
