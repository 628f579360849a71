import { useId } from 'react';
import { type ContentCategory, contentCategories } from '../../../../shared/contracts/content.ts';
import { categoryColors, categoryWords } from '../words.ts';
import '../../../ui/tag-chip.css';
import './category-field.css';

/** One of the seven kinds of content, by colour and name. */
export function CategoryField({ value, onChange }: { value: ContentCategory; onChange: (value: ContentCategory) => void }) {
  const name = useId();
  return (
    <fieldset className="category-field">
      <legend>类别</legend>
      {contentCategories.map((category) => (
        <label key={category} data-tag-color={categoryColors[category]}>
          <input type="radio" name={name} value={category} checked={value === category} onChange={() => onChange(category)} />
          <span>{categoryWords[category]}</span>
        </label>
      ))}
    </fieldset>
  );
}
