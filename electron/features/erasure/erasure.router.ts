import { eraseInput, erasePreview, erasePreviewInput, eraseReport } from '../../../shared/contracts/erasure.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { erasePerson, previewErasure } from './erasure.service.ts';

export const erasureRouter = router({
  preview: procedure
    .input(erasePreviewInput)
    .output(erasePreview)
    .query(({ ctx, input }) => previewErasure(ctx, input.friendId)),
  erase: procedure
    .input(eraseInput)
    .output(eraseReport)
    .mutation(({ ctx, input }) => erasePerson(ctx, input)),
});
