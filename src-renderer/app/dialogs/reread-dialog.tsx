import { Button, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RereadOptions } from '#shared/contract/analyze-options.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseInfo } from '../../state/case-queries.ts';
import { useOpenActions } from '../../state/open-actions.ts';
import { errorMessage } from '../../ui/states.tsx';

/**
 * Overrides for what was guessed: format, encoding, zone, clock, year, date order; for all files or for one. Reads the same
 * files into a new case, with what was said of single files before.
 */
export function RereadDialog(props: { readonly onClose: () => void }) {
  const { rpc } = useBackend();
  const info = useCaseInfo().data;
  const actions = useOpenActions();
  const formats = useQuery({
    queryKey: ['formats'],
    queryFn: ({ signal }) => rpc.files.formats(undefined, { signal }),
  });
  const [source, setSource] = useState<string | null>(null);
  const [offsetSeconds, setOffsetSeconds] = useState<string | number>('');
  const [format, setFormat] = useState<string | null>(null);
  const [encoding, setEncoding] = useState('');
  const [timezone, setTimezone] = useState('');
  const [year, setYear] = useState<string | number>('');
  const [dateOrder, setDateOrder] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const chosen: Omit<RereadOptions, 'sources'> = {
    ...(format === null ? {} : { format }),
    ...(encoding.trim() === '' ? {} : { encoding: encoding.trim() }),
    ...(timezone.trim() === '' ? {} : { timezone: timezone.trim() }),
    ...(typeof offsetSeconds === 'number' ? { offsetSeconds } : {}),
    ...(typeof year === 'number' ? { year } : {}),
    ...(dateOrder === 'dmy' || dateOrder === 'mdy' ? { dateOrder } : {}),
  };
  const sources = info?.sources ?? [];
  const one = sources.find(({ sourceId }) => String(sourceId) === source);
  const place =
    one === undefined
      ? null
      : { path: one.absolutePath ?? one.path, ...(one.member === null ? {} : { member: one.member }) };
  const options: RereadOptions = place === null ? chosen : { sources: [{ ...place, ...chosen }] };
  const submit = async () => {
    setBusy(true);
    try {
      if (info === undefined) return;
      const { caseId } = await rpc.jobs.startReread({ caseId: info.summary.caseId, options });
      await actions.openCase(caseId);
      props.onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title="Read it differently"
      size={460}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        className="ls-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="ls-dim ls-form-text ls-dialog-start" data-autofocus tabIndex={-1}>
          What stays empty is found in the data. The files are read again into a new case; this one stays.
        </p>
        {sources.length > 1 && (
          <Select
            size="xs"
            label="Which file"
            placeholder="all of them"
            clearable
            searchable
            value={source}
            onChange={setSource}
            data={sources.map(({ sourceId, path, member }) => ({
              value: String(sourceId),
              label: member === null ? path : `${path} › ${member}`,
            }))}
          />
        )}
        <Select
          size="xs"
          label="Format"
          placeholder="found in the data"
          clearable
          searchable
          value={format}
          onChange={setFormat}
          data={(formats.data ?? []).map((one) => ({ value: one.name, label: one.title }))}
        />
        <TextInput
          size="xs"
          label="Encoding"
          placeholder="found in the data"
          value={encoding}
          onChange={(event) => setEncoding(event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          label="Time zone of times without one"
          placeholder="UTC, Europe/Berlin, +02:00"
          value={timezone}
          onChange={(event) => setTimezone(event.currentTarget.value)}
        />
        <NumberInput
          size="xs"
          label="Added to its times, in seconds"
          placeholder="0; -3600 for a clock one hour ahead"
          value={offsetSeconds}
          onChange={setOffsetSeconds}
        />
        <NumberInput
          size="xs"
          label="Year of times without one"
          placeholder="from the file's date"
          min={1970}
          max={9999}
          value={year}
          onChange={setYear}
        />
        <Select
          size="xs"
          label="Order of day and month"
          placeholder="found in the data"
          clearable
          value={dateOrder}
          onChange={setDateOrder}
          data={[
            { value: 'dmy', label: 'Day first' },
            { value: 'mdy', label: 'Month first' },
          ]}
        />
        {failure !== null && (
          <p role="alert" className="ls-open-failure">
            {errorMessage(failure)}
          </p>
        )}
        <div className="ls-form-foot">
          <Button size="xs" variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button size="xs" type="submit" loading={isBusy} disabled={sources.length === 0}>
            Read again
          </Button>
        </div>
      </form>
    </Modal>
  );
}
