import { createTheme, type MantineColorsTuple } from '@mantine/core';

/**
 * Mantine's part of the look. Its CSS variables are set in styles/mantine.css and not through the provider, so no style
 * element is ever injected and the page's style policy can stay at its own files.
 */
const NO_TONES: MantineColorsTuple = ['', '', '', '', '', '', '', '', '', ''];
const accent = NO_TONES.map((_, tone) =>
  tone < 3 ? 'var(--ls-accent-soft)' : 'var(--ls-accent)',
) as unknown as MantineColorsTuple;

export const theme = createTheme({
  fontFamily: 'var(--ls-font-ui)',
  fontFamilyMonospace: 'var(--ls-font-mono)',
  colors: { accent },
  defaultRadius: 4,
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { variant: 'filled' } },
    Modal: {
      defaultProps: {
        lockScroll: false,
        transitionProps: { duration: 0 },
        overlayProps: { backgroundOpacity: 0.35 },
        radius: 6,
      },
    },
    Tooltip: { defaultProps: { transitionProps: { duration: 0 }, openDelay: 400, withArrow: false, color: 'dark' } },
    Popover: { defaultProps: { transitionProps: { duration: 0 } } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    SegmentedControl: { defaultProps: { transitionDuration: 0 } },
    Select: { defaultProps: { comboboxProps: { transitionProps: { duration: 0 } } } },
  },
});
