import { type TagColor, tagColors } from '../../../../shared/contracts/common.ts';

export const colorWords: Record<TagColor, string> = {
  red: '红',
  orange: '橙',
  amber: '琥珀',
  green: '绿',
  teal: '青绿',
  cyan: '青',
  blue: '蓝',
  indigo: '靛蓝',
  purple: '紫',
  pink: '粉',
  brown: '棕',
  grey: '灰',
};

/** Twelve colours to choose from; arrows move, as in every group of radio buttons. */
export function ColorRow({ name, value, onChange }: { name: string; value: TagColor; onChange: (color: TagColor) => void }) {
  return (
    <fieldset className="tag-colors">
      <legend className="sr-only">颜色</legend>
      {tagColors.map((color) => (
        <label key={color} data-tag-color={color} title={colorWords[color]}>
          <input type="radio" name={name} aria-label={colorWords[color]} checked={color === value} onChange={() => onChange(color)} />
          <i aria-hidden="true" />
        </label>
      ))}
    </fieldset>
  );
}
