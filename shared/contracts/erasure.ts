import { z } from 'zod';
import { erasureKept } from './backups.ts';
import { line, rowId } from './common.ts';

/** What goes with a person; in the order of the confirmation. */
export const erasedKinds = [
  'messages',
  'groupMessages',
  'orders',
  'payments',
  'notes',
  'touches',
  'tags',
  'levelChanges',
  'points',
  'sendItems',
  'reAdds',
  'suggestions',
  'followUps',
  'promises',
  'referrals',
] as const;
export type ErasedKind = (typeof erasedKinds)[number];

/** preview q → what would go. `contacts`: the person in all accounts; `name`: what has to be typed. */
export const erasePreview = z.object({
  name: z.string(),
  contacts: z.array(z.object({ id: rowId, name: z.string(), accountName: z.string() })),
  /** kinds without a row are left out; orders and payments stay without the person */
  counts: z.array(z.object({ kind: z.enum(erasedKinds), count: z.int().min(1) })),
  /** old books on this computer that hold them and can be taken away in the same go */
  booksBeside: z.int().min(0),
});
export type ErasePreview = z.infer<typeof erasePreview>;
export const erasePreviewInput = z.object({ friendId: rowId });

/**
 * erase m → cannot be undone. `name` as it stands in the preview; `booksBeside`: old books on this computer go as well.
 * @throws `notFound`, `invalidInput` {fields: ['name']}
 */
export const eraseInput = z.object({ friendId: rowId, name: line(200), booksBeside: z.boolean() });
/** `clean` false = traces in the files are taken out by the next start; `kept`: what still holds the person. */
export const eraseReport = z.object({ contacts: z.int().min(1), clean: z.boolean(), kept: erasureKept.shape.places });
export type EraseReport = z.infer<typeof eraseReport>;
