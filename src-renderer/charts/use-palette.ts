import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { CountsPalette } from './counts-option.ts';

/** Colours of the canvas, read from the CSS tokens of the theme in force. */
export function useCountsPalette(): CountsPalette {
  const scheme = useComputedColorScheme('light');
  return useMemo(() => readPalette(scheme), [scheme]);
}

function readPalette(_scheme: string): CountsPalette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return { bands: [0, 1, 2, 3, 4, 5, 6].map((band) => token(`--ls-sev-${band}`)), ghost: token('--ls-border') };
}
