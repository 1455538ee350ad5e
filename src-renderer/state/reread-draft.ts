import { create } from 'zustand';
import { useWorkspace } from './workspace.ts';

/** What the dialog for reading again starts from. */
interface RereadDraftState {
  /** The source to be read otherwise; null for all of them. */
  readonly sourceId: number | null;
  /** Seconds to add to its times, as proposed; null leaves what is in force. */
  readonly offsetSeconds: number | null;
  /** Back to all sources, nothing proposed. */
  forget(): void;
  /** Opens the dialog. */
  start(draft: { readonly sourceId: number | null; readonly offsetSeconds?: number }): void;
}

export const useRereadDraft = create<RereadDraftState>()((set) => ({
  sourceId: null,
  offsetSeconds: null,
  forget: () => set({ sourceId: null, offsetSeconds: null }),
  start: ({ sourceId, offsetSeconds = null }) => {
    set({ sourceId, offsetSeconds });
    useWorkspace.getState().showDialog('reread');
  },
}));
