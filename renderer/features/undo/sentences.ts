import type { UndoAction } from '../../../shared/contracts/undo.ts';
import type { ReAddState } from '../../../shared/domain/ban-day.ts';
import { reAddWords } from '../../../shared/domain/words.ts';
import { count } from '../../lib/format.ts';
import { levelText, statusWords } from '../../lib/words.ts';

type Details = UndoAction['details'];

const text = (details: Details, key: string): string => {
  const value = details[key];
  if (Array.isArray(value)) return value.join('、');
  return typeof value === 'string' ? value : '';
};
const people = (details: Details): string => {
  const many = details.count ?? details.changed;
  const name = text(details, 'friendName') || text(details, 'name');
  if (many === 1 && name) return `「${name}」`;
  if (typeof many === 'number') return ` ${count(many)} 位好友`;
  return name ? `「${name}」` : '好友';
};
const named = (details: Details): string => {
  const name = text(details, 'name');
  return name ? `「${name}」` : '';
};
const tagNames = (details: Details): string => {
  const names = text(details, 'names');
  return names ? `「${names}」` : '标签';
};
/** Of many tags only the first names are kept: the rest is a number. */
const more = (details: Details): string => {
  const names = details.names;
  return Array.isArray(names) && typeof details.count === 'number' && details.count > names.length ? `等 ${count(details.count)} 个` : '';
};
const level = (details: Details): string => (typeof details.level === 'number' ? levelText(details.level) : '新等级');
const status = (details: Details): string => statusWords[text(details, 'status') as keyof typeof statusWords] ?? '新状态';

const post = (details: Details): string => {
  const title = text(details, 'title');
  return title ? `「${title}」` : '一条内容';
};
const pieces = (details: Details): string => (named(details) ? `素材${named(details)}` : ` ${count(Number(details.count))} 条素材`);
const settled: Record<string, string> = { posted: '标为已发', skipped: '跳过', scheduled: '重新排上', planned: '改回计划' };
const orderMarks: Record<string, string> = { paid: '记为已付', shipped: '记为已发货', signed: '记为已签收', cancelled: '取消' };
const many = (details: Details): string => count(Number(details.count) || 1);
/** One post a WeChat account: how many were written as one. */
const accounts = (details: Details): string => (Number(details.count) > 1 ? `，共 ${many(details)} 个微信号` : '');

/** What each action did, as the second half of 「已撤销：…」. */
const sentences: Record<string, (details: Details) => string> = {
  'backups.bringPeople': (d) => `从备份里带回${people(d)}`,
  'backups.bringPosts': (d) => (Number(d.count) > 1 ? `从备份里带回 ${many(d)} 条内容` : `从备份里带回${post(d)}`),
  'friends.create': (d) => `新建好友${named(d)}`,
  'friends.update': (d) => `修改${people(d)}的资料`,
  'friends.setStatus': (d) => `把${people(d)}改为「${status(d)}」`,
  'friends.archive': (d) => `归档${people(d)}`,
  'friends.unarchive': (d) => `取回${people(d)}`,
  'friends.setChannel': (d) => `把${people(d)}的渠道改为「${text(d, 'channel') || '没有渠道'}」`,
  'friends.merge': (d) => `把「${String(d.other)}」合并进「${String(d.name)}」`,
  'friends.tellApart': (d) => `「${String(d.name)}」和另外 ${count(Number(d.count) - 1)} 位不是同一个人`,
  'friends.link': (d) => `把「${String(d.name)}」和其他账号里的同一人连起来`,
  'friends.unlink': (d) => `把「${String(d.name)}」和其他账号里的人分开`,
  'chats.linkConversation': (d) => `把和「${String(d.name)}」的聊天认作「${String(d.friend)}」的`,
  'chats.unlinkConversation': (d) => `把和「${String(d.name)}」的聊天从「${String(d.friend)}」那里拿开`,
  'chats.linkTalker': (d) => `把群里的「${String(d.name)}」认作「${String(d.friend)}」`,
  'chats.unlinkTalker': (d) => `不再把群里的「${String(d.name)}」当作「${String(d.friend)}」`,
  'friends.addNote': () => '写笔记',
  'friends.updateNote': () => '改笔记',
  'friends.deleteNote': () => '删笔记',
  'tags.assign': (d) => `给${people(d)}打上${tagNames(d)}`,
  'tags.unassign': (d) => `从${people(d)}拿掉${tagNames(d)}`,
  'tags.create': (d) => `新建标签${named(d)}`,
  'tags.update': (d) => `修改标签${named(d)}`,
  'tags.move': (d) => `把标签${tagNames(d)}${more(d)}移到「${text(d, 'group') || '没分组'}」`,
  'tags.delete': (d) => `删除标签${tagNames(d)}`,
  'tags.merge': (d) => `把标签${tagNames(d)}并入「${text(d, 'into')}」`,
  'tags.createGroup': (d) => `新建标签组${named(d)}`,
  'tags.updateGroup': (d) => `修改标签组${named(d)}`,
  'tags.deleteGroup': (d) => `删除标签组${named(d)}`,
  'segments.create': (d) => `存下人群${named(d)}`,
  'segments.update': (d) => `修改人群${named(d)}`,
  'segments.delete': (d) => `删除人群${named(d)}`,
  'tagRules.create': (d) => `新建自动标签规则${named(d)}`,
  'tagRules.update': (d) => `修改自动标签规则${named(d)}`,
  'tagRules.delete': (d) => `删除自动标签规则${named(d)}`,
  'tagRules.setOn': (d) => `${d.on === true ? '启用' : '停用'}自动标签规则${named(d)}`,
  'tagRules.order': () => '调整自动标签规则的先后',
  'tagRules.setExclusive': (d) => (d.on === true ? `让标签组${named(d)}每人只留一个` : `让标签组${named(d)}可以有几个`),
  'tagRules.run': (d) =>
    `规则${tagNames(d).replace('标签', '')}${more(d)}打上 ${count(Number(d.added))} 个、拿掉 ${count(Number(d.removed))} 个标签`,
  'trust.explain': (d) => `给移动写上原因「${text(d, 'reason')}」`,
  'trust.setLevel': (d) => `把${people(d)}设为「${level(d)}」`,
  'suggestions.accepted': (d) => (d.level === undefined ? `按建议给${people(d)}调级` : `按建议把${people(d)}设为「${level(d)}」`),
  'suggestions.later': (d) => `把${people(d)}的建议放到以后`,
  'suggestions.never': (d) => `不再提${people(d)}的建议`,
  'suggestions.askAgain': (d) => `重新提${people(d)}的建议`,
  'referrals.set': (d) => (text(d, 'other') === '' ? `不记${people(d)}是谁带来的` : `记下${people(d)}是「${text(d, 'other')}」带来的`),
  'suggestions.auto': (d) => (d.level === undefined ? `规则自动给${people(d)}调级` : `规则自动把${people(d)}设为「${level(d)}」`),
  'today.done': (d) => `记下联系了${named(d)}${text(d, 'title') ? `，做完「${text(d, 'title')}」` : ''}`,
  'today.later': (d) => `把${named(d)}放到改天再联系`,
  'today.skipped': (d) => `今天先不联系${named(d)}`,
  'today.back': (d) => `把${named(d)}放回今天的名单`,
  'followUps.add': (d) => `给${people(d)}定跟进「${text(d, 'title')}」`,
  'followUps.change': (d) => `改${people(d)}的跟进「${text(d, 'title')}」`,
  'followUps.sop.added': (d) => `加跟进模板「${text(d, 'name')}」`,
  'followUps.sop.changed': (d) => `改跟进模板「${text(d, 'name')}」`,
  'followUps.sop.on': (d) => `打开跟进模板「${text(d, 'name')}」`,
  'followUps.sop.off': (d) => `关掉跟进模板「${text(d, 'name')}」`,
  'followUps.sop.removed': (d) => `删掉跟进模板「${text(d, 'name')}」`,
  'followUps.done': (d) => `做完${people(d)}的跟进「${text(d, 'title')}」`,
  'followUps.skipped': (d) => `跳过${people(d)}的跟进「${text(d, 'title')}」`,
  'followUps.reopen': (d) => `重新打开${people(d)}的跟进「${text(d, 'title')}」`,
  'followUps.postpone': (d) => `把${people(d)}的跟进「${text(d, 'title')}」改到 ${text(d, 'untilOn')}`,
  'followUps.promise': (d) => `记下答应${people(d)}的「${text(d, 'text')}」`,
  'followUps.movePromise': (d) => `把答应${people(d)}的「${text(d, 'text')}」改到 ${text(d, 'untilOn')}`,
  'followUps.promise.kept': (d) => `答应${people(d)}的「${text(d, 'text')}」做到了`,
  'followUps.promise.broken': (d) => `答应${people(d)}的「${text(d, 'text')}」没做到`,
  'followUps.promise.open': (d) => `重新打开答应${people(d)}的「${text(d, 'text')}」`,
  'sending.create': (d) => `新建发送名单${named(d)}`,
  'sending.setState': (d) => `把发送名单${named(d)}${d.state === 'open' ? '接着发' : d.state === 'paused' ? '先停着' : '结束'}`,
  'sending.delete': (d) => `删除发送名单${named(d)}`,
  'sending.send': (d) => `把发给${named(d)}的话记为已发`,
  'sending.skip': (d) => `跳过${named(d)}`,
  'sending.snooze': (d) => `把${named(d)}推到晚点`,
  'sending.replied': (d) => `记下${named(d)}回了`,
  'sending.setText': (d) => `改写给${named(d)}的话`,
  'banday.mark': (d) => (d.state ? `把${named(d)}记为${reAddWords[d.state as ReAddState]}` : `把${named(d)}放回待加的名单`),
  'touches.log': (d) => `记录和${people(d)}的联系`,
  'points.add': (d) => `给${people(d)}${Number(d.delta) < 0 ? '扣' : '加'} ${count(Math.abs(Number(d.delta)))} 积分`,
  'touches.wishBirthday': (d) => `标记${people(d)}的生日祝福`,
  'accounts.create': (d) => `新建微信号${named(d)}`,
  'accounts.update': (d) => `修改微信号${named(d)}`,
  'accounts.archive': (d) => `归档微信号${named(d)}`,
  'accounts.unarchive': (d) => `取回微信号${named(d)}`,
  'channels.create': (d) => `新建渠道${named(d)}`,
  'channels.update': (d) => `修改渠道${named(d)}`,
  'channels.archive': (d) => `归档渠道${named(d)}`,
  'channels.unarchive': (d) => `取回渠道${named(d)}`,
  'posts.create': (d) => `写下${post(d)}${accounts(d)}`,
  'posts.update': (d) => `修改${post(d)}${accounts(d)}`,
  'posts.move': (d) => `移动${post(d)}`,
  'posts.settle': (d) => `${settled[text(d, 'state')] ?? '标记'}${post(d)}`,
  'posts.delete': (d) => `删除${post(d)}`,
  'posts.moveMany': (d) => `移动 ${many(d)} 条内容`,
  'posts.copyMany': (d) => `复制 ${many(d)} 条内容`,
  'posts.deleteMany': (d) => `删除 ${many(d)} 条内容`,
  'posts.settleMany': (d) => `把 ${many(d)} 条内容${settled[text(d, 'state')] ?? '重新标记'}`,
  'recurrences.create': (d) => `让${post(d)}定期重复`,
  'recurrences.change': (d) => `修改${post(d)}以后的每一次`,
  'recurrences.end': (d) => `停掉${post(d)}的重复`,
  'slots.set': (d) => `修改「${text(d, 'account')}」的固定档期`,
  'slots.fill': (d) => `用素材库排上 ${many(d)} 条内容`,
  'events.create': (d) => `在日历上记下${named(d)}`,
  'events.update': (d) => `修改日历上的${named(d)}`,
  'events.delete': (d) => `从日历上删掉${named(d)}`,
  'content.import': (d) => `导入 ${many(d)} 条素材「${text(d, 'file')}」`,
  'calendar.import': (d) => `导入日历「${text(d, 'file')}」`,
  'titleTests.create': (d) => `开始对比标题「${text(d, 'title')}」`,
  'titleTests.count': (d) => `记下标题「${text(d, 'title')}」的数`,
  'titleTests.close': (d) => (text(d, 'title') ? `用上标题「${text(d, 'title')}」` : '结束标题对比'),
  'insights.saveSpends': (d) => `记渠道${named(d)}的花费`,
  'layers.describe': (d) => `改写分层${named(d)}的叫法和打法`,
  'results.save': (d) => `记下${post(d)}的效果`,
  'content.create': (d) => `写下素材${named(d)}`,
  'content.update': (d) => `修改素材${named(d)}`,
  'content.restore': (d) => `把素材${named(d)}换回以前的样子`,
  'content.duplicate': (d) => `复制素材${named(d)}`,
  'content.archive': (d) => `归档${pieces(d)}`,
  'content.unarchive': (d) => `取回${pieces(d)}`,
  'content.delete': (d) => `删除${pieces(d)}`,
  'orders.create': (d) => `记一单${named(d)}`,
  'orders.update': (d) => `改一单${named(d)}`,
  'orders.mark': (d) => `把 ${count(Number(d.changed) || 1)} 单${orderMarks[text(d, 'mark')] ?? '改了状态'}`,
  'orders.refund': () => '一单的退款',
  'products.create': (d) => `新商品${named(d)}`,
  'products.update': (d) => `改商品${named(d)}`,
  'products.archive': (d) => `收起商品${named(d)}`,
  'products.unarchive': (d) => `取回商品${named(d)}`,
  'orders.link': (d) => `认 ${count(Number(d.changed) || 1)} 单是谁的`,
  'orders.setPaid': (d) => `把 ${count(Number(d.changed) || 1)} 单记为已付`,
  'orders.setUnpaid': (d) => `把 ${count(Number(d.changed) || 1)} 单改回没付`,
  'payments.link': () => '认一笔收款是谁的',
  'payments.unlink': () => '把一笔收款和订单分开',
  'imports.commit': (d) =>
    text(d, 'what') === 'solitaire' ? `存下接龙${named(d)}` : `导入${text(d, 'file') ? `「${text(d, 'file')}」` : '好友'}`,
  'imports.undo': (d) => `撤回导入${text(d, 'file') ? `「${text(d, 'file')}」` : ''}`,
  'imports.redo': (d) => `取回导入${text(d, 'file') ? `「${text(d, 'file')}」` : ''}`,
  'demo.load': () => '载入演示数据',
  'demo.remove': () => '移除演示数据',
};

/** What an action did, in her words. */
export function undoSentence(action: UndoAction): string {
  return sentences[action.kind]?.(action.details) ?? '上一步';
}
