import { describe, expect, it } from 'vitest';
import { listTemplates } from '../../../../../src-renderer/panels/templates/template-list-model.ts';

const row = (templateId: string, text: string, count: number, firstNs: bigint | null, lastNs: bigint | null) => ({
  templateId,
  text,
  name: null,
  count,
  firstNs,
  lastNs,
});
const ROWS = [
  row('a', 'disk <*> full', 3, 10n, 20n),
  row('b', 'user <*> logged in', 900, 1n, 90n),
  row('c', 'panic in <*>', 1, null, null),
  row('d', 'user <*> logged out', 880, 2n, 95n),
  row('e', 'hidden by the filter', 0, 5n, 5n),
];
const ids = (search: string, order: Parameters<typeof listTemplates>[2]) =>
  listTemplates(ROWS, search, order)
    .map((one) => one.templateId)
    .join('');

describe('template list', () => {
  it('shows rare templates first and leaves out those without an event under the filter', () => {
    expect(ids('', 'rare')).toBe('cadb');
    expect(ids('', 'frequent')).toBe('bdac');
  });

  it('orders by first and last seen, those without a time last', () => {
    expect(ids('', 'newest')).toBe('adbc');
    expect(ids('', 'latest')).toBe('dbac');
    expect(ids('', 'text')).toBe('acbd');
  });

  it('finds templates that hold every typed word', () => {
    expect(ids('LOGGED user', 'rare')).toBe('db');
    expect(ids('nothing', 'rare')).toBe('');
  });
});
