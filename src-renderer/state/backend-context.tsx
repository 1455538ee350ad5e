import { createContext, type ReactNode, useContext } from 'react';
import type { SentinelBackend } from '../backend/backend.ts';

const BackendContext = createContext<SentinelBackend | null>(null);

export function BackendProvider(props: { readonly backend: SentinelBackend; readonly children: ReactNode }) {
  return <BackendContext.Provider value={props.backend}>{props.children}</BackendContext.Provider>;
}

/** The backend the composition root passed in. */
export function useBackend(): SentinelBackend {
  const backend = useContext(BackendContext);
  if (backend === null) throw new Error('useBackend needs a BackendProvider above it.');
  return backend;
}
