import { diagnosticsPreview, saveDiagnosticsInput, savedDiagnostics } from '../../../shared/contracts/diagnostics.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { previewDiagnostics, saveDiagnostics } from './report.ts';

export const diagnosticsRouter = router({
  preview: procedure.output(diagnosticsPreview).mutation(({ ctx }) => previewDiagnostics(ctx)),
  save: procedure
    .input(saveDiagnosticsInput)
    .output(savedDiagnostics)
    .mutation(({ ctx, input }) => saveDiagnostics(ctx, input.id)),
});
