import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Segmented, Switch } from 'antd';
import { useState } from 'react';
import type { DemoStatus } from '../../../shared/contracts/demo.ts';
import type { About, SettingValue } from '../../../shared/contracts/settings.ts';
import { AskedWords } from '../../features/chats/index.ts';
import { useRemoveDemo } from '../../features/demo/index.ts';
import { Diagnostics } from '../../features/diagnostics/index.ts';
import { ExportAll } from '../../features/exports/index.ts';
import { LockSettings } from '../../features/lock/index.ts';
import { WritingSettings } from '../../features/publishing/index.ts';
import { SettingGroup, SettingLine, useSetting } from '../../features/settings/index.ts';
import { GuardSettings } from '../../features/touches/index.ts';
import { trpc } from '../../lib/api.ts';
import { bridge } from '../../lib/bridge.ts';
import { count } from '../../lib/format.ts';
import { runShortcut } from '../../lib/keys.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { ErrorState, LoadingSkeleton } from '../../ui/states.tsx';
import { notify } from '../../ui/toast.tsx';
import { useJobs } from '../event-bridge.ts';
import './settings.css';

function Look() {
  const [theme, setTheme] = useSetting('app.theme');
  return (
    <SettingGroup title="外观">
      <SettingLine title="颜色" hint="跟随系统时，电脑晚上变暗，它也变暗。">
        <Segmented<SettingValue<'app.theme'>>
          aria-label="颜色"
          value={theme}
          onChange={setTheme}
          options={[
            { value: 'system', label: '跟随系统' },
            { value: 'light', label: '浅色' },
            { value: 'dark', label: '深色' },
          ]}
        />
      </SettingLine>
    </SettingGroup>
  );
}

/** What counts as a question about price or product. */
function Chats() {
  const [price] = useSetting('chats.priceWords');
  const [product] = useSetting('chats.productWords');
  const [editing, setEditing] = useState(false);
  const words = [...price, ...product];
  return (
    <SettingGroup title="聊天">
      <SettingLine
        title="问价格、问产品的词"
        hint={
          words.length === 0
            ? '还没有词，没有人会算作问过。'
            : `${words.slice(0, 6).join('、')}${words.length > 6 ? `等 ${words.length} 个词` : ''}。对方说的话里有这些词，就算问过。`
        }
      >
        <Button onClick={() => setEditing(true)}>改关键词</Button>
      </SettingLine>
      {editing && <AskedWords onClose={() => setEditing(false)} />}
    </SettingGroup>
  );
}

function exportHint(): string {
  const place = bridge().kind === 'desktop' ? '存到你选的地方' : '存进浏览器的下载文件夹';
  return `好友、标签、笔记、联系记录、聊天、订单，全部写进一个文件，${place}。数据是你的，随时可以带走。`;
}

/** Only the desktop window has a tray. */
function Desktop() {
  const [tray, setTray] = useSetting('app.tray');
  if (bridge().kind !== 'desktop') return null;
  return (
    <SettingGroup title="窗口">
      <SettingLine title="关窗口时留在托盘" hint="关掉窗口后，铁粉簿缩到屏幕角落的小图标里，点一下就回来。">
        <Switch aria-label="关窗口时留在托盘" checked={tray} onChange={(on) => setTray(on)} />
      </SettingLine>
    </SettingGroup>
  );
}

async function attempt(run: Promise<unknown>, done?: string): Promise<void> {
  try {
    await run;
    if (done) notify.done(done);
  } catch (error) {
    notify.failed(error);
  }
}

function Demo({ status }: { status: DemoStatus }) {
  const [asking, setAsking] = useState(false);
  const load = useMutation(
    trpc.demo.load.mutationOptions({
      onSuccess: (loaded) => notify.done(`已放进 ${count(loaded.friends)} 位演示好友`),
      onError: notify.failed,
    }),
  );
  const remove = useRemoveDemo(() => setAsking(false));
  if (status.loaded)
    return (
      <SettingLine title="演示数据" hint={`簿子里有 ${count(status.friends)} 位虚构的好友，可以一键拿走，你自己加的都留下。`}>
        <Button onClick={() => setAsking(true)}>移除演示数据</Button>
        <ConfirmDialog
          open={asking}
          title="移除演示数据？"
          confirmLabel={`移除 ${count(status.friends)} 位演示好友`}
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        >
          演示的好友、标签、等级和排期会一起拿走。你自己加进来的好友和资料会留下。
        </ConfirmDialog>
      </SettingLine>
    );
  return (
    <SettingLine
      title="演示数据"
      hint={
        status.bookEmpty
          ? '约 600 位虚构的好友，随便试，一键移除。'
          : '簿子里已经有你自己的好友了。演示数据只放进空的簿子，免得和真的混在一起。'
      }
    >
      {status.bookEmpty && (
        <Button loading={load.isPending} onClick={() => load.mutate()}>
          放进演示数据
        </Button>
      )}
    </SettingLine>
  );
}

function Safety() {
  return (
    <SettingGroup title="锁">
      <SettingLine title="打开要密码" hint="打开铁粉簿的时候，和离开久了以后，要输密码才看得到。锁的是窗口，资料文件没有加密。">
        <LockSettings />
      </SettingLine>
    </SettingGroup>
  );
}

function Data({ about, demo }: { about: About; demo: DemoStatus | undefined }) {
  const jobs = useJobs((state) => state.jobs);
  return (
    <SettingGroup title="数据">
      <SettingLine
        title="数据放在哪里"
        hint={
          <>
            <span className="setting-path" title={about.dataDir}>
              {about.dataDir}
            </span>
            <br />
            所有好友和资料都只在这台电脑的这个文件夹里，不上传。
          </>
        }
      >
        <Button onClick={() => void attempt(bridge().copyText(about.dataDir), '剪贴板上现在是数据文件夹的位置')}>复制位置</Button>
        {bridge().capabilities.openDataFolder && <Button onClick={() => void attempt(bridge().openDataFolder())}>打开文件夹</Button>}
      </SettingLine>
      <SettingLine title="导出全部" hint={exportHint()}>
        <ExportAll jobs={jobs} />
      </SettingLine>
      {demo && <Demo status={demo} />}
    </SettingGroup>
  );
}

function AboutGroup({ about }: { about: About }) {
  return (
    <SettingGroup title="关于">
      <SettingLine title="快捷键" hint="常做的事都有键，在任何页面按问号都能看。">
        <Kbd keys="?" />
        <Button onClick={() => runShortcut('?')}>看所有快捷键</Button>
      </SettingLine>
      <SettingLine
        title={`铁粉簿 ${about.version}`}
        hint={about.host === 'desktop' ? '桌面版' : '浏览器模式：在这台电脑上运行，用浏览器当窗口'}
      />
      <SettingLine title="诊断信息" hint="出了毛病，帮忙修的人用得上：版本、大小、最近的错误，没有名字、电话和聊天。先看，再决定存不存。">
        <Diagnostics />
      </SettingLine>
      <SettingLine title="许可" hint="铁粉簿按 MIT 许可证开放，可以自由使用。里面用到的开源软件，各按自己的许可证。">
        {bridge().kind === 'desktop' && <Button onClick={() => void attempt(bridge().openLink('licenses'))}>看许可全文</Button>}
      </SettingLine>
    </SettingGroup>
  );
}

/** 设置: few choices, and where her data lie. */
export default function SettingsPage() {
  const about = useQuery(trpc.settings.about.queryOptions());
  const demo = useQuery(trpc.demo.status.queryOptions()).data;
  return (
    <PageFrame title="设置">
      <div className="settings">
        <Look />
        <Chats />
        <WritingSettings />
        <GuardSettings />
        <Desktop />
        <Safety />
        {about.error && <ErrorState error={about.error} onRetry={() => void about.refetch()} />}
        {!about.data && !about.error && <LoadingSkeleton rows={3} height={56} />}
        {about.data && (
          <>
            <Data about={about.data} demo={demo} />
            <AboutGroup about={about.data} />
          </>
        )}
      </div>
    </PageFrame>
  );
}
