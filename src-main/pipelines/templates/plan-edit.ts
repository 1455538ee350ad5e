import type { z } from 'zod';
import { ContractError, ParsingError } from '#shared/base/errors.ts';
import type { maskSchema, splitBySchema } from '#shared/contract/template-edits.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { CaseReader } from '../../lake/case-reader.ts';
import {
  checkWildcard,
  type Proposal,
  proposeMerge,
  proposeParameter,
  proposeSplitByValues,
  proposeSplitIntoShapes,
} from '../../parsing/edits/propose-edit.ts';
import type { OpenTemplates } from './template-desk.ts';

/** What a person asks for, by the template ids of the case. */
export type EditRequest =
  | {
      readonly kind: 'merge';
      readonly templateIds: readonly string[];
      readonly text?: string;
      readonly takesAlike: boolean;
    }
  | { readonly kind: 'split'; readonly templateId: string; readonly by: z.output<typeof splitBySchema> }
  | { readonly kind: 'rename'; readonly templateId: string; readonly name: string | null }
  | { readonly kind: 'mask'; readonly mask: z.output<typeof maskSchema> };

/** Values of a wildcard that are taken as constant text at most, when nobody says which. */
const MAX_CONSTANT_VALUES = 200;

/**
 * The edit that does what is asked for, by template text.
 * @throws ContractError `templates.not-found`, ParsingError `templates.no-fit` | `templates.too-wide` |
 * `templates.bad-range` | `templates.too-many`
 */
export async function planEdit(
  request: EditRequest,
  open: OpenTemplates,
  {
    catalog,
    reader,
    signal,
  }: { readonly catalog: CaseCatalog; readonly reader: CaseReader; readonly signal?: AbortSignal },
): Promise<Proposal> {
  const { slices } = open;
  const texts = new Map(catalog.templates.list().map(({ templateId, text }) => [templateId, text]));
  const textOf = (templateId: string): string => {
    const text = texts.get(templateId);
    if (text !== undefined) return text;
    throw new ContractError('templates.not-found', `There is no template ${templateId} in this case.`);
  };
  switch (request.kind) {
    case 'merge': {
      const { templateIds, text = null, takesAlike } = request;
      return proposeMerge(slices, [...new Set(templateIds)].map(textOf), { text, takesAlike });
    }
    case 'split': {
      const { templateId, by } = request;
      const template = textOf(templateId);
      if (by.kind === 'shapes') return proposeSplitIntoShapes(slices, template);
      return proposeSplitByValues(slices, 'split-values', { template, ...by });
    }
    case 'rename': {
      const name = request.name === '' ? null : request.name;
      return { body: { kind: 'rename', template: textOf(request.templateId), name }, alike: [] };
    }
    case 'mask':
      return planMask(request.mask, open, textOf, (templateId, wildcard) =>
        readValues(reader, templateId, wildcard, signal),
      );
  }
}

async function planMask(
  mask: z.output<typeof maskSchema>,
  { slices }: OpenTemplates,
  textOf: (templateId: string) => string,
  valuesOf: (templateId: string, wildcard: number) => Promise<string[]>,
): Promise<Proposal> {
  switch (mask.kind) {
    case 'parameter':
      return proposeParameter(slices, textOf(mask.templateId), mask);
    case 'constant': {
      const { templateId, wildcard } = mask;
      const template = textOf(templateId);
      checkWildcard(template, wildcard);
      const values = mask.values ?? (await valuesOf(templateId, wildcard));
      return proposeSplitByValues(slices, 'mask-constant', { template, wildcard, values });
    }
    case 'kind': {
      const { templateId, wildcard, maskName } = mask;
      const template = textOf(templateId);
      checkWildcard(template, wildcard);
      return { body: { kind: 'mask-kind', template, wildcard, maskName }, alike: [] };
    }
    case 'pattern': {
      const { pattern, maskName, templateId } = mask;
      const template = templateId === undefined ? null : textOf(templateId);
      return { body: { kind: 'mask-pattern', pattern, maskName, template }, alike: [] };
    }
  }
}

async function readValues(
  reader: CaseReader,
  templateId: string,
  wildcard: number,
  signal?: AbortSignal,
): Promise<string[]> {
  const { top } = await reader.parameterStatistics({ templateId, wildcard, values: MAX_CONSTANT_VALUES + 1 }, signal);
  if (top.length <= MAX_CONSTANT_VALUES) return top.map(({ value }) => value);
  throw new ParsingError(
    'templates.too-many',
    `The wildcard holds more than ${MAX_CONSTANT_VALUES} values. Say which of them are constant text.`,
  );
}
