import { App as AntdApp, ConfigProvider, type ThemeConfig, theme } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { type ReactNode, useEffect, useMemo, useState } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

dayjs.locale('zh-cn');

function systemIsDark(): boolean {
  return window.matchMedia('(prefers-color-scheme: dark)').matches;
}

/** Whether the dark colours are on, following the system when the choice says so. */
export function useDark(choice: ThemeChoice): boolean {
  const [system, setSystem] = useState(systemIsDark);
  useEffect(() => {
    const query = window.matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setSystem(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return choice === 'system' ? system : choice === 'dark';
}

/** The control library works out shades itself, so it needs values, not var(): read once per theme from the tokens. */
function readTokens(): ThemeConfig['token'] {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    colorPrimary: read('--accent'),
    colorInfo: read('--accent'),
    colorLink: read('--accent'),
    colorError: read('--danger'),
    colorWarning: read('--warn'),
    colorSuccess: read('--good'),
    colorText: read('--text'),
    colorTextSecondary: read('--text-2'),
    colorTextTertiary: read('--text-3'),
    colorTextPlaceholder: read('--text-3'),
    colorTextDescription: read('--text-2'),
    colorTextDisabled: read('--text-3'),
    colorIcon: read('--text-3'),
    colorBgBase: read('--surface'),
    colorBgContainer: read('--surface'),
    colorBgElevated: read('--elevated'),
    boxShadowSecondary: read('--shadow-2'),
    colorBgLayout: read('--bg'),
    colorBorder: read('--line-strong'),
    colorBorderSecondary: read('--line'),
    colorSplit: read('--line'),
    colorTextLightSolid: read('--on-accent'),
    fontFamily: read('--font'),
    fontSize: 13,
    borderRadius: 6,
    controlHeight: 30,
    controlHeightSM: 26,
    motionDurationFast: '0.08s',
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
    wireframe: false,
  };
}

function cspNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}

/** Colours, language and control library for everything below. */
export function ThemeProvider({ choice, children }: { choice: ThemeChoice; children: ReactNode }) {
  const dark = useDark(choice);
  const config = useMemo<ThemeConfig>(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    return {
      algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
      token: readTokens(),
      components: {
        Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
        Tooltip: dark
          ? { colorBgSpotlight: '#3a403d', colorTextLightSolid: '#f2f4f3' }
          : { colorBgSpotlight: '#2b302d', colorTextLightSolid: '#ffffff' },
        Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 4px' },
      },
    };
  }, [dark]);
  const nonce = useMemo(cspNonce, []);
  return (
    <ConfigProvider locale={zhCN} theme={config} button={{ autoInsertSpace: false }} {...(nonce ? { csp: { nonce } } : {})}>
      <AntdApp component={false}>{children}</AntdApp>
    </ConfigProvider>
  );
}
