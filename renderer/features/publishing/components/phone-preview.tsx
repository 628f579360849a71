import { useState } from 'react';
import type { Asset } from '../../../../shared/contracts/content.ts';
import { foldMoment } from '../../../../shared/domain/moment-fold.ts';
import { postWords } from '../../../../shared/domain/post-words.ts';
import { useAccounts } from '../../../lib/book.ts';
import { Thumb } from '../../content/index.ts';
import { useSetting } from '../../settings/index.ts';
import type { PostValues } from '../post-form.ts';
import './phone-preview.css';

/** How the post will stand on a friend's phone; an estimate, phones differ. */
export function PhonePreview({ values: written }: { values: PostValues }) {
  const accounts = useAccounts();
  const values = { ...written, text: postWords(written.text).text };
  const name = (values.accountId === null ? undefined : accounts.byId.get(values.accountId)?.name) ?? '我';
  return (
    <section className="phone" aria-label="手机上看">
      <div className="phone-screen">
        {values.channel === 'moments' && <Moment name={name} values={values} />}
        {(values.channel === 'private' || values.channel === 'group') && <Bubbles name={name} values={values} />}
        {(values.channel === 'official' || values.channel === 'xiaohongshu' || values.channel === 'douyin') && <Article values={values} />}
      </div>
      <p className="phone-note">按常见手机估的，不同手机会差一两行（据反馈）</p>
    </section>
  );
}

function Avatar({ name }: { name: string }) {
  return (
    <span className="phone-avatar" aria-hidden="true">
      {[...name][0]}
    </span>
  );
}

function Moment({ name, values }: { name: string; values: PostValues }) {
  const [open, setOpen] = useState(false);
  const [rule] = useSetting('moments.fold');
  const { folded, shown } = foldMoment(values.text.trim(), rule);
  return (
    <article className="phone-moment">
      <Avatar name={name} />
      <div>
        <b className="phone-name">{name}</b>
        {values.text.trim() === '' ? <p className="phone-empty">文字写在上面，这里就会出来</p> : null}
        {/* as many characters to a line as the fold is reckoned with */}
        <p className="phone-text" style={{ maxWidth: `${rule.charsPerLine + 0.2}em` }}>
          {open ? values.text.trim() : shown}
        </p>
        {folded && (
          <button type="button" className="phone-more" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? '收起' : '全文'}
          </button>
        )}
        <PhonePictures assets={values.assets} />
        <small>刚刚</small>
      </div>
    </article>
  );
}

/** One large, four in a square, others three in a row, each cut to a square: as WeChat does it. */
function PhonePictures({ assets }: { assets: readonly Asset[] }) {
  if (assets.length === 0) return null;
  const layout = assets.length === 1 ? 'one' : assets.length === 4 ? 'four' : 'grid';
  const tall = assets.length === 1 && assets[0]!.height > assets[0]!.width;
  return (
    <ul className="phone-pictures" data-layout={layout} data-tall={tall}>
      {assets.map((asset, at) => (
        // the same picture may stand twice
        <li key={`${at}-${asset.id}`}>
          <Thumb asset={asset} alt={`第 ${at + 1} 张`} />
        </li>
      ))}
    </ul>
  );
}

function Bubbles({ name, values }: { name: string; values: PostValues }) {
  return (
    <div className="phone-chat">
      {values.text.trim() !== '' && (
        <div className="phone-said">
          <p className="phone-bubble">{values.text.trim()}</p>
          <Avatar name={name} />
        </div>
      )}
      {values.assets.map((asset, at) => (
        <div className="phone-said" key={`${at}-${asset.id}`}>
          <span className="phone-sent">
            <Thumb asset={asset} alt={`第 ${at + 1} 张`} />
          </span>
          <Avatar name={name} />
        </div>
      ))}
      {values.text.trim() === '' && values.assets.length === 0 && <p className="phone-empty">文字写在上面，这里就会出来</p>}
    </div>
  );
}

function Article({ values }: { values: PostValues }) {
  const [cover] = values.assets;
  return (
    <article className="phone-article">
      {cover && (
        <span className="phone-cover">
          <Thumb asset={cover} alt="封面" />
        </span>
      )}
      <h3>{values.title.trim() || '还没有标题'}</h3>
      <p className="phone-text">{values.text.trim()}</p>
    </article>
  );
}
