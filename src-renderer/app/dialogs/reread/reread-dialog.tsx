import { Button, Modal, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useBackend } from '../../../state/backend-context.tsx';
import { useCaseInfo } from '../../../state/case-queries.ts';
import { useOpenActions } from '../../../state/open-actions.ts';
import { useRereadDraft } from '../../../state/reread-draft.ts';
import { errorMessage, LoadingState } from '../../../ui/states.tsx';
import { RereadFields } from './reread-fields.tsx';
import {
  fixedFields,
  isSameReading,
  NOTHING_FIXED,
  type ReadingFields,
  type SourcePlace,
  withFields,
} from './reread-model.ts';
import { RereadPreview } from './reread-preview.tsx';
import './reread-dialog.css';

const ALL = 'all';

/**
 * Overrides for what was guessed, for all files or for one: format, encoding, zone, clock, year, date order. Reads the same
 * files into a new case with what was fixed before; a field that is emptied is found in the data again.
 */
export function RereadDialog(props: { readonly onClose: () => void }) {
  const { onClose } = props;
  const { rpc } = useBackend();
  const info = useCaseInfo().data;
  const caseId = info?.summary.caseId;
  const actions = useOpenActions();
  const draft = useRereadDraft();
  const reading = useQuery({
    queryKey: ['case', caseId, 'reading'],
    enabled: caseId !== undefined,
    queryFn: ({ signal }) => rpc.cases.reading({ caseId: caseId ?? '' }, { signal }),
    // Another window may have read it otherwise.
    staleTime: 0,
  });
  const [scope, setScope] = useState(draft.sourceId === null ? ALL : String(draft.sourceId));
  const [patch, setPatch] = useState<Partial<ReadingFields>>(
    draft.offsetSeconds === null ? {} : { offsetSeconds: draft.offsetSeconds },
  );
  // The next dialog starts from all files again, wherever it is opened.
  const { forget } = draft;
  useEffect(() => forget, [forget]);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const sources = info?.sources ?? [];
  const placeOf = (source: (typeof sources)[number] | undefined): SourcePlace | null =>
    source === undefined ? null : { path: source.absolutePath ?? source.path, member: source.member };
  const place = placeOf(sources.find(({ sourceId }) => String(sourceId) === scope));
  const shown = place ?? placeOf(sources[0]);
  const options = reading.data?.options ?? {};
  const fixed = reading.data === undefined ? NOTHING_FIXED : fixedFields(options, place);
  const fields: ReadingFields = { ...fixed, ...patch };
  const inForce = place === null ? fields : overlay(fixedFields(options, null), fields);
  const submit = async (paths: readonly string[]) => {
    setBusy(true);
    setFailure(null);
    try {
      await actions.openPaths(paths, withFields(options, place, fields));
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const paths = reading.data?.paths ?? [];
  // What already refuses the files as they are (a binary one among them) is no reason not to read the others.
  const isReady = paths.length > 0 && !(isRefused && Object.keys(patch).length > 0);
  return (
    <Modal opened onClose={onClose} title="Read it differently" size={640} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className="ls-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy && isReady) void submit(paths);
        }}
      >
        <p className="ls-dim ls-dialog-start" data-autofocus tabIndex={-1}>
          What stays empty is found in the data. The files are read again into a new case; this one stays.
        </p>
        {sources.length > 1 && (
          <Select
            size="xs"
            label="Which file"
            allowDeselect={false}
            searchable
            value={scope}
            data={[
              { value: ALL, label: 'All files' },
              ...sources.map(({ sourceId, path, member }) => ({
                value: String(sourceId),
                label: member === null ? path : `${path} › ${member}`,
              })),
            ]}
            onChange={(next) => {
              if (next === null) return;
              setScope(next);
              setPatch({});
            }}
          />
        )}
        {reading.data === undefined && reading.error === null ? (
          <LoadingState label="Asking how it was read…" />
        ) : (
          <RereadFields fields={fields} onChange={(change) => setPatch({ ...patch, ...change })} />
        )}
        {shown !== null && caseId !== undefined && (
          <RereadPreview
            key={`${shown.path}|${shown.member ?? ''}`}
            place={shown}
            caseId={caseId}
            fields={inForce}
            onRefused={setRefused}
          />
        )}
        {(failure !== null || reading.error !== null) && (
          <p role="alert" className="ls-failure">
            {errorMessage(failure ?? reading.error)}
          </p>
        )}
        <div className="ls-form-foot">
          {!isSameReading(fields, NOTHING_FIXED) && (
            <button type="button" className="ls-link ls-reread-clear" onClick={() => setPatch(NOTHING_FIXED)}>
              Find all of it in the data
            </button>
          )}
          <Button size="xs" variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button size="xs" type="submit" loading={isBusy} disabled={!isReady}>
            Read again
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What is fixed for one source over what is fixed for all. */
function overlay(all: ReadingFields, own: ReadingFields): ReadingFields {
  return {
    format: own.format ?? all.format,
    encoding: own.encoding ?? all.encoding,
    timezone: own.timezone ?? all.timezone,
    offsetSeconds: own.offsetSeconds ?? all.offsetSeconds,
    year: own.year ?? all.year,
    dateOrder: own.dateOrder ?? all.dateOrder,
  };
}
