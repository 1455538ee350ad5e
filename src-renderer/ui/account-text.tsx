import { isBalanced, type LineAccount } from '#shared/domain/line-account.ts';
import { formatCount } from './format.ts';
import './account-text.css';

interface CountedInput extends LineAccount {
  /** In front of and behind the time span that was asked for; never part of the sum. */
  readonly skippedLines?: number | undefined;
  /** What is counted. Default lines. */
  readonly unit?: 'lines' | 'rows' | undefined;
}

/** `1,204 lines = 1,180 events + 20 continuation + 4 blank + 0 rejected`, whether it holds, and what a time span left out. */
export function AccountText(props: { readonly account: CountedInput; readonly isShort?: boolean }) {
  const { account, isShort = false } = props;
  const isWhole = isBalanced(account);
  const skipped = account.skippedLines ?? 0;
  return (
    <span className="ls-account ls-num" data-balanced={isWhole} data-testid="account">
      <b>{formatCount(account.lines)}</b> {account.unit ?? 'lines'} = {formatCount(account.eventLines)}{' '}
      {isShort ? 'events' : 'starting an event'} + {formatCount(account.continuationLines)}{' '}
      {isShort ? 'cont.' : 'continuing one'} + {formatCount(account.blankLines)} blank +{' '}
      {formatCount(account.rejectedLines)} rejected
      {skipped > 0 && ` · ${formatCount(skipped)} ${isShort ? 'left out' : 'outside the time span left out'}`}
      {!isWhole && <b className="ls-account-bad"> does not add up</b>}
    </span>
  );
}
