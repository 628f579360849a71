import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { ChatPerson, ChatQueueScan } from '../../../../shared/contracts/import-queue.ts';
import { count } from '../../../lib/format.ts';
import { CheckIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import '../../../ui/filter-menu.css';
import { chatActions, useChats } from './store.ts';
import { chatsOf, namesText, personKey } from './words.ts';

const searchFrom = 10;

function start(scan: ChatQueueScan, said: readonly ChatPerson[] | null): ChatPerson[] {
  if (said && said.length > 0) return [...said];
  if (scan.me.length > 0) return [...scan.me];
  return scan.suggestedMe ? [scan.suggestedMe] : [];
}

/** Which of those who wrote she is; asked only when the files do not say, and remembered for the account. */
export function Who({ scan, onBack }: { scan: ChatQueueScan; onBack: () => void }) {
  const said = useChats((state) => state.me);
  const [chosen, setChosen] = useState(() => start(scan, said));
  const [search, setSearch] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const chats = useMemo(() => chatsOf(scan), [scan]);
  useEffect(() => {
    (list.current?.querySelector<HTMLInputElement>('input:checked') ?? list.current?.querySelector('input'))?.focus();
  }, []);
  const on = (person: ChatPerson) => chosen.some((other) => personKey(other) === personKey(person));
  const toggle = ({ senderId, name }: ChatPerson) => {
    const person = { senderId, name };
    setChosen(on(person) ? chosen.filter((other) => personKey(other) !== personKey(person)) : [...chosen, person]);
  };
  const wanted = search.trim().toLowerCase();
  const people = scan.people.filter((person) => person.name.toLowerCase().includes(wanted));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.length > 0) chatActions.setMe(chosen);
  };
  return (
    <form className="chat-who" onSubmit={submit} aria-label="哪位是你">
      <h2>哪位是你？</h2>
      <p>文件里没有写。看看谁说的话是你说的，选一次就记住，以后这个微信号的聊天不再问。改过名字的，几个都选上。</p>
      {scan.people.length > searchFrom && (
        <Input placeholder="找名字" aria-label="找名字" value={search} onChange={(event) => setSearch(event.target.value)} />
      )}
      <ul ref={list}>
        {people.map((person) => (
          <li key={personKey(person)}>
            <label className="chat-person">
              <input type="checkbox" className="over-input" checked={on(person)} aria-label={person.name} onChange={() => toggle(person)} />
              <span className="check-box" aria-hidden="true">
                {on(person) && <CheckIcon width="12" height="12" />}
              </span>
              <b title={person.name}>{person.name}</b>
              <span>说过 {count(person.messages)} 条</span>
              <small>
                在
                {namesText(
                  (chats.get(personKey(person)) ?? []).map((name) => ({ name: `「${name}」` })),
                  2,
                ).replace(/人$/, '个聊天')}
                里
              </small>
              {person.samples.length > 0 && <q title={person.samples.join('\n')}>{person.samples.join(' · ')}</q>}
            </label>
          </li>
        ))}
        {people.length === 0 && <li className="import-quiet">没有「{search}」</li>}
      </ul>
      <footer>
        <Button onClick={onBack}>先不导入</Button>
        <span className="import-foot-space" />
        {scan.remembers && scan.me.length === 0 && <Button onClick={() => chatActions.setMe([])}>里面没有我说的话</Button>}
        <Button type="primary" htmlType="submit" disabled={chosen.length === 0}>
          {chosen.length === 0 ? '先选一位' : `我是${namesText(chosen, 2)}`}
        </Button>
        <Kbd keys="enter" />
      </footer>
    </form>
  );
}
