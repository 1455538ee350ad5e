import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, Command as CommandIcon, FileText, Moon, Search, Sun, SunMoon, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useCaseInfo, useHome, usePartial, useRuns } from '../state/case-queries.ts';
import { useCommands } from '../state/commands.ts';
import { useOpenActions } from '../state/open-actions.ts';
import { type ColorSchemeChoice, usePreferences } from '../state/preferences.ts';
import { useSelection } from '../state/selection.ts';
import { useUndo } from '../state/undo.ts';
import { useWorkspace } from '../state/workspace.ts';
import { detectorText } from '../ui/detector-text.ts';
import { formatCount, formatSpan } from '../ui/format.ts';
import { coverageText, partialSentence } from '../ui/partial-text.ts';
import { formatTimeRange } from '../ui/time.ts';

const SCHEMES: readonly ColorSchemeChoice[] = ['auto', 'light', 'dark'];
const SCHEME_ICON = { auto: SunMoon, light: Sun, dark: Moon } as const;
const SCHEME_TEXT: Readonly<Record<ColorSchemeChoice, string>> = {
  auto: 'System theme',
  light: 'Light theme',
  dark: 'Dark theme',
};

/** Case, query, range, zone, detectors, report and palette: everything that frames what the panels show. */
export function TopBar() {
  const showDialog = useWorkspace((state) => state.showDialog);
  const { zone, setZone, colorScheme, setColorScheme } = usePreferences();
  const nextScheme = () => setColorScheme(SCHEMES[(SCHEMES.indexOf(colorScheme) + 1) % SCHEMES.length] ?? 'auto');
  const SchemeIcon = SCHEME_ICON[colorScheme];
  const undo = useUndo((state) => state.undo);
  useCommands([
    {
      id: 'view.zone',
      title: zone === 'utc' ? 'Show times in local time' : 'Show times in UTC',
      group: 'View',
      run: () => setZone(zone === 'utc' ? 'local' : 'utc'),
    },
    { id: 'view.theme', title: 'Switch light, dark, system theme', group: 'View', run: nextScheme },
    {
      id: 'filter.undo',
      title: 'Undo the last change',
      group: 'Filter',
      keys: ['u', '$mod+z'],
      isEnabled: () => useUndo.getState().steps.length > 0,
      run: undo,
    },
  ]);
  return (
    <header className="ls-top">
      <CaseMenu />
      <PartialTag />
      <QueryBar />
      <RangeButton />
      <button
        type="button"
        className="ls-top-button"
        aria-label={`Times in ${zone === 'utc' ? 'UTC' : 'local time'}; switch`}
        title="Switch between UTC and local time"
        onClick={() => setZone(zone === 'utc' ? 'local' : 'utc')}
      >
        {zone === 'utc' ? 'UTC' : 'Local'}
      </button>
      <DetectorsMenu />
      <button type="button" className="ls-top-button" onClick={() => showDialog('report')}>
        <FileText size={14} aria-hidden /> <span className="ls-top-wide">Report</span>
      </button>
      <Tooltip label={`${SCHEME_TEXT[colorScheme]}; switch`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="md"
          aria-label={`${SCHEME_TEXT[colorScheme]}; switch`}
          onClick={nextScheme}
        >
          <SchemeIcon size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <button
        type="button"
        className="ls-top-button"
        title="Command palette (Ctrl K)"
        onClick={() => showDialog('palette')}
      >
        <CommandIcon size={14} aria-hidden />
        <span className="ls-visually-hidden">Command palette</span>
        <kbd className="ls-kbd ls-top-wide">Ctrl K</kbd>
      </button>
    </header>
  );
}

/** Says in every view that incidents are not exact yet. */
function PartialTag() {
  const partial = usePartial();
  if (partial === null) return null;
  return (
    <span className="ls-tag ls-tag-large ls-tag-warning ls-top-partial" title={partialSentence(partial)}>
      Partial<span className="ls-top-wide">: {coverageText(partial)}</span>
    </span>
  );
}

function CaseMenu() {
  const info = useCaseInfo().data;
  const home = useHome().data;
  const actions = useOpenActions();
  const openCase = useWorkspace((state) => state.openCase);
  const showDialog = useWorkspace((state) => state.showDialog);
  const client = useQueryClient();
  const others = (home?.recentCases ?? [])
    .filter((one) => one.caseId !== info?.summary.caseId && one.isAvailable)
    .slice(0, 8);
  const goHome = () => {
    openCase(null);
    void client.invalidateQueries({ queryKey: ['home'] });
  };
  useCommands([
    { id: 'file.close', title: 'Close the case', group: 'File', run: goHome },
    {
      id: 'file.open',
      title: 'Open files or a folder',
      group: 'File',
      keys: ['$mod+o'],
      isGlobal: true,
      run: () => showDialog('open'),
    },
  ]);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className="ls-top-case" title={info?.summary.dir}>
          <span>{info?.summary.name ?? 'Case'}</span>
          <ChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => showDialog('open')}>Open…</Menu.Item>
        <Menu.Item onClick={goHome}>Welcome screen</Menu.Item>
        {others.length > 0 && <Menu.Label>Recent cases</Menu.Label>}
        {others.map((one) => (
          <Menu.Item key={one.caseId} onClick={() => void actions.openCase(one.caseId)}>
            {one.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function QueryBar() {
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

function RangeButton() {
  const info = useCaseInfo().data;
  const zone = usePreferences((state) => state.zone);
  const filter = useSelection((state) => state.filter);
  const showDialog = useWorkspace((state) => state.showDialog);
  const from = filter.fromNs ?? info?.firstTimeNs ?? null;
  const to = filter.toNs ?? info?.lastTimeNs ?? null;
  const isWhole = filter.fromNs === undefined && filter.toNs === undefined;
  const span = from === null || to === null ? null : formatSpan(Number(to - from) / 1e9);
  return (
    <button
      type="button"
      className="ls-top-button"
      onClick={() => showDialog('range')}
      title={`${formatTimeRange(from, to, zone)}; change`}
    >
      <span className="ls-num">{span === null ? 'No time' : isWhole ? `All time, ${span}` : `Range, ${span}`}</span>
    </button>
  );
}

function DetectorsMenu() {
  const run = useRuns().data?.[0];
  const showDialog = useWorkspace((state) => state.showDialog);
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <button type="button" className="ls-top-button">
          Detectors <ChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {run === undefined ? (
          <Menu.Label>Nothing has been scored yet</Menu.Label>
        ) : (
          <>
            <Menu.Label>
              {formatCount(run.units)}{' '}
              {run.unitKind === 'window' ? `windows of ${formatSpan(run.windowSeconds ?? 0)}` : 'sessions'} scored
            </Menu.Label>
            {run.detectors.map((detector) => (
              <Menu.Item
                key={detector.name}
                closeMenuOnClick={false}
                rightSection={<span className="ls-dim ls-num">{formatSpan(detector.seconds)}</span>}
              >
                {detectorText(detector.name)}
                {detector.fallback !== null && (
                  <div className="ls-dim ls-wrap">baseline instead: {detector.fallback}</div>
                )}
              </Menu.Item>
            ))}
            <Menu.Divider />
            {run.unitKind === 'window' && run.proposedSession !== null && (
              <Menu.Item onClick={() => showDialog('score-sessions')}>
                Score by session…
                <div className="ls-dim ls-wrap">
                  A key was found: <span className="ls-mono">{run.proposedSession}</span>
                </div>
              </Menu.Item>
            )}
            <Menu.Item onClick={() => showDialog('score')}>Score again…</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
