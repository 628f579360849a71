import { Link } from 'react-router';
import type { Account } from '../../../../shared/contracts/accounts.ts';
import { count, percent } from '../../../lib/format.ts';
import { roleWords, standingWords } from '../../../lib/words.ts';
import { MoreIcon } from '../../../ui/icons.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { useArchiveAccount } from '../mutations.ts';
import { roleMeanings } from '../words.ts';

function roleText(account: Account): string {
  if (!account.role) return '没有分工';
  return account.role === 'category' && account.category ? `品类号 · ${account.category}` : roleWords[account.role];
}

/** How full the account is; close to full it says so in words too. */
function Capacity({ account }: { account: Account }) {
  const share = account.friendCount / account.capacity;
  const tone = share >= 1 ? 'full' : share >= 0.9 ? 'near' : 'room';
  const word = { full: '已满', near: '快满了', room: `用了 ${percent(share)}` }[tone];
  return (
    <div className="account-capacity">
      <div className="account-capacity-line">
        <span>
          <b>{count(account.friendCount)}</b> / {count(account.capacity)} 位好友
        </span>
        <span className={`account-capacity-word ${tone}`}>{word}</span>
      </div>
      <div className={`account-capacity-track ${tone}`} aria-hidden="true">
        {share > 0 && <i style={{ width: `${Math.min(100, share * 100)}%` }} />}
      </div>
      <small>上限据反馈，可以自己改</small>
    </div>
  );
}

/** One of her own WeChat accounts. */
export function AccountCard({ account, onEdit }: { account: Account; onEdit: () => void }) {
  const archive = useArchiveAccount(account.name);
  const archived = account.archivedAt !== null;
  const items = [
    { key: 'edit', label: '编辑' },
    { key: 'archive', label: archived ? '取回' : '归档（好友都留着）' },
  ];
  const choose = (key: string) => (key === 'edit' ? onEdit() : archive.mutate({ id: account.id, archived: !archived }));
  return (
    <article className={archived ? 'account-card archived' : 'account-card'} aria-label={account.name}>
      <header>
        <div className="account-name">
          <h3 title={account.name}>{account.name}</h3>
          <span className={`standing ${account.standing}`}>{standingWords[account.standing]}</span>
        </div>
        <Menu sections={[items]} onChoose={choose}>
          {(button) => (
            <button {...button} type="button" className="icon-button" aria-label={`更多：${account.name}`} title="编辑、归档">
              <MoreIcon />
            </button>
          )}
        </Menu>
      </header>
      <p className="account-wxid">{account.wxid ? `微信号 ${account.wxid}` : '还没填微信号'}</p>
      <p className="account-role">
        <b>{roleText(account)}</b>
        {account.role && <span>{roleMeanings[account.role]}</span>}
      </p>
      <Capacity account={account} />
      {account.note && <p className="account-note">{account.note}</p>}
      <footer>
        <Link to={`/friends?ac=${account.id}`}>看这个号的好友</Link>
        {!archived && (
          <Link className={account.standing === 'banned' ? 'account-ban-day banned' : 'account-ban-day'} to={`/accounts?ban=${account.id}`}>
            {account.standing === 'banned' ? '把好友加回来' : '封号急救'}
          </Link>
        )}
        <button type="button" className="account-edit" onClick={onEdit}>
          编辑
        </button>
      </footer>
    </article>
  );
}
