import { type QueryKey, type UseQueryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';

/** False inside a docked panel that is behind another tab; true outside the dock. */
export const PanelVisibility = createContext(true);

/**
 * `useQuery` for what a panel may show: behind another tab it asks the engine for nothing, and a question only hidden
 * panels still wait for is cancelled. Back in front, it asks for what has changed meanwhile.
 */
export function usePanelQuery<Answer, Failure = Error, Data = Answer, Key extends QueryKey = QueryKey>(
  options: UseQueryOptions<Answer, Failure, Data, Key>,
): UseQueryResult<Data, Failure> {
  return useQuery({ ...options, subscribed: useContext(PanelVisibility) });
}
