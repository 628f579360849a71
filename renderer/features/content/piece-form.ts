import { z } from 'zod';
import { rowId } from '../../../shared/contracts/common.ts';
import {
  type Asset,
  asset,
  type ContentInput,
  type ContentPiece,
  contentInput,
  isVideo,
  type PublishChannel,
} from '../../../shared/contracts/content.ts';
import { draftChars } from '../../../shared/contracts/settings.ts';
import { parseTemplate } from '../../../shared/domain/template.ts';

/** What is being written: a piece with its pictures as they are shown. */
export type PieceValues = Omit<ContentInput, 'assetIds' | 'productIds'> & { assets: Asset[]; products: { id: number; name: string }[] };

export const blankPiece: PieceValues = {
  title: '',
  text: '',
  category: 'tips',
  form: 'text',
  aim: '',
  tags: [],
  seasons: [],
  products: [],
  variants: [],
  assets: [],
  evergreen: false,
  cooldownDays: 60,
  maxUses: null,
};

/** What the fields of a saved piece hold. */
export function valuesOf(piece: ContentPiece): PieceValues {
  const { title, text, category, form, aim, tags, seasons, products, variants, assets, evergreen, cooldownDays, maxUses } = piece;
  return { title, text, category, form, aim, tags, seasons, products, variants, assets, evergreen, cooldownDays, maxUses };
}

export function toInput({ assets, products, ...values }: PieceValues): ContentInput {
  return {
    ...values,
    title: values.title.trim(),
    aim: values.aim.trim(),
    variants: values.variants.map((variant) => ({ ...variant, title: variant.title.trim() })),
    assetIds: assets.map(({ id }) => id),
    productIds: products.map(({ id }) => id),
  };
}

export const sameValues = (a: PieceValues, b: PieceValues): boolean => JSON.stringify(toInput(a)) === JSON.stringify(toInput(b));

/** Why it cannot be saved yet; null = it can. */
export function whatIsMissing(values: PieceValues): string | null {
  const said = values.title.trim() || values.text.trim() || values.variants.some(({ title, text }) => title.trim() || text.trim());
  return said || values.assets.length > 0 ? null : '先写点什么，或者放一张图';
}

/** The words of a channel; the piece's own for null. */
export function wordsOf(values: PieceValues, channel: PublishChannel | null): { title: string; text: string } {
  if (channel === null) return { title: values.title, text: values.text };
  return values.variants.find((variant) => variant.channel === channel) ?? { title: '', text: '' };
}

/** The piece with the words of a channel (null = its own) changed; a channel whose words are empty goes back to the piece's. */
export function withWords(values: PieceValues, channel: PublishChannel | null, part: { title?: string; text?: string }): PieceValues {
  if (channel === null) return { ...values, ...part };
  const next = { channel, ...wordsOf(values, channel), ...part };
  const others = values.variants.filter((variant) => variant.channel !== channel);
  const place = values.variants.findIndex((variant) => variant.channel === channel);
  if (next.title === '' && next.text === '') return { ...values, variants: others };
  const variants = [...others];
  variants.splice(place < 0 ? others.length : place, 0, next);
  return { ...values, variants };
}

/** The form follows what is put in, until she says otherwise: a video makes it one, pictures too. */
export function withAssets(values: PieceValues, assets: Asset[]): PieceValues {
  const form = assets.some(({ mime }) => isVideo(mime))
    ? 'video'
    : assets.length > 0
      ? 'pictures'
      : values.form === 'text'
        ? 'text'
        : values.form;
  return { ...values, assets, form: assets.length === 0 && values.assets.length > 0 ? 'text' : form };
}

/** How many things in all its words nobody could send. */
export const problemCount = (values: PieceValues): number =>
  [values, ...values.variants].reduce(
    (sum, { text, title }) => sum + parseTemplate(title).problems.length + parseTemplate(text).problems.length,
    0,
  );

// ── drafts: what was being written when the panel closed or the program ended

const draftShape = z.object({
  contentId: rowId.nullable(),
  values: contentInput
    .omit({ assetIds: true, productIds: true })
    .extend({ assets: z.array(asset), products: z.array(z.object({ id: rowId, name: z.string() })) }),
});
export type PieceDraft = z.infer<typeof draftShape>;

/** Drafts kept at once: a new piece and those touched last, as many as fit. */
const maxDrafts = 3;

/** Newest first; one that cannot be read costs no other. */
export function readDrafts(stored: string | null): PieceDraft[] {
  try {
    const found = z.array(z.unknown()).parse(JSON.parse(stored ?? '[]'));
    return found.flatMap((one) => draftShape.safeParse(one).data ?? []);
  } catch {
    return [];
  }
}

/** The setting with this draft first; `values` null = without it. */
export function withDraft(stored: string | null, contentId: number | null, values: PieceValues | null): string | null {
  const others = readDrafts(stored).filter((draft) => draft.contentId !== contentId);
  const kept = values ? [{ contentId, values }, ...others].slice(0, maxDrafts) : others;
  while (kept.length > 1 && JSON.stringify(kept).length > draftChars) kept.pop();
  const text = JSON.stringify(kept);
  return kept.length === 0 || text.length > draftChars ? null : text;
}
