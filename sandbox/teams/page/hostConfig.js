/** The card host configuration of a Teams theme: its fonts, spacings and colours. */
export function hostConfig(theme) {
  const colors = theme === 'dark' ? darkColors : lightColors;
  const style = (backgroundColor) => ({ backgroundColor, foregroundColors: foreground(colors) });
  return {
    hostCapabilities: { adaptiveCards: '1.5' },
    supportsInteractivity: true,
    fontTypes: {
      default: {
        fontFamily: "'Segoe UI', 'Selawik', 'Helvetica Neue', Arial, sans-serif",
        fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
        fontWeights: { lighter: 300, default: 400, bolder: 600 },
      },
      monospace: {
        fontFamily: "'Cascadia Mono', Consolas, monospace",
        fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
        fontWeights: { lighter: 300, default: 400, bolder: 600 },
      },
    },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: colors.line },
    imageSizes: { small: 32, medium: 52, large: 100 },
    factSet: {
      title: { color: 'default', size: 'default', weight: 'bolder', wrap: true, maxWidth: 160 },
      value: { color: 'default', size: 'default', weight: 'default', wrap: true },
      spacing: 16,
    },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      spacing: 'default',
      showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
    },
    containerStyles: {
      default: style('transparent'),
      emphasis: style(colors.emphasis),
      accent: style(colors.accentBackground),
      good: style(colors.goodBackground),
      attention: style(colors.attentionBackground),
      warning: style(colors.warningBackground),
    },
  };
}

function foreground(colors) {
  const pair = (color) => ({ default: color, subtle: color });
  return {
    default: { default: colors.text, subtle: colors.subtle },
    dark: pair(colors.text),
    light: pair(colors.subtle),
    accent: pair(colors.accent),
    good: pair(colors.good),
    warning: pair(colors.warning),
    attention: pair(colors.attention),
  };
}

const lightColors = {
  text: '#242424',
  subtle: '#616161',
  line: '#e0e0e0',
  accent: '#5b5fc7',
  good: '#237b4b',
  warning: '#8a5a00',
  attention: '#c4314b',
  emphasis: '#f5f5f5',
  accentBackground: '#e8ebfa',
  goodBackground: '#e7f2da',
  attentionBackground: '#fcf1f3',
  warningBackground: '#fbf3db',
};

const darkColors = {
  text: '#ffffff',
  subtle: '#c8c8c8',
  line: '#4d4d4d',
  accent: '#9ea2ff',
  good: '#92c353',
  warning: '#f8d22a',
  attention: '#f9526b',
  emphasis: '#1f1f1f',
  accentBackground: '#2f2f4a',
  goodBackground: '#1f3322',
  attentionBackground: '#3e1f25',
  warningBackground: '#3a3216',
};
