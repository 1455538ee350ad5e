import { Button, Checkbox, Modal, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { REPORT_FORMATS, type ReportFile } from '#shared/contract/reports.ts';
import { desktopBridge } from '../../backend/native-bridge.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { formatBytes } from '../../ui/format.ts';
import { errorMessage } from '../../ui/states.tsx';

type Format = (typeof REPORT_FORMATS)[number];
const FORMAT_TEXT: Readonly<Record<Format, string>> = {
  html: 'HTML',
  md: 'Markdown',
  json: 'JSON',
  csv: 'CSV',
  parquet: 'Parquet',
};

/** Writes a report of the latest run into the case and offers it for download. */
export function ReportDialog(props: { readonly caseId: string; readonly onClose: () => void }) {
  const { caseId } = props;
  const { rpc, reportHref } = useBackend();
  const client = useQueryClient();
  const [format, setFormat] = useState<Format>('html');
  const [isRedacted, setRedacted] = useState(true);
  const reports = useQuery({
    queryKey: ['case', caseId, 'reports'],
    queryFn: ({ signal }) => rpc.reports.list({ caseId }, { signal }),
  });
  const create = useMutation({
    mutationFn: () => rpc.reports.create({ caseId, format, isRedacted }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['case', caseId, 'reports'] }),
  });
  return (
    <Modal opened onClose={props.onClose} title="Report" size={520} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="ls-form">
        <SegmentedControl
          size="xs"
          aria-label="Format"
          value={format}
          onChange={(value) => setFormat(value)}
          data={REPORT_FORMATS.map((value) => ({ value, label: FORMAT_TEXT[value] }))}
        />
        <p className="ls-dim">
          {format === 'html'
            ? 'One file with incidents, charts and evidence; it opens anywhere and asks the network for nothing.'
            : 'The incidents with their evidence, for other tools.'}
        </p>
        <Checkbox
          size="xs"
          label="Replace names, addresses and ids by stable pseudonyms"
          checked={isRedacted}
          onChange={(event) => setRedacted(event.currentTarget.checked)}
        />
        {create.error !== null && (
          <p role="alert" className="ls-failure">
            {errorMessage(create.error)}
          </p>
        )}
        <div className="ls-form-foot">
          <Button size="xs" loading={create.isPending} onClick={() => create.mutate()}>
            Write the report
          </Button>
        </div>
        {(reports.data?.length ?? 0) > 0 && (
          <ul className="ls-reports" aria-label="Reports of this case">
            {reports.data?.map((report) => (
              <ReportLine key={report.name} report={report} href={reportHref(caseId, report.name)} />
            ))}
          </ul>
        )}
      </div>
    </Modal>
  );
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

function ReportLine(props: { readonly report: ReportFile; readonly href: string }) {
  const { report, href } = props;
  const desktop = desktopBridge();
  return (
    <li>
      <a className="ls-link" href={href} download={report.name}>
        {report.name}
      </a>
      <span className="ls-dim ls-num">
        {formatBytes(report.sizeBytes)} · {DATE.format(report.createdAtMs)}
        {report.isRedacted ? ' · redacted' : ''}
      </span>
      {desktop !== null && (
        <button type="button" className="ls-link" onClick={() => void desktop.revealInFolder(report.path)}>
          Show in folder
        </button>
      )}
    </li>
  );
}
