import { Autocomplete, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { TemplateDetail } from '#shared/contract/templates.ts';
import { maskNameSchema } from '#shared/domain/template-edit.ts';
import type { TemplateDraft } from '../../../state/template-draft.ts';
import type { Mask } from '../../../state/template-edits.ts';
import { rangeOffsets, templateTokens, type TokenRange } from '../token-model.ts';
import { TokenPicker } from './token-picker.tsx';
import { ValuePicker } from './value-picker.tsx';
import { WildcardPicker } from './wildcard-picker.tsx';

interface FieldsProps {
  readonly template: TemplateDetail;
  readonly draft: Extract<TemplateDraft, { kind: 'mask' }>;
  /** Told the mask as it stands; null while something is to be chosen. */
  readonly onMask: (mask: Mask | null) => void;
}

/** Constant text that is to be a parameter. */
export function ParameterFields({ template, onMask }: FieldsProps) {
  const { templateId, text } = template;
  const [range, setRange] = useState<TokenRange | null>(null);
  const [takesAlike, setTakesAlike] = useState(true);
  const tell = (next: TokenRange | null, takes: boolean) => {
    setRange(next);
    setTakesAlike(takes);
    const offsets = next === null ? null : rangeOffsets(templateTokens(text), next);
    onMask(offsets === null ? null : { kind: 'parameter', templateId, ...offsets, takesAlike: takes });
  };
  return (
    <>
      <TokenPicker text={text} range={range} onRange={(next) => tell(next, takesAlike)} />
      <Checkbox
        size="xs"
        label="Take templates that differ in that text only along"
        checked={takesAlike}
        onChange={(event) => tell(range, event.currentTarget.checked)}
      />
    </>
  );
}

/** A wildcard whose values are program text. */
export function ConstantFields({ template, draft, onMask }: FieldsProps) {
  const { templateId, text, maskNames } = template;
  const [wildcard, setWildcard] = useState<number | null>(draft.wildcard ?? null);
  const [values, setValues] = useState<readonly string[]>([]);
  const tell = (at: number, chosen: readonly string[]) => {
    setWildcard(at);
    setValues(chosen);
    onMask(chosen.length === 0 ? null : { kind: 'constant', templateId, wildcard: at, values: [...chosen] });
  };
  return (
    <>
      <WildcardPicker text={text} maskNames={maskNames} picked={wildcard} onPick={(at) => tell(at, [])} />
      {wildcard !== null && (
        <ValuePicker
          key={wildcard}
          templateId={templateId}
          wildcard={wildcard}
          picked={values}
          onPick={(chosen) => tell(wildcard, chosen)}
        />
      )}
    </>
  );
}

/** What a wildcard holds, in a word. */
export function KindFields({ template, draft, onMask }: FieldsProps) {
  const { templateId, text, maskNames } = template;
  const [wildcard, setWildcard] = useState<number | null>(draft.wildcard ?? null);
  const [name, setName] = useState('');
  const tell = (at: number | null, typed: string) => {
    setWildcard(at);
    setName(typed);
    onMask(at === null || !isKind(typed) ? null : { kind: 'kind', templateId, wildcard: at, maskName: typed });
  };
  return (
    <>
      <WildcardPicker text={text} maskNames={maskNames} picked={wildcard} onPick={(at) => tell(at, name)} />
      <KindField value={name} onChange={(typed) => tell(wildcard, typed)} />
    </>
  );
}

/** Text found by a pattern, before anything is mined. */
export function PatternFields({ template, onMask }: FieldsProps) {
  const { templateId } = template;
  const [fields, setFields] = useState({ pattern: '', maskName: '', isLocal: false });
  const tell = (patch: Partial<typeof fields>) => {
    const next = { ...fields, ...patch };
    setFields(next);
    const { pattern, maskName, isLocal } = next;
    onMask(
      pattern === '' || !isKind(maskName)
        ? null
        : { kind: 'pattern', pattern, maskName, ...(isLocal ? { templateId } : {}) },
    );
  };
  return (
    <>
      <TextInput
        size="xs"
        label="Pattern"
        description="A regular expression (RE2), searched for in the constant text of messages."
        placeholder="order-[A-Z]{2}\d+"
        maxLength={1000}
        data-autofocus
        classNames={{ input: 'ls-mono' }}
        value={fields.pattern}
        onChange={(event) => tell({ pattern: event.currentTarget.value })}
      />
      <KindField value={fields.maskName} onChange={(maskName) => tell({ maskName })} />
      <Checkbox
        size="xs"
        label="Only in messages of this template"
        checked={fields.isLocal}
        onChange={(event) => tell({ isLocal: event.currentTarget.checked })}
      />
    </>
  );
}

const COMMON_KINDS = ['number', 'duration', 'size', 'ip', 'uuid', 'hex', 'path', 'url', 'host', 'user', 'id', 'text'];

function KindField(props: { readonly value: string; readonly onChange: (name: string) => void }) {
  const { value, onChange } = props;
  return (
    <Autocomplete
      size="xs"
      label="It holds"
      placeholder="a word: user, latency, order"
      data={COMMON_KINDS}
      value={value}
      error={value === '' || isKind(value) ? undefined : 'One word of letters, digits, - and _, at most 32.'}
      onChange={onChange}
    />
  );
}

function isKind(name: string): boolean {
  return maskNameSchema.safeParse(name).success;
}
