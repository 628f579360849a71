import { Button } from 'antd';
import { PeopleIcon, SearchIcon } from '../../../ui/icons.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { friendsActions } from '../store.ts';

/** The book is empty: the two ways to fill it. */
export function NoFriends({ onImport }: { onImport?: (() => void) | undefined }) {
  return (
    <EmptyState
      icon={<PeopleIcon width="22" height="22" />}
      title="池子里还没有人"
      hint="把微信好友名单导进来，或者先记下一位。名单可以是 Excel、CSV，也可以直接粘贴名字。"
      action={
        <>
          {onImport && (
            <Button type="primary" onClick={onImport}>
              导入我的好友
            </Button>
          )}
          <Button type={onImport ? 'default' : 'primary'} onClick={() => friendsActions.create(true)}>
            记下第一位好友
          </Button>
        </>
      }
    />
  );
}

/** Nobody fits the filter. */
export function NoMatch({ text, onClear, onCreate }: { text: string; onClear: () => void; onCreate: () => void }) {
  const wanted = text.trim();
  return (
    <EmptyState
      icon={<SearchIcon width="22" height="22" />}
      title={wanted ? `没有找到「${wanted}」` : '没有符合条件的好友'}
      hint={wanted ? '可以搜姓名、备注名、拼音、首字母、微信号和手机号。已归档的要在「归档」里选上才会出现。' : '放宽一两个条件再看看。'}
      action={
        <>
          <Button type="primary" onClick={onClear}>
            清除筛选
          </Button>
          {wanted && <Button onClick={onCreate}>新建好友</Button>}
        </>
      }
    />
  );
}
