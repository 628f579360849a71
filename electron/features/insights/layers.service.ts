import type { DescribeLayer } from '../../../shared/contracts/layers.ts';
import { firstLayerWords } from '../../../shared/domain/layers.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { changeSetting, readSettings } from '../settings/index.ts';

/** Keeps what she calls a layer and what she does for it; what is as on the first day is not kept, so that it may get better. */
export const describeLayerCommand = defineCommand<DescribeLayer, { undoId: number | null }>({
  name: 'layers.describe',
  writes: true,
  heavy: () => false,
  run(ctx, { code, label, plan }) {
    const first = firstLayerWords[code];
    const words = { label: label === '' ? first.label : label, plan: plan === '' ? first.plan : plan };
    const { [code]: _, ...others } = readSettings(ctx)['layers.words'];
    const isFirst = words.label === first.label && words.plan === first.plan;
    const details = { name: words.label };
    const { undoId } = act(ctx, { kind: 'layers.describe', topics: ['settings'], details }, (record) =>
      changeSetting(ctx, record, 'layers.words', isFirst ? others : { ...others, [code]: words }),
    );
    return { undoId };
  },
});
