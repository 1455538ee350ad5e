import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { SqlResult } from '#shared/contract/sql.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId } from '../../state/case-queries.ts';
import { useCommands } from '../../state/commands.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { usePanelQuery } from '../../state/panel-visibility.ts';
import { formatPlural, formatSpan } from '../../ui/format.ts';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { SqlTable } from './sql-table.tsx';
import { resultToTsv } from './sql-text.ts';
import './sql-panel.css';

const MAX_ROWS = 10_000;
const EXAMPLE = 'select template, count from templates order by count limit 20';

/** One read-only statement over the case's views, and its rows. */
export function SqlPanel() {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const request = usePanelRequests((state) => state.sql);
  const show = usePanelRequests((state) => state.show);
  const [text, setText] = useState(request.text || EXAMPLE);
  const [running, setRunning] = useState<{ sql: string; id: number } | null>(null);
  const [result, setResult] = useState<SqlResult | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const stop = useRef<AbortController | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  const run = (sql: string) => {
    if (caseId === null || sql.trim() === '') return;
    stop.current?.abort();
    const abort = new AbortController();
    stop.current = abort;
    setRunning({ sql, id: Date.now() });
    setFailure(null);
    rpc.sql.run({ caseId, sql, maxRows: MAX_ROWS }, { signal: abort.signal }).then(
      (answer) => {
        if (abort.signal.aborted) return;
        setRunning(null);
        setResult(answer);
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setRunning(null);
        setFailure(error);
      },
    );
  };
  const seen = useRef(0);
  useEffect(() => {
    if (request.run === seen.current) return;
    seen.current = request.run;
    setText(request.text);
    run(request.text);
    // A request runs once, when it comes.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [request]);
  useEffect(() => () => stop.current?.abort(), []);
  const cancel = () => {
    stop.current?.abort();
    setRunning(null);
  };
  const focusField = () => {
    show('sql');
    requestAnimationFrame(() => field.current?.focus());
  };
  useCommands([{ id: 'sql.show', title: 'SQL over this case', group: 'Go to', keys: ['q'], run: focusField }]);

  return (
    <PanelFrame
      label="SQL"
      lead={
        <span className="ls-dim ls-num">
          {result === null
            ? 'Read-only'
            : `${formatPlural(result.rows.length, 'row')}${result.isTruncated ? ', more were cut' : ''} in ${formatSpan(result.seconds)}`}
        </span>
      }
      actions={
        result !== null && (
          <button
            type="button"
            className="ls-link"
            onClick={() => void navigator.clipboard.writeText(resultToTsv(result))}
          >
            Copy as TSV
          </button>
        )
      }
    >
      <div className="ls-sql">
        <div className="ls-sql-edit">
          <textarea
            ref={field}
            className="ls-sql-text ls-mono"
            aria-label="SQL"
            spellCheck={false}
            rows={Math.min(10, Math.max(3, text.split('\n').length))}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              run(text);
            }}
          />
          <div className="ls-sql-bar">
            <Views onPick={(view) => setText(`select * from ${view} limit 100`)} />
            {running === null ? (
              <Button size="compact-xs" onClick={() => run(text)} title="Ctrl Enter">
                Run
              </Button>
            ) : (
              <Button size="compact-xs" variant="default" onClick={cancel}>
                Cancel
              </Button>
            )}
          </div>
        </div>
        <div className="ls-sql-result">
          {running !== null && result === null ? (
            <LoadingState label="Running…" />
          ) : failure !== null ? (
            <ErrorState error={failure} isCode />
          ) : result === null ? (
            <EmptyState title="No query has run">
              Ctrl Enter runs the statement above. Nothing can be changed from here.
            </EmptyState>
          ) : result.rows.length === 0 ? (
            <EmptyState title="No rows" />
          ) : (
            <SqlTable result={result} />
          )}
        </div>
      </div>
    </PanelFrame>
  );
}

function Views(props: { readonly onPick: (view: string) => void }) {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const schema = usePanelQuery({
    queryKey: ['case', caseId, 'sql-schema'],
    enabled: caseId !== null,
    queryFn: ({ signal }) => rpc.sql.schema({ caseId: caseId ?? '' }, { signal }),
  });
  return (
    <span className="ls-sql-views">
      {schema.data?.map(({ view, columns }) => (
        <button
          key={view}
          type="button"
          className="ls-link"
          title={columns.map((column) => `${column.name} ${column.type}`).join('\n')}
          onClick={() => props.onPick(view)}
        >
          {view}
        </button>
      ))}
    </span>
  );
}
