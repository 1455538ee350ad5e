import { create } from 'zustand';
import { useWorkspace } from './workspace.ts';

/** The rule "This is normal" that is being put together in its dialog: from an incident, with what is chosen beforehand. */
export interface NormalDraft {
  readonly incidentId: string;
  /** Chosen at the start; default: what a single incident suggests. */
  readonly isTemplate?: boolean;
  /** '' for any. */
  readonly entity?: string;
}

interface NormalDraftState {
  readonly draft: NormalDraft | null;
  /** Opens the dialog. */
  start(draft: NormalDraft): void;
}

export const useNormalDraft = create<NormalDraftState>()((set) => ({
  draft: null,
  start: (draft) => {
    set({ draft });
    useWorkspace.getState().showDialog('normal');
  },
}));
