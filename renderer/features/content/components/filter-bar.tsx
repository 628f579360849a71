import { Select } from 'antd';
import { useRef } from 'react';
import {
  type ContentFilter,
  type ContentSort,
  contentCategories,
  contentForms,
  contentSorts,
  contentUses,
  publishChannels,
} from '../../../../shared/contracts/content.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { CheckList, FilterMenu } from '../../../ui/filter-menu.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { useFacets } from '../queries.ts';
import { categoryWords, channelWords, formWords, sortWords, useWords } from '../words.ts';

export const noFilter: ContentFilter = {
  search: '',
  categories: [],
  forms: [],
  tags: [],
  seasons: [],
  productIds: [],
  channels: [],
  evergreen: null,
  use: null,
  archived: false,
};

/** Whether anything is asked for. */
export const isFiltered = (filter: ContentFilter): boolean => JSON.stringify(filter) !== JSON.stringify(noFilter);

interface ListMenuProps<K extends string | number> {
  label: string;
  options: { key: K; label: string; count?: number | undefined }[];
  chosen: readonly K[];
  onChange: (chosen: K[]) => void;
}

function ListMenu<K extends string | number>({ label, options, chosen, onChange }: ListMenuProps<K>) {
  const names = chosen.map((key) => options.find((option) => option.key === key)?.label ?? String(key));
  return (
    <FilterMenu label={label} value={names.length > 0 ? names.join('、') : null} onClear={() => onChange([])}>
      {() => <CheckList label={label} options={options} chosen={chosen} onChange={onChange} searchable />}
    </FilterMenu>
  );
}

export interface FilterBarProps {
  filter: ContentFilter;
  sort: ContentSort;
  onFilter: (part: Partial<ContentFilter>) => void;
  onSort: (sort: ContentSort) => void;
  keysName: string;
  /** a narrow place shows fewer */
  isShort?: boolean;
}

type Menus = Pick<FilterBarProps, 'filter' | 'onFilter'>;

const countOf = (list: { name: string; count: number }[] | undefined, name: string) =>
  list === undefined ? undefined : (list.find((one) => one.name === name)?.count ?? 0);
const named = (list: { name: string; count: number }[] | undefined) =>
  (list ?? []).map(({ name, count }) => ({ key: name, label: name, count }));

/** What is asked most. */
function MainMenus({ filter, onFilter }: Menus) {
  const facets = useFacets().data;
  return (
    <>
      <ListMenu
        label="类别"
        options={contentCategories.map((key) => ({ key, label: categoryWords[key], count: countOf(facets?.categories, key) }))}
        chosen={filter.categories}
        onChange={(categories) => onFilter({ categories })}
      />
      <FilterMenu label="用过没有" value={filter.use && useWords[filter.use]} onClear={() => onFilter({ use: null })}>
        {() => (
          <CheckList
            label="用过没有"
            single
            options={contentUses.map((key) => ({ key, label: useWords[key] }))}
            chosen={filter.use ? [filter.use] : []}
            onChange={([use]) => onFilter({ use: use ?? null })}
          />
        )}
      </FilterMenu>
      <ListMenu label="标签" options={named(facets?.tags)} chosen={filter.tags} onChange={(tags) => onFilter({ tags })} />
    </>
  );
}

function RareMenus({ filter, onFilter }: Menus) {
  const facets = useFacets().data;
  return (
    <>
      <ListMenu
        label="形式"
        options={contentForms.map((key) => ({ key, label: formWords[key], count: countOf(facets?.forms, key) }))}
        chosen={filter.forms}
        onChange={(forms) => onFilter({ forms })}
      />
      <ListMenu
        label="渠道写法"
        options={publishChannels.map((key) => ({ key, label: channelWords[key], count: countOf(facets?.channels, key) }))}
        chosen={filter.channels}
        onChange={(channels) => onFilter({ channels })}
      />
      <ListMenu label="季节" options={named(facets?.seasons)} chosen={filter.seasons} onChange={(seasons) => onFilter({ seasons })} />
      <ListMenu
        label="商品"
        options={(facets?.products ?? []).map(({ id, name, count }) => ({ key: id, label: name, count }))}
        chosen={filter.productIds}
        onChange={(productIds) => onFilter({ productIds })}
      />
      <FilterMenu
        label="更多"
        value={[filter.evergreen ? '常青' : '', filter.archived ? '已归档' : ''].filter(Boolean).join('、') || null}
        onClear={() => onFilter({ evergreen: null, archived: false })}
      >
        {() => (
          <CheckList
            label="更多"
            options={[
              { key: 'evergreen', label: '只看常青的', count: facets?.evergreen },
              { key: 'archived', label: '看归档的', count: facets?.archived },
            ]}
            chosen={[...(filter.evergreen ? ['evergreen'] : []), ...(filter.archived ? ['archived'] : [])]}
            onChange={(keys) => onFilter({ evergreen: keys.includes('evergreen') ? true : null, archived: keys.includes('archived') })}
          />
        )}
      </FilterMenu>
    </>
  );
}

/** Searching and filtering the library. */
export function FilterBar({ filter, sort, onFilter, onSort, keysName, isShort = false }: FilterBarProps) {
  const field = useRef<HTMLInputElement>(null);
  useShortcuts(keysName, [{ keys: '/', label: '搜素材', run: () => field.current?.focus() }]);
  return (
    <>
      <SearchField
        label="搜素材"
        placeholder="搜标题、正文、标签、商品"
        value={filter.search}
        onChange={(search) => onFilter({ search })}
        onLeave={() => field.current?.blur()}
        onKey={(key) => {
          if (key !== 'ArrowDown') return false;
          field.current?.blur();
          return true;
        }}
        field={field}
      />
      <MainMenus filter={filter} onFilter={onFilter} />
      {!isShort && <RareMenus filter={filter} onFilter={onFilter} />}
      <Select<ContentSort>
        className="library-sort"
        aria-label="排序"
        size="small"
        variant="borderless"
        value={sort}
        options={contentSorts.map((value) => ({ value, label: sortWords[value] }))}
        onChange={onSort}
        popupMatchSelectWidth={140}
      />
    </>
  );
}
