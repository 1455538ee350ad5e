import type { TemplateEdit } from '#shared/domain/template-edit.ts';
import { assertNever } from '#shared/base/assert-never.ts';
import { formatPlural } from '../../ui/format.ts';

/** An edit as a row of the list: what was done, and the template text it is about. */
export interface EditText {
  readonly action: string;
  /** Template text or pattern; empty when the action says all. */
  readonly subject: string;
  /** What it became, where one text says it. */
  readonly result: string | null;
}

export function describeEdit(edit: TemplateEdit): EditText {
  switch (edit.kind) {
    case 'merge':
      return {
        action: `Merged ${formatPlural(edit.members.length, 'template')} into`,
        subject: edit.into,
        result: null,
      };
    case 'split-values':
      return {
        action: `Split by ${formatPlural(edit.values.length, 'value')} of wildcard ${edit.wildcard + 1}`,
        subject: edit.template,
        result: null,
      };
    case 'split-shapes':
      return { action: 'Split into its shapes', subject: edit.template, result: null };
    case 'rename':
      return {
        action: edit.name === null ? 'Took the name away' : `Named “${edit.name}”`,
        subject: edit.template,
        result: null,
      };
    case 'mask-pattern':
      return {
        action: `Masked as ${edit.maskName} ${edit.template === null ? 'in all templates' : 'in one template'}`,
        subject: edit.pattern,
        result: null,
      };
    case 'mask-kind':
      return { action: `Wildcard ${edit.wildcard + 1} holds: ${edit.maskName}`, subject: edit.template, result: null };
    case 'mask-parameter':
      return { action: 'Made text a parameter', subject: edit.template, result: edit.into };
    case 'mask-constant':
      return {
        action: `Made ${formatPlural(edit.values.length, 'value')} of wildcard ${edit.wildcard + 1} constant`,
        subject: edit.template,
        result: null,
      };
    default:
      return assertNever(edit);
  }
}
