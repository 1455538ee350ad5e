import { describe, expect, it } from 'vitest';
import { addAccounts, EMPTY_ACCOUNT, isBalanced } from '#shared/domain/line-account.ts';

describe('line account', () => {
  const account = {
    ...EMPTY_ACCOUNT,
    lines: 5,
    events: 2,
    eventLines: 2,
    continuationLines: 1,
    blankLines: 1,
    rejectedLines: 1,
  };

  it('balances when every line has exactly one kind', () => {
    expect(isBalanced(account)).toBe(true);
    expect(isBalanced({ ...account, lines: 6 })).toBe(false);
  });

  it('adds field by field and stays balanced', () => {
    expect(addAccounts(account, account)).toMatchObject({ lines: 10, events: 4, rejectedLines: 2 });
    expect(isBalanced(addAccounts(account, account))).toBe(true);
  });
});
