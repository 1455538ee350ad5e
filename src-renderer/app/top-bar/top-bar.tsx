import { ActionIcon, Tooltip } from '@mantine/core';
import { Command as CommandIcon, FileText, Moon, Sun, SunMoon } from 'lucide-react';
import { useCaseInfo, usePartial } from '../../state/case-queries.ts';
import { useCommands } from '../../state/commands.ts';
import { type ColorSchemeChoice, usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { useUndo } from '../../state/undo.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { formatSpan } from '../../ui/format.ts';
import { coverageText, partialSentence } from '../../ui/partial-text.ts';
import { formatTimeRange } from '../../ui/time.ts';
import { CaseMenu } from './case-menu.tsx';
import { DetectorsMenu } from './detectors-menu.tsx';
import { QueryBar } from './query-bar.tsx';

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
