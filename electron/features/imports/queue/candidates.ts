import type { ScannedConversation } from '../../../../shared/contracts/chats.ts';
import type { FriendCandidate } from '../../../../shared/contracts/import-queue.ts';
import { peerOfPasted } from '../../../../shared/domain/pasted-chat.ts';
import type { ServiceContext } from '../../../platform/context.ts';

interface FriendRow {
  id: number;
  wxid: string | null;
  alias: string | null;
  nickname: string;
  remark: string;
}

const most = 5;
const strength: FriendCandidate['by'][] = ['alias', 'remark', 'nickname'];

/** Finds for the chats of a look who of the book they may be with; reads the book once for all of them. */
export class CandidateFinder {
  readonly #byName = new Map<string, FriendCandidate[]>();
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext, accountId: number, scanned: readonly ScannedConversation[]) {
    this.#ctx = ctx;
    const open = scanned.filter(({ kind, match }) => kind === 'private' && match?.how !== 'sure');
    if (open.length === 0) return;
    const names = new Set(open.flatMap(({ name, externalId }) => [peerOfPasted(name), externalId ?? name]));
    const friends = ctx.db
      .sql('SELECT id, wxid, alias, nickname, remark FROM friends WHERE account_id = ? AND archived_at IS NULL')
      .iterate(accountId) as IterableIterator<FriendRow>;
    for (const friend of friends) {
      const name = friend.remark || friend.nickname;
      const add = (by: FriendCandidate['by'], text: string | null) => {
        if (!text || !names.has(text)) return;
        const list = this.#byName.get(text) ?? [];
        if (!list.some(({ id }) => id === friend.id)) this.#byName.set(text, [...list, { id: friend.id, name, by }]);
      };
      add('alias', friend.alias);
      add('remark', friend.remark);
      add('nickname', friend.nickname);
    }
  }

  /** `friend` is taken without asking; `candidates` are asked about. */
  find({ kind, match, externalId, name }: ScannedConversation): { friend: FriendCandidate | null; candidates: FriendCandidate[] } {
    if (kind === 'group') return { friend: null, candidates: [] };
    if (match?.how === 'sure') {
      const wxid = this.#ctx.db.pluck('SELECT wxid FROM friends WHERE id = ?').get(match.friendId);
      const by = externalId !== null && wxid === externalId ? 'wxid' : 'conversation';
      return { friend: { id: match.friendId, name: match.name, by }, candidates: [] };
    }
    const byId = externalId === null ? [] : (this.#byName.get(externalId) ?? []).filter(({ by }) => by === 'alias');
    const all = [...byId, ...(this.#byName.get(peerOfPasted(name)) ?? []).filter(({ by }) => by !== 'alias' || externalId === null)];
    const unique = all.filter(({ id }, at) => all.findIndex((one) => one.id === id) === at);
    return { friend: null, candidates: unique.sort((a, b) => strength.indexOf(a.by) - strength.indexOf(b.by)).slice(0, most) };
  }
}
