import type { BackupAge, BackupPhase, BackupsState, KeptError, LookKind } from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import { type ErrorText, errorText } from '../../lib/error-text.ts';
import { daysBetween, spokenTime } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';

/** The sentence of a failure that was kept. */
export const keptText = ({ kind, details }: KeptError): ErrorText => errorText(new AppError(kind, details));

/** How safe she is: a colour, what it means, so that it never stands alone, and why. */
export interface Standing {
  age: BackupAge;
  word: string;
  text: string;
}

type Ages = Pick<BackupsState, 'age' | 'lastVerifiedAt' | 'awayAge' | 'lastAwayAt'>;

/** A fresh backup that dies with the disk of the book is no reason to be easy. */
export function standingOf(state: Ages): Standing {
  const { age, awayAge, lastAwayAt } = state;
  if (age !== 'ok' || awayAge === 'ok') return { age, word: ageWords[age], text: ageText(state) };
  if (lastAwayAt === null)
    return { age: 'amber', word: '防不了硬盘坏', text: '备份和簿子在同一块硬盘上，坏了一起没：再放一份到 U 盘或共享盘' };
  const days = daysBetween(lastAwayAt, now());
  return { age: awayAge, word: '防不了硬盘坏', text: `新的备份和簿子在同一块硬盘上；别处最近一份能打开的是 ${days} 天前的` };
}

/** 今天 09:12 的那份查过了. */
function ageText({ age, lastVerifiedAt }: Ages): string {
  if (lastVerifiedAt === null) return '还没有查过能打开的备份';
  const days = daysBetween(lastVerifiedAt, now());
  if (age === 'amber' || age === 'red') return `最近一份能打开的备份是 ${days} 天前的`;
  return `最近一份查过能打开的备份：${spokenTime(lastVerifiedAt)}`;
}

const ageWords: Record<BackupAge, string> = {
  never: '没有备份',
  ok: '放心',
  amber: '该备份了',
  red: '很久没备份',
};

const phaseWords: Record<BackupPhase, string> = {
  reach: '正在看放备份的地方在不在',
  copy: '正在抄下整本簿子',
  seal: '正在压缩加密',
  verify: '正在打开检查',
  pictures: '正在放图片和视频',
  send: '正在放到备份的地方',
  fetch: '正在取回来',
  open: '正在打开',
};

/** What is going on; a phase that is not known any more is only work. */
export const phaseText = (phase: string): string => phaseWords[phase as BackupPhase] ?? '正在处理';

export const kindWords: Record<LookKind, string> = {
  friends: '好友',
  conversations: '聊天',
  messages: '消息',
  orders: '订单',
  posts: '排期的内容',
  content: '素材',
  touches: '联系记录',
  notes: '笔记',
  points: '积分记录',
};
