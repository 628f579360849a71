import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { client } from '../../lib/api.ts';

/** The list that came with a report; for that of an earlier import the one that the history keeps. */
export async function listOf({ problemsFile, batchId }: { problemsFile: ExportFile | null; batchId: number }): Promise<ExportFile> {
  return problemsFile ?? client.imports.problemsFile.mutate({ batchId });
}
