import { useState } from 'react';
import type { ContentPiece, PublishChannel } from '../../../../shared/contracts/content.ts';
import { client } from '../../../lib/api.ts';
import { notify } from '../../../ui/toast.tsx';
import { PiecePicker } from '../../content/index.ts';
import type { PostEdits, PostValues } from '../post-form.ts';

/** The words of a piece as they read in one channel, with its pictures. */
export function editsOfPiece(piece: ContentPiece, channel: PublishChannel): PostEdits {
  const variant = piece.variants.find((one) => one.channel === channel);
  return {
    title: variant?.title || piece.title,
    text: variant?.text || piece.text,
    category: piece.category,
    assets: piece.assets,
    contentId: piece.id,
  };
}

/** 从素材库选: fills the post with a piece, in the words it has for this channel. */
export function PieceButton({ values, onChange }: { values: PostValues; onChange: (part: PostEdits) => void }) {
  const [open, setOpen] = useState(false);
  const take = async (id: number) => {
    setOpen(false);
    try {
      onChange(editsOfPiece(await client.content.get.query({ id }), values.channel));
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <>
      <button type="button" className="text-tool" onClick={() => setOpen(true)}>
        从素材库选
      </button>
      <PiecePicker open={open} onClose={() => setOpen(false)} onPick={(piece) => void take(piece.id)} />
    </>
  );
}
