import { isBalanced, type LineAccount } from '#shared/domain/line-account.ts';
import { formatCount } from './format.ts';

/** `1,204 lines = 1,180 events + 20 continuation + 4 blank + 0 rejected`, and whether it holds. */
export function AccountText(props: { readonly account: LineAccount; readonly isShort?: boolean }) {
  const { account, isShort = false } = props;
  const isWhole = isBalanced(account);
  return (
    <span className="ls-account ls-num" data-balanced={isWhole} data-testid="account">
      <b>{formatCount(account.lines)}</b> lines = {formatCount(account.eventLines)}{' '}
      {isShort ? 'events' : 'starting an event'} + {formatCount(account.continuationLines)}{' '}
      {isShort ? 'cont.' : 'continuing one'} + {formatCount(account.blankLines)} blank +{' '}
      {formatCount(account.rejectedLines)} rejected
      {!isWhole && <b className="ls-account-bad"> does not add up</b>}
    </span>
  );
}
