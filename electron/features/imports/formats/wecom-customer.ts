import { type Fields, fields, isFields, str } from './chats/json-values.ts';
import { type ContactRecord, emptyRecord, put } from './contact-records.ts';
import { oneLine } from './contact-values.ts';

/** How a customer was added (import notes §2.8; 0 says nothing). */
const addWays: Record<string, string> = {
  1: '扫码',
  2: '搜索手机号',
  3: '名片分享',
  4: '群聊',
  5: '手机通讯录',
  6: '微信联系人',
  7: '来自微信的好友申请',
  8: '第三方客服',
  9: '搜索邮箱',
  10: '视频号',
  11: '日程',
  12: '会议',
  13: '微信好友对应的企微',
  14: '智慧硬件',
  15: '上门服务',
  16: '获客链接',
  17: '定制开发',
  18: '需求回复',
  21: '第三方售前',
  22: '可能的商务伙伴',
  24: '接受微信好友申请',
  201: '内部成员共享',
  202: '管理员分配',
};

/** Whether an object is a customer as the interfaces of 企业微信 give them. */
export const isWecomCustomer = (value: Fields): boolean => isFields(value.external_contact);

/**
 * A customer of 企业微信: `external_contact` with `follow_user` (one or several members who added them) or `follow_info`. Tags keep
 * their group; several members' remarks: the first counts, descriptions are put together, the earliest adding is kept.
 */
export function wecomRecord(value: Fields): ContactRecord {
  const record = emptyRecord();
  const contact = fields(value.external_contact);
  const follow = value.follow_user ?? value.follow_info;
  const members = (Array.isArray(follow) ? follow : [follow]).map(fields);
  put(record, 'wxid', str(contact.external_userid));
  put(record, 'nickname', str(contact.name));
  put(record, 'gender', str(contact.gender));
  put(record, 'company', str(contact.corp_full_name) || str(contact.corp_name));
  put(record, 'title', str(contact.position));
  const times: number[] = [];
  for (const member of members) {
    if (!record.values.has('remark')) put(record, 'remark', str(member.remark));
    put(record, 'description', str(member.description));
    if (!record.values.has('company')) put(record, 'company', str(member.remark_corp_name));
    if (Array.isArray(member.remark_mobiles)) for (const phone of member.remark_mobiles) put(record, 'phone', str(phone));
    const way = str(member.add_way);
    if (!record.values.has('source') && way !== '' && way !== '0') put(record, 'source', addWays[way] ?? `添加方式 ${way}`);
    const at = Number(str(member.createtime));
    if (Number.isInteger(at) && at > 0) times.push(at);
    if (str(member.userid) !== '' && !record.others.has('添加人')) record.others.set('添加人', str(member.userid));
    if (str(member.state) !== '' && !record.others.has('渠道参数')) record.others.set('渠道参数', str(member.state));
    if (Array.isArray(member.tags)) for (const tag of member.tags) addTag(record, fields(tag));
  }
  if (times.length > 0) put(record, 'addedAt', String(Math.min(...times)));
  return record;
}

function addTag(record: ContactRecord, tag: Fields): void {
  const name = oneLine(str(tag.tag_name)).trim();
  const group = oneLine(str(tag.group_name)).trim();
  if (name === '') return;
  if (group === '') {
    put(record, 'tags', name);
    return;
  }
  const list = record.groupTags.get(group);
  if (!list) record.groupTags.set(group, [name]);
  else if (!list.includes(name)) list.push(name);
}
