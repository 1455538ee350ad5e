import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { z } from 'zod';
import type { SentinelClient } from '#shared/contract/client.ts';
import type { maskSchema, splitBySchema, TemplateChange } from '#shared/contract/template-edits.ts';
import type { TemplatePatch } from '#shared/domain/template-edit.ts';
import { errorMessage } from '../ui/states.tsx';
import { useDebounced } from '../ui/use-debounced.ts';
import { useBackend } from './backend-context.tsx';
import { useCaseId, useCaseInfo } from './case-queries.ts';
import { usePanelQuery } from './panel-visibility.ts';
import { useSelection } from './selection.ts';
import { useTemplateDraft } from './template-draft.ts';
import { followEdit } from './template-follow.ts';
import { useUndo } from './undo.ts';

export type SplitBy = z.input<typeof splitBySchema>;
export type Mask = z.input<typeof maskSchema>;

/** A change of the case's templates, as the dialogs put it together. */
export type ChangeRequest =
  | {
      readonly kind: 'merge';
      readonly templateIds: readonly string[];
      readonly text?: string;
      readonly takesAlike: boolean;
    }
  | { readonly kind: 'split'; readonly templateId: string; readonly by: SplitBy }
  | { readonly kind: 'rename'; readonly templateId: string; readonly name: string | null }
  | { readonly kind: 'mask'; readonly mask: Mask }
  /** Takes an edit back: the last one, or the one named. */
  | { readonly kind: 'undo'; readonly editId?: string }
  | { readonly kind: 'import'; readonly patch: TemplatePatch; readonly mode: 'append' | 'replace' };

/** Edits of the case in the order they are applied, with the events each takes hold of. */
export function useTemplateEdits() {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const version = useCaseInfo().data?.version ?? 0;
  return usePanelQuery({
    queryKey: ['case', caseId, 'template-edits', version],
    enabled: caseId !== null,
    queryFn: ({ signal }) => rpc.templates.edits({ caseId: caseId ?? '' }, { signal }),
    placeholderData: keepPreviousData,
  });
}

const TYPING_PAUSE_MS = 250;

/**
 * What a change would do; nothing is stored. Asked once the request has stopped changing; `isCurrent` is false while
 * the answer is that of an earlier one.
 */
export function useChangePreview(request: ChangeRequest | null) {
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const version = useCaseInfo().data?.version ?? 0;
  const text = request === null ? '' : JSON.stringify(request);
  const settled = useDebounced(text, TYPING_PAUSE_MS);
  const preview = useQuery({
    queryKey: ['case', caseId, 'template-preview', settled, version],
    enabled: caseId !== null && settled !== '',
    queryFn: ({ signal }) =>
      callChange(rpc, caseId ?? '', JSON.parse(settled) as ChangeRequest, { isPreview: true, signal }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  const isCurrent = settled === text && !preview.isPlaceholderData && !preview.isFetching;
  return { change: request === null ? undefined : preview.data, error: isCurrent ? preview.error : null, isCurrent };
}

/** Changes of the templates; each is kept with the case, can be undone, and takes the selection along. */
export function useTemplateActions() {
  const { rpc } = useBackend();
  const client = useQueryClient();
  const caseId = useCaseId();
  return useMemo(() => {
    const store = async (request: ChangeRequest): Promise<TemplateChange> => {
      if (caseId === null) throw new Error('A case is open while its templates are edited.');
      const change = await callChange(rpc, caseId, request, { isPreview: false });
      useSelection.setState((state) => followEdit(state, change));
      await client.invalidateQueries({ queryKey: ['case', caseId] });
      return change;
    };
    /** Rejects with the reason when the engine refuses it; nothing is stored then. */
    const apply = async (request: ChangeRequest): Promise<TemplateChange> => {
      const change = await store(request);
      if (change.isStored && change.edits.length > 0) {
        const { note } = useTemplateDraft.getState();
        const undo = () =>
          void takeBack(store, request, change).then(
            () => note('The template edit is undone.'),
            (error: unknown) => note(`The template edit cannot be undone: ${errorMessage(error)}`),
          );
        useUndo.getState().push({ label: 'template edit', undo });
      }
      return change;
    };
    return { apply };
  }, [rpc, client, caseId]);
}

/** The opposite of a stored change: its edits go, or come back behind the others. */
async function takeBack(
  store: (request: ChangeRequest) => Promise<TemplateChange>,
  request: ChangeRequest,
  { edits }: TemplateChange,
): Promise<void> {
  if (request.kind === 'undo') {
    const patch = { format: 'log-sentinel/template-edits', version: 1, edits } as const;
    await store({ kind: 'import', patch, mode: 'append' });
    return;
  }
  for (const { editId } of edits.toReversed()) await store({ kind: 'undo', editId });
}

function callChange(
  rpc: SentinelClient,
  caseId: string,
  request: ChangeRequest,
  options: { readonly isPreview: boolean; readonly signal?: AbortSignal },
): Promise<TemplateChange> {
  const { isPreview, signal } = options;
  const head = { caseId, isPreview };
  const call = signal === undefined ? {} : { signal };
  switch (request.kind) {
    case 'merge': {
      const { kind: _kind, templateIds, ...rest } = request;
      return rpc.templates.merge({ ...head, ...rest, templateIds: [...templateIds] }, call);
    }
    case 'split':
      return rpc.templates.split({ ...head, templateId: request.templateId, by: request.by }, call);
    case 'rename':
      return rpc.templates.rename({ ...head, templateId: request.templateId, name: request.name }, call);
    case 'mask':
      return rpc.templates.mask({ ...head, mask: request.mask }, call);
    case 'undo': {
      const { editId } = request;
      return rpc.templates.undo({ ...head, ...(editId === undefined ? {} : { editId }) }, call);
    }
    case 'import':
      return rpc.templates.importEdits({ ...head, patch: request.patch, mode: request.mode }, call);
  }
}
