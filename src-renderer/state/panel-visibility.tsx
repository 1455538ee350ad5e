import { createContext, useContext } from 'react';

/** False inside a docked panel that is behind another tab: such a panel asks the engine for nothing. */
export const PanelVisibility = createContext(true);

export function usePanelVisible(): boolean {
  return useContext(PanelVisibility);
}
