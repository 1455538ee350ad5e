import { Check, CircleAlert, Info } from 'lucide-react';
import { useMemo } from 'react';
import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import { useLayerChecks, useQuality } from '../../state/case-queries.ts';
import { AccountText } from '../../ui/account-text.tsx';
import { formatBytes, formatPlural, groupDigits } from '../../ui/format.ts';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { ClockOffsets } from './clock-offsets.tsx';
import { FileCard } from './file-card.tsx';
import { type CheckState, orderFiles, qualityChecks, summariseLayers } from './quality-model.ts';
import './quality-panel.css';

/** The proof that nothing was lost: the account of every file, its format, its trouble, and the checks. */
export function QualityPanel() {
  const quality = useQuality();
  return (
    <PanelFrame label="Quality">
      {quality.data !== undefined ? (
        <QualityBody document={quality.data} />
      ) : quality.error !== null ? (
        <ErrorState error={quality.error} onRetry={() => void quality.refetch()} />
      ) : (
        <LoadingState label="Counting lines…" />
      )}
    </PanelFrame>
  );
}

function QualityBody(props: { readonly document: AnalysisDocument }) {
  const { document } = props;
  const checks = useMemo(() => qualityChecks(document), [document]);
  const files = useMemo(() => orderFiles(document.files), [document.files]);
  if (files.length === 0)
    return <EmptyState title="No file was read yet">The account of every line appears here.</EmptyState>;
  return (
    <div className="ls-panel-scroll ls-quality" tabIndex={0} role="group" aria-label="Quality of what was read">
      <p>
        <AccountText account={document.totals} />
        <span className="ls-dim">
          {' '}
          · {formatBytes(document.totals.bytesIn)} in {formatPlural(document.totals.files, 'file')} ·{' '}
          {formatPlural(document.totals.events, 'event')} · {formatPlural(document.totals.templates, 'template')}
        </span>
      </p>
      <h3>Checks</h3>
      <ul className="ls-checks">
        {checks.map((check) => (
          <li key={check.name}>
            <CheckMark state={check.state} />
            <b>{check.name}</b>
            <span className="ls-dim">{check.detail}</span>
          </li>
        ))}
      </ul>
      <LayerChecks />
      {document.evaluation !== null && (
        <p className="ls-num ls-quality-labels">
          Against the labels: precision {document.evaluation.precision.toFixed(3)}, recall{' '}
          {document.evaluation.recall.toFixed(3)}, F1 {document.evaluation.f1.toFixed(3)}
        </p>
      )}
      {document.errors.map((error) => (
        <p key={`${error.class}-${error.message}`} className="ls-issue ls-issue-error">
          <code>{error.class}</code> {error.message}
        </p>
      ))}
      <ClockOffsets offsets={document.clockOffsets ?? NO_OFFSETS} files={document.files} />
      <h3>Files</h3>
      {files.map((file) => (
        <FileCard key={`${file.path}|${file.member ?? ''}`} file={file} />
      ))}
    </div>
  );
}

const NO_OFFSETS: NonNullable<AnalysisDocument['clockOffsets']> = [];

/** Each layer of the lake in one line; only what deserves a look is told in full. */
function LayerChecks() {
  const { data: checks } = useLayerChecks();
  const layers = useMemo(() => summariseLayers(checks ?? []), [checks]);
  if (layers.length === 0) return null;
  return (
    <>
      <h3>Layers of the case</h3>
      <ul className="ls-checks">
        {layers.map((layer) => (
          <li key={layer.name}>
            <CheckMark state={layer.state} />
            <b>{layer.name}</b>
            <div>
              <span className="ls-dim">{layer.detail}</span>
              {layer.notable.map((check) => (
                <p key={check.checkId} className={`ls-issue ls-issue-${check.status === 'fail' ? 'error' : 'warning'}`}>
                  {check.title}: found {groupDigits(check.observed)}, expected {groupDigits(check.expected)}
                  {check.detail !== '' && <span className="ls-dim"> {check.detail}</span>}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function CheckMark(props: { readonly state: CheckState }) {
  if (props.state === 'pass') return <Check size={14} className="ls-check-pass" role="img" aria-label="passed" />;
  if (props.state === 'note') return <Info size={14} className="ls-check-note" role="img" aria-label="worth knowing" />;
  return <CircleAlert size={14} className="ls-check-fail" role="img" aria-label="failed" />;
}
