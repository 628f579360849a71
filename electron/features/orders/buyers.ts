import type { BuyerCandidate, CandidateReason, LinkReason } from '../../../shared/contracts/orders-buyers.ts';
import { type MatchReason, matchNames, type NameCandidate, type NameMatch } from '../../../shared/domain/name-match.ts';
import { bareName } from '../../../shared/domain/solitaire-text.ts';
import type { ServiceContext } from '../../platform/context.ts';

/** Somebody who bought, as far as files say; many orders may be hers. */
export interface Buyer {
  /** what answers are made by */
  key: string;
  /** name in WeChat or in the shop, else the receiver's */
  name: string;
  /** folded; what answers are remembered by */
  buyerKey: string;
  phoneKey: string | null;
  wxid: string | null;
  /** friends who posted what only she could have written, by a 接龙 in a group; a strong hint, no proof */
  senders?: readonly number[];
}

export interface BuyerMatch {
  match: 'certain' | 'doubtful' | 'none';
  /** best first, at most 5 */
  candidates: BuyerCandidate[];
  /** she said that this is nobody of the book */
  nobody: boolean;
}

const nameReasons: ReadonlySet<string> = new Set<MatchReason & LinkReason>(['remark', 'groupName', 'nickname', 'alias']);
/** Only the very same name is taken without asking; it must say something, too. */
const certainScore = 0.95;
/** Beyond this many comparisons of names nobody is looked for who is only alike. */
const similarWork = 30_000_000;
const mostCandidates = 5;
/** Whoever posted it is proposed before names that are only alike; people also write down orders of others. */
const senderScore = 0.93;

interface Person {
  id: number;
  name: string;
  wxid: string | null;
  alias: string | null;
  phoneKey: string | null;
  nickname: string;
  remark: string;
}

/** The friends of an account as buyers are looked for among them. */
interface Book {
  people: Map<number, Person>;
  byWxid: Map<string, number>;
  byPhone: Map<string, number[]>;
  remembered: Map<string, number | null>;
  names: NameCandidate[];
}

function readBook({ db }: ServiceContext, accountId: number): Book {
  const rows = db
    .sql(
      `SELECT id, CASE remark WHEN '' THEN nickname ELSE remark END AS name, wxid, alias, phone_key AS phoneKey, nickname, remark
       FROM friends WHERE account_id = ? ORDER BY archived_at IS NOT NULL, id`,
    )
    .all(accountId) as Person[];
  const groupNames = db
    .sql(
      `SELECT DISTINCT friend_id AS id, group_name AS groupName FROM chat_talkers JOIN conversation_members ON talker_id = chat_talkers.id
       WHERE account_id = ? AND friend_id IS NOT NULL AND group_name <> ''`,
    )
    .all(accountId) as { id: number; groupName: string }[];
  const book: Book = { people: new Map(), byWxid: new Map(), byPhone: new Map(), remembered: new Map(), names: [] };
  for (const person of rows) {
    book.people.set(person.id, person);
    if (person.wxid) book.byWxid.set(person.wxid, person.id);
    if (person.phoneKey) book.byPhone.set(person.phoneKey, [...(book.byPhone.get(person.phoneKey) ?? []), person.id]);
    book.names.push({ id: person.id, remark: person.remark, nickname: person.nickname, groupName: '', alias: person.alias ?? '' });
  }
  for (const { id, groupName } of groupNames)
    if (book.people.has(id)) book.names.push({ id, remark: '', nickname: '', groupName, alias: '' });
  for (const { buyerKey, friendId } of db
    .sql('SELECT buyer_key AS buyerKey, friend_id AS friendId FROM buyer_aliases WHERE account_id = ?')
    .all(accountId) as { buyerKey: string; friendId: number | null }[])
    book.remembered.set(buyerKey, friendId);
  return book;
}

/** What a name alone is worth. */
export interface MatchRules {
  /**
   * true = the very same nickname or group name of one friend is asked about: anybody may call herself so, and nobody looks at each
   * buyer of a file. false = it is taken: each line is shown with whose it is
   */
  asksNicknames: boolean;
}

/**
 * Who of the account the buyers are. Certain: wxid, a usable phone of one friend, what she chose before, the very same name of one
 * friend only – as long as they do not contradict each other. Everything else is doubtful, and hers to decide.
 */
export function matchBuyers(ctx: ServiceContext, accountId: number, buyers: readonly Buyer[], rules: MatchRules): BuyerMatch[] {
  const book = readBook(ctx, accountId);
  const names = [...new Set(buyers.map(({ name }) => name).filter((name) => name !== ''))];
  const similar = names.length * book.names.length <= similarWork;
  const found = new Map(matchNames(names, book.names, { similar }).map(({ name, matches }) => [name, matches]));
  return buyers.map((buyer) => decide(book, buyer, found.get(buyer.name) ?? [], rules));
}

function decide(book: Book, buyer: Buyer, named: readonly NameMatch[], rules: MatchRules): BuyerMatch {
  const candidates = candidatesOf(book, buyer, named);
  const byWxid = candidates.some(({ by }) => by === 'wxid');
  const nobody = book.remembered.get(buyer.buyerKey) === null && !byWxid;
  if (candidates.length === 0 || nobody) return { match: 'none', candidates, nobody };
  const [first] = candidates;
  const asks = rules.asksNicknames && (first!.by === 'nickname' || first!.by === 'groupName');
  return { match: !asks && isCertain(candidates) ? 'certain' : 'doubtful', candidates, nobody: false };
}

/** Best first. */
function candidatesOf(book: Book, buyer: Buyer, named: readonly NameMatch[]): BuyerCandidate[] {
  const candidates = new Map<number, BuyerCandidate>();
  const add = (friendId: number, score: number, by: LinkReason, reason: CandidateReason = by) => {
    const person = book.people.get(friendId);
    if (!person || (candidates.get(friendId)?.score ?? 0) >= score) return;
    // a wxid, once known, is who she is
    if (buyer.wxid && person.wxid && person.wxid !== buyer.wxid) return;
    candidates.set(friendId, { friendId, name: person.name, score, by, reason });
  };
  const byWxid = buyer.wxid ? book.byWxid.get(buyer.wxid) : undefined;
  if (byWxid !== undefined) add(byWxid, 1, 'wxid');
  const chosen = book.remembered.get(buyer.buyerKey);
  if (chosen != null) add(chosen, 0.99, 'remembered');
  for (const id of buyer.phoneKey ? (book.byPhone.get(buyer.phoneKey) ?? []) : []) add(id, 0.97, 'phone');
  const telling = [...bareName(buyer.name)].length > 1;
  const senders = new Set(buyer.senders);
  for (const { id, score, reason } of named) {
    const isSame = nameReasons.has(reason);
    // she posted it herself, under a name of hers: that is two signs
    const most = isSame && senders.has(id) ? 0.98 : isSame && telling ? 0.96 : 0.9;
    add(id, Math.min(score, most), isSame ? (reason as LinkReason) : 'similar', reason);
  }
  for (const id of senders) add(id, senderScore, 'sender');
  return [...candidates.values()].sort((a, b) => b.score - a.score || a.friendId - b.friendId).slice(0, mostCandidates);
}

function isCertain([first, ...others]: readonly BuyerCandidate[]): boolean {
  if (!first || first.score < certainScore) return false;
  if (first.by === 'wxid') return true;
  // her own answer stands against an equal name, not against the phone of somebody else
  const strong = others.filter(({ score }) => score >= certainScore);
  if (first.by === 'remembered') return !strong.some(({ by }) => by === 'phone');
  // a name against whoever posted it: only she knows
  return strong.length === 0 && !others.some(({ by }) => by === 'sender');
}
