import type { TemplateSuggestion } from '#shared/contract/template-statistics.ts';
import type { TemplateDraft } from '../../state/template-draft.ts';

/** The suggested edit as the dialog takes it: filled in, with everything still to be changed. */
export function draftOf({ action }: TemplateSuggestion): TemplateDraft {
  switch (action.kind) {
    case 'merge':
      return { kind: 'merge', templateIds: action.templateIds, text: action.text };
    case 'split':
      return { kind: 'split', templateId: action.templateId, by: action.by };
    case 'mask':
      return { kind: 'mask', templateId: action.mask.templateId ?? null, mask: action.mask };
  }
}
