import { create } from 'zustand';

/** Which case the window shows; null is the welcome screen. */
export interface WorkspaceState {
  readonly caseId: string | null;
  readonly dialog:
    | 'none'
    | 'palette'
    | 'keys'
    | 'open'
    | 'jump'
    | 'report'
    | 'reread'
    | 'score'
    | 'score-sessions'
    | 'range'
    | 'train'
    | 'labels'
    | 'import-model'
    | 'export-model'
    | 'remove-model'
    | 'template-edit'
    | 'normal';
  openCase(caseId: string | null): void;
  showDialog(dialog: WorkspaceState['dialog']): void;
}

export const useWorkspace = create<WorkspaceState>()((set) => ({
  caseId: null,
  dialog: 'none',
  openCase: (caseId) => set({ caseId, dialog: 'none' }),
  showDialog: (dialog) => set({ dialog }),
}));
