import { useEffect } from 'react';
import { useBackend } from '../state/backend-context.tsx';
import { serializeCaseView, useCaseView } from '../state/case-view.ts';
import { useSelection } from '../state/selection.ts';
import { useTemplateDraft } from '../state/template-draft.ts';
import { useTimelineView } from '../state/timeline-view.ts';
import { useUndo } from '../state/undo.ts';

const SAVE_DELAY_MS = 800;

/** Life of an open case in this window: a clean selection, its saved view read once and written behind. */
export function useCaseSession(caseId: string): void {
  const { rpc } = useBackend();
  useEffect(() => {
    const stop = new AbortController();
    useSelection.getState().reset();
    useUndo.getState().clear();
    useTimelineView.getState().setDomain(null);
    useTimelineView.getState().setLiveThreshold(null);
    useCaseView.getState().reset();
    useTemplateDraft.getState().reset();
    rpc.cases.getViewState({ caseId }, { signal: stop.signal }).then(
      (text) => stop.signal.aborted || useCaseView.getState().load(text),
      () => stop.signal.aborted || useCaseView.getState().load(null),
    );
    let timer: ReturnType<typeof setTimeout> | undefined;
    let saved = '';
    const save = () => {
      const state = serializeCaseView(useCaseView.getState());
      if (state === saved) return;
      saved = state;
      void rpc.cases.setViewState({ caseId, state }).catch(() => {
        saved = '';
      });
    };
    const unsubscribe = useCaseView.subscribe((state, before) => {
      if (!state.isLoaded) return;
      if (!before.isLoaded) {
        saved = serializeCaseView(state);
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(save, SAVE_DELAY_MS);
    });
    return () => {
      stop.abort();
      unsubscribe();
      clearTimeout(timer);
      if (useCaseView.getState().isLoaded) save();
    };
  }, [caseId, rpc]);
}
