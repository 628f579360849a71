import { type FriendFilter, type FriendStatus, friendStatuses } from '../../../shared/contracts/friends.ts';
import { type LayerCode, layerCodes } from '../../../shared/contracts/layers.ts';
import { readFigure } from '../../../shared/domain/figures.ts';

const ids = (text: string | null): number[] | undefined => {
  const list = (text ?? '')
    .split(',')
    .map(Number)
    .filter((id) => Number.isInteger(id) && id > 0);
  return list.length > 0 ? list : undefined;
};

function readLastContact(text: string | null): FriendFilter['lastContact'] {
  if (text === 'never') return { kind: 'never' };
  const [kind, days] = (text ?? '').split(':');
  const whole = Number(days);
  if ((kind !== 'within' && kind !== 'before') || !Number.isInteger(whole) || whole < 1 || whole > 3650) return undefined;
  return { kind, days: whole };
}

function readStatuses(text: string | null): FriendStatus[] | undefined {
  const list = (text ?? '').split(',').filter((item): item is FriendStatus => friendStatuses.includes(item as FriendStatus));
  return list.length > 0 ? list : undefined;
}

function readLayers(text: string | null): LayerCode[] | undefined {
  const list = layerCodes.filter((code) => text?.split(',').includes(code));
  return list.length > 0 ? list : undefined;
}

/** The filter that an address holds; anything it does not understand is left out. */
export function readFilter(params: URLSearchParams): FriendFilter {
  const any = ids(params.get('any'));
  const all = ids(params.get('all'));
  const none = ids(params.get('none'));
  const levels = ids(params.get('lv'))?.filter((level) => level <= 6);
  const accountIds = ids(params.get('ac'));
  const channels = params.get('ch')?.split(',').map(Number).filter(Number.isInteger);
  const statuses = readStatuses(params.get('st'));
  const lastContact = readLastContact(params.get('last'));
  const archived = params.get('ar');
  const importBatchId = ids(params.get('batch'))?.[0];
  const segmentIds = ids(params.get('seg'));
  const layers = readLayers(params.get('layer'));
  const figure = params.get('fig') ?? '';
  const text = params.get('q')?.trim().slice(0, 200);
  return {
    ...(text ? { text } : {}),
    ...(any || all || none ? { tags: { ...(any ? { any } : {}), ...(all ? { all } : {}), ...(none ? { none } : {}) } } : {}),
    ...(levels?.length ? { levels } : {}),
    ...(accountIds ? { accountIds } : {}),
    ...(channels?.length ? { channelIds: channels.map((id) => (id > 0 ? id : null)) } : {}),
    ...(statuses ? { statuses } : {}),
    ...(lastContact ? { lastContact } : {}),
    ...(archived === 'only' || archived === 'any' ? { archived } : {}),
    ...(importBatchId ? { importBatchId } : {}),
    ...(segmentIds ? { segmentIds } : {}),
    ...(layers ? { layers } : {}),
    ...(readFigure(figure) ? { figure } : {}),
  };
}

const keys = ['q', 'any', 'all', 'none', 'lv', 'ac', 'ch', 'st', 'last', 'ar', 'batch', 'seg', 'layer', 'fig'] as const;

/** Writes a filter into an address, leaving what is not about the filter (the open friend) alone. */
export function writeFilter(params: URLSearchParams, filter: FriendFilter): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const key of keys) next.delete(key);
  const set = (key: (typeof keys)[number], value: string | undefined) => {
    if (value) next.set(key, value);
  };
  set('q', filter.text);
  set('any', filter.tags?.any?.join(','));
  set('all', filter.tags?.all?.join(','));
  set('none', filter.tags?.none?.join(','));
  set('lv', filter.levels?.join(','));
  set('ac', filter.accountIds?.join(','));
  set('ch', filter.channelIds?.map((id) => id ?? 0).join(','));
  set('st', filter.statuses?.join(','));
  const last = filter.lastContact;
  set('last', last && (last.kind === 'never' ? 'never' : `${last.kind}:${last.days}`));
  set('ar', filter.archived === 'no' ? undefined : filter.archived);
  set('batch', filter.importBatchId ? String(filter.importBatchId) : undefined);
  set('seg', filter.segmentIds?.join(','));
  set('layer', filter.layers?.join(','));
  set('fig', filter.figure);
  return next;
}

/** Whether anything narrows the list. */
export function isFiltered(filter: FriendFilter): boolean {
  return Object.keys(filter).length > 0;
}
