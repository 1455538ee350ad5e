import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { CountsPalette } from './counts-option.ts';
import type { PlotPalette } from './curve-option.ts';

/** Colours of the canvas, read from the CSS tokens of the theme in force. */
export function useCountsPalette(): CountsPalette {
  const scheme = useComputedColorScheme('light');
  return useMemo(() => readPalette(scheme), [scheme]);
}

/** The same for plots of one or two lines. */
export function usePlotPalette(): PlotPalette {
  const scheme = useComputedColorScheme('light');
  return useMemo(() => readPlotPalette(scheme), [scheme]);
}

function readToken(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function readPlotPalette(_scheme: string): PlotPalette {
  return {
    line: readToken('--ls-sev-3'),
    faint: readToken('--ls-border-strong'),
    text: readToken('--ls-text-3'),
    mark: readToken('--ls-anomaly'),
    surface: readToken('--ls-surface'),
  };
}

function readPalette(_scheme: string): CountsPalette {
  const bands = [0, 1, 2, 3, 4, 5, 6].map((band) => readToken(`--ls-sev-${band}`));
  return { bands, ghost: readToken('--ls-border') };
}
