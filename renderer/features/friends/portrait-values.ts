import dayjs, { type Dayjs } from 'dayjs';
import type { Birthday, FriendDetail, FriendInput } from '../../../shared/contracts/friends.ts';

/** What the form holds: the contract's fields, with a day for the date picker. */
export interface PortraitValues extends Omit<FriendInput, 'channelId' | 'addedAt' | 'birthday'> {
  channelId: number | null | undefined;
  addedAt: Dayjs | null;
  birthday: Birthday | null;
}

/** An empty form for a new friend. */
export function blankValues(accountId: number | undefined): Partial<PortraitValues> {
  return { ...(accountId ? { accountId } : {}), remark: '', nickname: '', interests: [] };
}

/** A friend's values for the form. */
export function valuesOf(friend: FriendDetail): PortraitValues {
  const {
    accountId,
    channelId,
    nickname,
    remark,
    wxid,
    alias,
    phone,
    gender,
    region,
    address,
    birthday,
    ageBand,
    incomeBand,
    interests,
    tie,
    signature,
    description,
    sourceText,
  } = friend;
  return {
    accountId,
    channelId,
    nickname,
    remark,
    wxid,
    alias,
    phone,
    gender,
    region,
    address,
    birthday,
    ageBand,
    incomeBand,
    interests,
    tie,
    signature,
    description,
    sourceText,
    addedAt: friend.addedAt === null ? null : dayjs(friend.addedAt),
  };
}

/** What goes to the back end. */
export function inputOf(values: Partial<PortraitValues> & { accountId: number }): FriendInput {
  return {
    accountId: values.accountId,
    channelId: values.channelId ?? null,
    nickname: values.nickname?.trim() ?? '',
    remark: values.remark?.trim() ?? '',
    wxid: values.wxid ?? null,
    alias: values.alias ?? null,
    phone: values.phone ?? null,
    gender: values.gender ?? null,
    region: values.region ?? null,
    address: values.address ?? null,
    birthday: values.birthday ?? null,
    ageBand: values.ageBand ?? null,
    incomeBand: values.incomeBand ?? null,
    interests: (values.interests ?? []).map((interest) => interest.trim()).filter((interest) => interest !== ''),
    tie: values.tie ?? null,
    signature: values.signature ?? null,
    description: values.description ?? null,
    sourceText: values.sourceText ?? null,
    addedAt: values.addedAt?.valueOf() ?? null,
  };
}
