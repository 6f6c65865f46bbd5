import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

// Shade 7 on white and shade 4 on the dark ground both have a contrast above 4.5 with the text drawn on them.
const leaf: MantineColorsTuple = ['#eaf6ef', '#d3eadd', '#a6d5ba', '#77bf95', '#5cb585', '#2f9160', '#1f7a4c', '#17633d', '#115131', '#0b3d25'];

// Mantine's greys for the dark scheme, with a little green, as the rest.
const dark: MantineColorsTuple = ['#ecf2ee', '#c8d3cc', '#a5b3aa', '#7c8a81', '#344039', '#2a342e', '#1f2823', '#19201c', '#131916', '#101512'];

/** Colours, type and sizes of every portal. Targets are at least 44 px high. */
export const theme = createTheme({
  primaryColor: 'leaf',
  primaryShade: { light: 7, dark: 7 },
  colors: { leaf, dark },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  headings: { fontWeight: '700', sizes: { h1: { fontSize: '1.6rem' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1.05rem' } } },
  components: {
    Button: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
    NumberInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Chip: { defaultProps: { size: 'md', variant: 'outline' } },
    Checkbox: { defaultProps: { size: 'md' } },
    Switch: { defaultProps: { size: 'md' } },
    ActionIcon: { defaultProps: { size: 44, variant: 'subtle' } },
  },
});

/** Mantine's dimmed, error and placeholder colours are too pale for WCAG AA; these are not. */
export const readableColours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f5ef',
    '--mantine-color-text': '#1c2620',
    '--mantine-color-dimmed': '#525f57',
    '--mantine-color-placeholder': '#6a746d',
    '--mantine-color-error': '#a3271c',
    '--mantine-color-anchor': '#17633d',
    '--mantine-color-default': '#fffdf8',
    '--mantine-color-default-border': '#a9b0a8',
    '--thesis-surface': '#fffdf8',
    '--thesis-line': '#d5d8cf',
    '--thesis-good': '#17633d',
    '--thesis-warn': '#7a4a00',
    '--thesis-bad': '#a3271c',
    '--thesis-info': '#2b5cb3',
    '--thesis-map-land': '#eceee6',
    '--thesis-map-water': '#d3e2ea',
    '--thesis-map-line': '#b9c1b4',
    '--thesis-map-text': '#4b564f',
  },
  dark: {
    '--mantine-color-body': '#101512',
    '--mantine-color-text': '#ecf2ee',
    '--mantine-color-dimmed': '#a5b3aa',
    '--mantine-color-placeholder': '#93a198',
    '--mantine-color-error': '#ff9d92',
    '--mantine-color-anchor': '#7fd0a5',
    '--mantine-color-default': '#222b26',
    '--mantine-color-default-border': '#56645c',
    '--thesis-surface': '#19201c',
    '--thesis-line': '#344039',
    '--thesis-good': '#7fd0a5',
    '--thesis-warn': '#f0b35c',
    '--thesis-bad': '#ff9d92',
    '--thesis-info': '#8db4ff',
    '--thesis-map-land': '#1c2420',
    '--thesis-map-water': '#0d1a22',
    '--thesis-map-line': '#3a463f',
    '--thesis-map-text': '#9fada4',
  },
});
