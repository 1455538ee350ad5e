import { Check, CircleAlert, Info } from 'lucide-react';
import { useMemo } from 'react';
import type { AnalysisDocument, FileReport } from '#shared/contract/analysis-document.ts';
import { useLayerChecks, useQuality } from '../../state/case-queries.ts';
import { AccountText } from '../../ui/account-text.tsx';
import { formatBytes, formatCount, formatPercent, formatPlural } from '../../ui/format.ts';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
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
      <p className="ls-quality-total">
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
      <h3>Files</h3>
      {files.map((file) => (
        <FileCard key={`${file.path}|${file.member ?? ''}`} file={file} />
      ))}
    </div>
  );
}

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
                  {check.title}: found {check.observed}, expected {check.expected}
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

const STATUS_TEXT: Readonly<Record<FileReport['status'], string>> = {
  whole: 'read whole',
  partial: 'read in part',
  rejected: 'not read',
  skipped: 'skipped',
};

function FileCard(props: { readonly file: FileReport }) {
  const { file } = props;
  return (
    <section className="ls-file" aria-label={file.path}>
      <header>
        <span className="ls-file-path ls-mono">
          {file.member === null ? file.path : `${file.path} › ${file.member}`}
        </span>
        <span className={`ls-file-status ls-file-${file.status}`}>{STATUS_TEXT[file.status]}</span>
      </header>
      <p>
        <AccountText account={file} />
      </p>
      <p className="ls-dim ls-num ls-file-facts">
        {[
          file.format === null
            ? 'no format'
            : `${file.format}${file.formatConfidence === null ? '' : ` (${formatPercent(file.formatConfidence)})`}`,
          file.encoding ?? 'unknown encoding',
          file.bytesOut === file.bytesIn
            ? formatBytes(file.bytesIn)
            : `${formatBytes(file.bytesIn)} stored, ${formatBytes(file.bytesOut)} unpacked`,
          file.firstTime === null
            ? 'no time'
            : `${shortTime(file.firstTime)} – ${shortTime(file.lastTime ?? file.firstTime)}`,
        ].join(' · ')}
      </p>
      {file.errors.map((error) => (
        <p key={`${error.class}-${error.offset}`} className="ls-issue ls-issue-error">
          <code>{error.class}</code> {error.message}
          {error.line !== null && <span className="ls-dim"> line {formatCount(error.line)}</span>}
          {error.offset !== null && <span className="ls-dim"> byte {formatCount(error.offset)}</span>}
        </p>
      ))}
      {file.warnings.map((warning) => (
        <p key={`${warning.class}-${warning.firstLine}`} className="ls-issue ls-issue-warning">
          <code>{warning.class}</code> {warning.message}
          <span className="ls-dim">
            {' '}
            {warning.count > 1 && formatPlural(warning.count, 'line')}
            {warning.firstLine !== null && `, first at ${formatCount(warning.firstLine)}`}
          </span>
        </p>
      ))}
    </section>
  );
}

/** RFC 3339 without its fraction and letter T. */
function shortTime(text: string): string {
  return text.replace('T', ' ').replace(/\.\d+/, '');
}
