import { Menu } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useRuns } from '../../state/case-queries.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { detectorText } from '../../ui/detector-text.ts';
import { formatCount, formatSpan } from '../../ui/format.ts';

/** Who scored what and how long it took, and the way to score by other units or detectors. */
export function DetectorsMenu() {
  const run = useRuns().data?.[0];
  const showDialog = useWorkspace((state) => state.showDialog);
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <button type="button" className="ls-top-button">
          Detectors <ChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {run === undefined ? (
          <>
            <Menu.Label>Nothing has been scored yet</Menu.Label>
            <Menu.Item onClick={() => showDialog('score')}>Score…</Menu.Item>
          </>
        ) : (
          <>
            <Menu.Label>
              {formatCount(run.units)}{' '}
              {run.unitKind === 'window' ? `windows of ${formatSpan(run.windowSeconds ?? 0)}` : 'sessions'} scored
            </Menu.Label>
            {run.detectors.map((detector) => (
              <Menu.Item
                key={detector.name}
                closeMenuOnClick={false}
                rightSection={<span className="ls-dim ls-num">{formatSpan(detector.seconds)}</span>}
              >
                {detectorText(detector.name)}
                {detector.fallback !== null && (
                  <div className="ls-dim ls-wrap">baseline instead: {detector.fallback}</div>
                )}
              </Menu.Item>
            ))}
            <Menu.Divider />
            {run.unitKind === 'window' && run.proposedSession !== null && (
              <Menu.Item onClick={() => showDialog('score-sessions')}>
                Score by session…
                <div className="ls-dim ls-wrap">
                  A key was found: <span className="ls-mono">{run.proposedSession}</span>
                </div>
              </Menu.Item>
            )}
            <Menu.Item onClick={() => showDialog('score')}>Score again…</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
