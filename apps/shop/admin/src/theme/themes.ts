import { alpha } from '@mui/material/styles';
import { defaultTheme, type RaThemeOptions } from 'react-admin';

interface Colours {
  readonly mode: 'light' | 'dark';
  readonly primary: string;
  readonly onPrimary: string;
  readonly accent: string;
  readonly page: string;
  readonly paper: string;
  readonly head: string;
  readonly line: string;
  readonly text: string;
  readonly quietText: string;
}

const light: Colours = {
  mode: 'light',
  primary: '#17694f',
  onPrimary: '#ffffff',
  accent: '#c27803',
  page: '#f5f6f4',
  paper: '#ffffff',
  head: '#fafbf9',
  line: '#e3e6e1',
  text: '#1b211e',
  quietText: '#5d6862',
};

const dark: Colours = {
  mode: 'dark',
  primary: '#5cc49c',
  onPrimary: '#08221a',
  accent: '#f2b84b',
  page: '#101513',
  paper: '#181f1c',
  head: '#1d2522',
  line: '#2b3530',
  text: '#e6ebe8',
  quietText: '#9aa8a1',
};

function theme(colours: Colours): RaThemeOptions {
  const { components } = defaultTheme as RaThemeOptions;
  const border = `1px solid ${colours.line}`;
  return {
    palette: {
      mode: colours.mode,
      primary: { main: colours.primary, contrastText: colours.onPrimary },
      secondary: { main: colours.accent },
      background: { default: colours.page, paper: colours.paper },
      text: { primary: colours.text, secondary: colours.quietText },
      divider: colours.line,
    },
    shape: { borderRadius: 8 },
    sidebar: { width: 212, closedWidth: 56 },
    typography: {
      // Fonts that are there already: nothing is fetched and nothing jumps.
      fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, Roboto, "Helvetica Neue", sans-serif',
      fontSize: 13.5,
      h5: { fontSize: '1.35rem', fontWeight: 650, letterSpacing: '-0.01em' },
      h6: { fontSize: '1.02rem', fontWeight: 650, letterSpacing: '-0.005em' },
      subtitle2: { fontWeight: 600 },
      button: { textTransform: 'none', fontWeight: 600 },
    },
    components: {
      ...components,
      MuiCssBaseline: {
        styleOverrides: {
          // The scroll bar is always there: lists of other lengths do not shift the page.
          html: { overflowY: 'scroll' },
          body: { fontVariantNumeric: 'tabular-nums' },
        },
      },
      MuiAppBar: {
        defaultProps: { elevation: 0 },
        styleOverrides: {
          root: {
            backgroundColor: colours.paper,
            backgroundImage: 'none',
            color: colours.text,
            borderBottom: border,
          },
        },
      },
      MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
      MuiCard: { defaultProps: { variant: 'outlined' }, styleOverrides: { root: { borderColor: colours.line } } },
      MuiButton: { defaultProps: { disableElevation: true } },
      MuiTextField: {
        defaultProps: { variant: 'outlined', margin: 'dense', size: 'small', fullWidth: true },
      },
      MuiFormControl: {
        defaultProps: { variant: 'outlined', margin: 'dense', size: 'small', fullWidth: true },
      },
      MuiOutlinedInput: {
        styleOverrides: {
          root: { backgroundColor: colours.paper },
          notchedOutline: { borderColor: colours.mode === 'light' ? '#cfd5d0' : '#3a463f' },
        },
      },
      MuiTableCell: {
        styleOverrides: {
          root: {
            borderColor: colours.line,
            '&.MuiTableCell-paddingCheckbox': { padding: '0 8px' },
          },
          sizeSmall: { padding: '7px 14px' },
          head: {
            color: colours.quietText,
            fontWeight: 600,
            fontSize: '0.8rem',
            whiteSpace: 'nowrap',
          },
        },
      },
      MuiTableRow: {
        styleOverrides: { root: { '&:last-of-type > td': { borderBottom: 0 } } },
      },
      MuiTab: { styleOverrides: { root: { minHeight: 44, padding: '8px 14px', minWidth: 0 } } },
      MuiTabs: { styleOverrides: { root: { minHeight: 44 } } },
      MuiTooltip: { defaultProps: { enterDelay: 400 } },
      MuiListItemIcon: { styleOverrides: { root: { minWidth: 36 } } },
      MuiAlert: { styleOverrides: { root: { borderRadius: 8 } } },
      RaDataTable: {
        styleOverrides: {
          root: {
            '& .RaDataTable-headerCell': { backgroundColor: colours.head },
          },
        },
      },
      RaLayout: {
        styleOverrides: {
          root: {
            // On a telephone a wide table scrolls within its card, and the page does not.
            minWidth: 0,
            '& .RaLayout-appFrame': { marginTop: 52, minWidth: 0 },
            '& .RaLayout-contentWithSidebar': { minWidth: 0 },
            '& .RaLayout-content': { padding: '4px 20px 32px', minWidth: 0 },
            '@media (max-width: 600px)': { '& .RaLayout-content': { padding: '4px 8px 24px' } },
          },
        },
      },
      RaAppBar: {
        styleOverrides: { root: { '& .RaAppBar-toolbar': { minHeight: 52, padding: '0 12px' } } },
      },
      RaMenuItemLink: {
        styleOverrides: {
          root: {
            margin: '1px 8px',
            padding: '7px 10px',
            borderRadius: 8,
            color: colours.quietText,
            fontWeight: 500,
            '&.RaMenuItemLink-active': {
              color: colours.primary,
              fontWeight: 650,
              backgroundColor: alpha(colours.primary, colours.mode === 'light' ? 0.09 : 0.16),
            },
            '& .RaMenuItemLink-icon': { minWidth: 32 },
            '&.RaMenuItemLink-active .RaMenuItemLink-icon': { color: colours.primary },
          },
        },
      },
      RaSimpleFormIterator: {
        defaultProps: { fullWidth: true },
        styleOverrides: {
          // What can be removed shows it, also where nothing hovers.
          root: {
            '& .RaSimpleFormIterator-action': { visibility: 'visible', alignSelf: 'center', marginTop: 0 },
            '& .RaSimpleFormIterator-line': { borderBottom: 0, padding: '2px 0' },
          },
        },
      },
      RaList: {
        styleOverrides: {
          root: { '& .RaList-main': { minWidth: 0 }, '& .RaList-content': { overflowX: 'auto' } },
        },
      },
      RaEdit: { styleOverrides: { root: { '& .RaEdit-main, & .RaEdit-card': { minWidth: 0 } } } },
      RaListToolbar: { styleOverrides: { root: { alignItems: 'center' } } },
      RaToolbar: {
        styleOverrides: { root: { backgroundColor: colours.head, borderTop: border } },
      },
      RaFilterForm: { styleOverrides: { root: { '& .RaFilterForm-filterFormInput': { marginTop: 4 } } } },
    },
  };
}

export const lightTheme = theme(light);
export const darkTheme = theme(dark);
