import { Button } from 'antd';
import type { SegmentRule } from '../../../../shared/contracts/segments.ts';
import type { LayerCode } from '../../../../shared/domain/layers.ts';
import { allOf } from '../../../../shared/domain/segment-rule.ts';
import { count } from '../../../lib/format.ts';
import { useLayerWords } from '../../../lib/layer-words.ts';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { tellCreated, useCreateSegment, useSegments } from '../../segments/index.ts';

/** Where a layer leads to. */
export interface LayerDoors {
  /** the people of these layers, in the list of friends */
  onPeople: (codes: readonly LayerCode[]) => void;
  /** a new send queue for them; `whom` = who that is, in her words */
  onSend: (code: LayerCode, whom: string) => void;
  onSegment: (id: number) => void;
}

interface LayerProps {
  code: LayerCode;
  heads: number;
  doors: LayerDoors;
}

interface HeadsProps {
  codes: readonly LayerCode[];
  /** what they are called together */
  label: string;
  heads: number;
  doors: LayerDoors;
}

/** How many, as the way to those very people. */
export function Heads({ codes, label, heads, doors }: HeadsProps) {
  if (heads === 0) return <span className="layer-nobody">0</span>;
  return (
    <button
      type="button"
      className="link-button layer-heads"
      aria-label={`看「${label}」的 ${count(heads)} 位`}
      onClick={() => doors.onPeople(codes)}
    >
      {count(heads)}
    </button>
  );
}

/** Stands only until there is such a segment, so that each drawing of it is pressed once. */
function SaveLayer({ code, rule, names }: { code: LayerCode; rule: SegmentRule; names: ReadonlySet<string> }) {
  const { label, plan } = useLayerWords()(code);
  const create = useCreateSegment();
  const sendOnce = useSendOnce();
  // a name that stands for another rule already gets a number
  const freeName = (n = 1): string => {
    const name = n === 1 ? label : `${label} ${n}`;
    return names.has(name) ? freeName(n + 1) : name;
  };
  const save = () =>
    void sendOnce(async () => {
      const name = freeName();
      tellCreated(await create.mutateAsync({ name, note: plan.slice(0, 500), rule }), name);
    });
  return (
    <Button size="small" aria-label={`把「${label}」存为人群`} title="以后谁符合，谁就在里面" onClick={save}>
      存为人群
    </Button>
  );
}

/** Both ways on from a layer: keep it as a segment that follows by itself, or write to its people. */
export function LayerActions({ code, heads, doors }: LayerProps) {
  const { label } = useLayerWords()(code);
  const { list } = useSegments();
  const rule = allOf({ field: 'layer', values: [code] });
  const wanted = JSON.stringify(rule);
  const known = list.find((segment) => JSON.stringify(segment.rule) === wanted);
  return (
    <span className="layer-actions">
      {known ? (
        <Button size="small" aria-label={`看人群「${known.name}」`} onClick={() => doors.onSegment(known.id)}>
          看人群
        </Button>
      ) : (
        <SaveLayer code={code} rule={rule} names={new Set(list.map(({ name }) => name))} />
      )}
      <Button
        size="small"
        aria-label={`给「${label}」建发送名单`}
        disabled={heads === 0}
        onClick={() => doors.onSend(code, `「${label}」的 ${count(heads)} 位`)}
      >
        建发送名单
      </Button>
    </span>
  );
}
