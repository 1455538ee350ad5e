import { create } from 'zustand';
import type { TemplatePatch } from '#shared/domain/template-edit.ts';
import type { Mask, SplitBy } from './template-edits.ts';
import { useWorkspace } from './workspace.ts';

/** An edit that is being put together in a dialog; what is left out is chosen there. */
export type TemplateDraft =
  | { readonly kind: 'merge'; readonly templateIds: readonly string[]; readonly text?: string }
  | { readonly kind: 'split'; readonly templateId: string; readonly by?: SplitBy; readonly wildcard?: number }
  | {
      readonly kind: 'mask';
      /** Null for a pattern over all templates. */
      readonly templateId: string | null;
      readonly mask?: Mask;
      readonly mode?: MaskMode;
      readonly wildcard?: number;
    }
  | { readonly kind: 'rename'; readonly templateId: string }
  | { readonly kind: 'import'; readonly patch: TemplatePatch; readonly fileName: string };

/** What the mask dialog does: constant text becomes a parameter, the other way round, its kind, or text by a pattern. */
export type MaskMode = Mask['kind'];

export const TEMPLATE_VIEWS = ['list', 'edits', 'health'] as const;
export type TemplateView = (typeof TEMPLATE_VIEWS)[number];

interface TemplateDraftState {
  /** Templates marked for merging. */
  readonly marked: ReadonlySet<string>;
  readonly draft: TemplateDraft | null;
  /** What the templates panel shows. */
  readonly view: TemplateView;
  /** What the last edit did, said once under the list; null when there is nothing to say. */
  readonly notice: string | null;
  toggleMark(templateId: string): void;
  clearMarks(): void;
  /** Opens the dialog of the edit. */
  start(draft: TemplateDraft): void;
  setView(view: TemplateView): void;
  note(notice: string | null): void;
  /** Another case was opened. */
  reset(): void;
}

const NOTHING: Pick<TemplateDraftState, 'marked' | 'draft' | 'view' | 'notice'> = {
  marked: new Set(),
  draft: null,
  view: 'list',
  notice: null,
};

export const useTemplateDraft = create<TemplateDraftState>()((set) => ({
  ...NOTHING,
  toggleMark: (templateId) =>
    set(({ marked }) => {
      const next = new Set(marked);
      if (!next.delete(templateId)) next.add(templateId);
      return { marked: next };
    }),
  clearMarks: () => set({ marked: new Set() }),
  start: (draft) => {
    set({ draft });
    useWorkspace.getState().showDialog('template-edit');
  },
  setView: (view) => set({ view }),
  note: (notice) => set({ notice }),
  reset: () => set(NOTHING),
}));
