import { X } from 'lucide-react';
import { useLive } from '../state/live.ts';

/** A quiet line, never a dialog: the engine is away, or came back. */
export function EngineBar() {
  const connection = useLive((state) => state.connection);
  const notice = useLive((state) => state.restartNotice);
  const dismiss = useLive((state) => state.dismissNotice);
  return (
    <div role="status" aria-live="polite" data-testid="engine-bar">
      {connection === 'lost' ? (
        <p className="ls-engine-bar">
          The engine is restarting. What you see stays; reading goes on from its last commit.
        </p>
      ) : (
        notice !== null && (
          <p className="ls-engine-bar">
            {notice}
            <button type="button" className="ls-icon-button" aria-label="Dismiss" onClick={dismiss}>
              <X size={12} aria-hidden />
            </button>
          </p>
        )
      )}
    </div>
  );
}
