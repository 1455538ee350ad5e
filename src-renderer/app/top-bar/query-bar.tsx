import { Search, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useCommands } from '../../state/commands.ts';
import { useSelection } from '../../state/selection.ts';
import { useWorkspace } from '../../state/workspace.ts';

/** What the events are searched for; in force on Enter or when the field is left. Escape empties it, then leaves it. */
export function QueryBar() {
  const query = useSelection((state) => state.filter.query);
  const patchFilter = useSelection((state) => state.patchFilter);
  const clearFilter = useSelection((state) => state.clearFilter);
  const hasFilter = useSelection((state) => Object.keys(state.filter).length > 0);
  /** What is being typed; null shows the query in force. */
  const [typed, setTyped] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const shown = typed ?? query ?? '';
  const commit = (text: string) => {
    patchFilter({ query: text.trim() === '' ? undefined : text.trim() });
    setTyped(null);
  };
  const focus = () => {
    field.current?.focus();
    field.current?.select();
  };
  const isModal = () => useWorkspace.getState().dialog !== 'none';
  useCommands([
    { id: 'go.search', title: 'Search the events', group: 'Filter', keys: ['/', 'f', '$mod+f'], run: focus },
    {
      id: 'filter.clear',
      title: 'Clear the filter',
      group: 'Filter',
      keys: ['Escape'],
      isEnabled: () => hasFilter && !isModal(),
      run: clearFilter,
    },
  ]);
  return (
    <form
      className="ls-query"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        commit(shown);
      }}
    >
      <Search size={14} aria-hidden />
      <input
        ref={field}
        className="ls-query-input ls-mono"
        aria-label="Query"
        placeholder="words, &quot;a phrase&quot;, level:error, -noise, /regex/i"
        spellCheck={false}
        autoComplete="off"
        value={shown}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => typed !== null && commit(typed)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (shown === '') return field.current?.blur();
          commit('');
        }}
      />
      {hasFilter && (
        <button
          type="button"
          className="ls-icon-button"
          aria-label="Clear the whole filter"
          title="Clear the whole filter (Esc)"
          onClick={() => {
            setTyped(null);
            clearFilter();
          }}
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </form>
  );
}
