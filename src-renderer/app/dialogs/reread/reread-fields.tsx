import { Autocomplete, NumberInput, Select } from '@mantine/core';
import { useMemo } from 'react';
import type { FormatListing } from '#shared/contract/formats.ts';
import { useFormats } from '../../../state/format-queries.ts';
import type { ReadingFields } from './reread-model.ts';

interface RereadFieldsProps {
  readonly fields: ReadingFields;
  readonly onChange: (patch: Partial<ReadingFields>) => void;
}

const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1251',
  'shift_jis',
];

/** Not formats of their own: any text can be read so. */
const ANY_TEXT = [
  { value: 'plain', label: 'Each line as it is, without time or level (plain)' },
  { value: 'generic', label: 'Time and level found by their look (generic)' },
];

/** What can be fixed by hand; an empty field is found in the data. */
export function RereadFields(props: RereadFieldsProps) {
  const { fields, onChange } = props;
  const formats = useFormats();
  const choices = useMemo(() => formatChoices(formats.data ?? [], fields.format), [formats.data, fields.format]);
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone')], []);
  return (
    <div className="ls-reread-fields">
      <Select
        size="xs"
        label="Format"
        placeholder="found in the data"
        clearable
        searchable
        nothingFoundMessage="No format of this name"
        value={fields.format}
        data={choices}
        onChange={(format) => onChange({ format })}
      />
      <Autocomplete
        size="xs"
        label="Encoding"
        placeholder="found in the data"
        clearable
        value={fields.encoding ?? ''}
        data={ENCODINGS}
        onChange={(text) => onChange({ encoding: textOf(text) })}
      />
      <Autocomplete
        size="xs"
        label="Zone of times without one"
        placeholder="UTC, Europe/Berlin, +02:00"
        clearable
        limit={50}
        value={fields.timezone ?? ''}
        data={zones}
        onChange={(text) => onChange({ timezone: textOf(text) })}
      />
      <NumberInput
        size="xs"
        label="Seconds added to its times"
        placeholder="-3600 for a clock an hour ahead"
        value={fields.offsetSeconds ?? ''}
        onChange={(value) => onChange({ offsetSeconds: numberOf(value) })}
      />
      <NumberInput
        size="xs"
        label="Year of times without one"
        placeholder="from the file’s date"
        min={1970}
        max={9999}
        value={fields.year ?? ''}
        onChange={(value) => onChange({ year: numberOf(value) })}
      />
      <Select
        size="xs"
        label="Order of day and month"
        placeholder="found in the data"
        clearable
        value={fields.dateOrder}
        data={[
          { value: 'dmy', label: 'Day first' },
          { value: 'mdy', label: 'Month first' },
        ]}
        onChange={(order) => onChange({ dateOrder: order === 'dmy' || order === 'mdy' ? order : null })}
      />
    </div>
  );
}

/** Formats that can be used, the user's own first; one that is in force but not listed any more stays in the list. */
function formatChoices(formats: readonly FormatListing[], current: string | null) {
  const usable = formats.filter(({ issues }) => issues.length === 0);
  const itemsOf = (isOwn: boolean) =>
    usable
      .filter(({ origin }) => (origin !== 'built-in') === isOwn)
      .map(({ name, title }) => ({ value: name, label: title === name ? name : `${title} (${name})` }));
  const unknown =
    current !== null && !isAnyText(current) && !usable.some(({ name }) => name === current)
      ? [{ value: current, label: current }]
      : [];
  return [
    { group: 'Any text', items: ANY_TEXT },
    { group: 'Your formats', items: [...itemsOf(true), ...unknown] },
    { group: 'Built in', items: itemsOf(false) },
  ].filter(({ items }) => items.length > 0);
}

function isAnyText(name: string): boolean {
  return ANY_TEXT.some(({ value }) => value === name);
}

function textOf(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

function numberOf(value: string | number): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
