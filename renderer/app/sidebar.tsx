import { NavLink } from 'react-router';
import { useSetting } from '../features/settings/index.ts';
import { KeyboardIcon, SearchIcon, SidebarIcon } from '../ui/icons.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { LadderGlyph } from '../ui/level.tsx';
import { pages } from './pages/index.ts';
import { RunningJobs } from './running-jobs.tsx';
import './sidebar.css';

const groups = ['每天', '经营', '资料'] as const;

/** Also when the page stays the same: its keys are meant next. */
const focusPage = () => document.getElementById('main')?.focus({ preventScroll: true });

function PageGroup({ group, collapsed }: { group: (typeof groups)[number]; collapsed: boolean }) {
  const entries = pages.filter((page) => page.group === group);
  if (entries.length === 0) return null;
  return (
    <div className="sidebar-group">
      <h2 id={`nav-${group}`}>{group}</h2>
      <ul aria-labelledby={`nav-${group}`}>
        {entries.map((page) => (
          <li key={page.id}>
            <NavLink
              to={page.path}
              onClick={focusPage}
              className="sidebar-link"
              title={collapsed ? page.label : undefined}
              aria-label={page.label}
            >
              <page.icon />
              <span>{page.label}</span>
            </NavLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The way between the pages, in three groups. */
export function Sidebar({ onPalette, onKeys }: { onPalette: () => void; onKeys: () => void }) {
  const [collapsed, setCollapsed] = useSetting('app.sidebarCollapsed');
  const toggle = collapsed ? '展开侧栏' : '收起侧栏';
  return (
    <nav className={collapsed ? 'sidebar collapsed' : 'sidebar'} aria-label="主导航">
      <div className="sidebar-brand">
        <span className="sidebar-mark">
          <LadderGlyph level={6} size={18} />
        </span>
        <span className="sidebar-name">铁粉簿</span>
        <button
          type="button"
          className="icon-button"
          aria-label={toggle}
          title={toggle}
          aria-expanded={!collapsed}
          onClick={() => setCollapsed(!collapsed)}
        >
          <SidebarIcon />
        </button>
      </div>
      <button
        type="button"
        className="sidebar-search"
        aria-label={collapsed ? '搜索或跳转' : undefined}
        title="搜索或跳转"
        onClick={onPalette}
      >
        <SearchIcon />
        <span>搜索或跳转</span>
        <Kbd keys="mod+k" />
      </button>
      <div className="sidebar-groups">
        {groups.map((group) => (
          <PageGroup key={group} group={group} collapsed={collapsed} />
        ))}
      </div>
      <RunningJobs compact={collapsed} />
      <button type="button" className="sidebar-link quiet" aria-label="快捷键" title="快捷键（?）" onClick={onKeys}>
        <KeyboardIcon />
        <span>快捷键</span>
        <Kbd keys="?" />
      </button>
    </nav>
  );
}
