import { useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { HomeInfo } from '#shared/contract/app.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { formatBytes, formatCount, formatPlural } from '../../ui/format.ts';
import { ErrorState } from '../../ui/states.tsx';

interface RecentCasesProps {
  readonly home: HomeInfo | undefined;
  readonly error: unknown;
  readonly onOpen: (caseId: string) => void;
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** Cases opened before, newest first, with their size and date. */
export function RecentCases(props: RecentCasesProps) {
  const { home, error, onOpen } = props;
  const { rpc } = useBackend();
  const client = useQueryClient();
  if (home === undefined && error !== null) return <ErrorState error={error} />;
  const cases = home?.recentCases ?? [];
  if (cases.length === 0) return null;
  const forget = async (caseId: string) => {
    await rpc.cases.forget({ caseId });
    await client.invalidateQueries({ queryKey: ['home'] });
  };
  return (
    <section aria-labelledby="recent-title" className="ls-recent">
      <h2 id="recent-title">Recent cases</h2>
      <ul>
        {cases.map((one) => (
          <li key={one.caseId}>
            <button
              type="button"
              className="ls-recent-open"
              disabled={!one.isAvailable}
              title={one.dir}
              onClick={() => onOpen(one.caseId)}
            >
              <span className="ls-recent-name ls-cut">{one.name}</span>
              <span className="ls-recent-facts ls-cut">
                {one.isAvailable
                  ? `${formatPlural(one.lines, 'line')} · ${formatPlural(one.incidents, 'incident')}`
                  : 'The folder is not there any more'}
              </span>
              <span className="ls-recent-size ls-cut ls-num">{formatBytes(one.sizeBytes)}</span>
              <span className="ls-recent-date ls-cut ls-num">{DATE.format(one.openedAtMs)}</span>
            </button>
            <button
              type="button"
              className="ls-icon-button ls-recent-forget"
              aria-label={`Take ${one.name} off this list`}
              title="Take off this list; the case stays on disk"
              onClick={() => void forget(one.caseId)}
            >
              <X size={12} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <p className="ls-visually-hidden">{formatCount(cases.length)} recent cases</p>
    </section>
  );
}
